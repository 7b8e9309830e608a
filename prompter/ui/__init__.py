"""The desktop front end: the overlay beside a call, and the start page.

    call session (its own thread) ──▶ bridge ──▶ overlay: status bar · card view · caption line

- `bridge` is the only crossing between the session's thread and the windows.
- `overlay` is a pure view: it shows what it is told and decides nothing.
- `shown_call` ties one call session to one overlay; `app` runs Qt around it.
- Nothing here knows a stage, the session or the settings; only `messages` and `errors`.
"""
