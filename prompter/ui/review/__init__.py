"""The window of past calls: the list, one call, its figures, and what is added afterwards.

archive.db ◀── archive_worker (its own thread) ──▶ review_window ──▶ calls_page · call_page
"""
