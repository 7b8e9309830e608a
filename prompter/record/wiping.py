"""Stage 5, record: what was deleted is gone from the archive's bytes too.

In:      an open archive, from which rows were deleted.
Out:     the same file, without their traces.
Thread:  the one that deletes.
Errors:  ArchiveTrouble when another program is reading: the next deletion wipes then.
Source:  https://www.sqlite.org/fts5.html, section 6.6, for "optimize".
"""

from __future__ import annotations

from prompter.errors import ArchiveTrouble
from prompter.record import schema
from prompter.record.database import Database


def wipe(database: Database) -> None:
    """Take the last traces of deleted rows out of the file and its log.

    secure_delete has zeroed the rows, but a word stays in the search index until its parts are
    merged, and pages that were once split may hold old copies: VACUUM writes every page anew.
    (FTS5's own "secure-delete" would make the file unreadable for SQLite before 3.42.)
    """
    for index in schema.SEARCH_INDEXES:
        database.run(f"INSERT INTO {index}({index}) VALUES ('optimize')")
    database.run("VACUUM")
    database.run("DELETE FROM chores WHERE name = 'wipe'")
    if database.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]["busy"]:
        database.run("INSERT OR IGNORE INTO chores VALUES ('wipe')")
        raise ArchiveTrouble(f"{database.path}: another program is reading the archive")
