"""Stage 5, record: the archive's tables, and the steps from each version to the next.

In:      a database open for writing.
Out:     the same, at SCHEMA_VERSION.
Thread:  the one that opens the archive.
Errors:  ArchiveTrouble for a file of a newer Prompter or of another program; ArchiveDamaged.
Source:  https://www.sqlite.org/fts5.html, section 4.4.3, for the triggers of the search index.
"""

from __future__ import annotations

from prompter.errors import ArchiveTrouble
from prompter.record.database import ArchiveDamaged, Database

APPLICATION_ID = 0x50524D54
""""PRMT" in the file's header: it tells an archive from another program's database."""

Steps = tuple[str, ...]


def _search_index(name: str, table: str, *columns: str) -> Steps:
    """A full-text index over columns, which repeats nothing of them and follows their changes."""
    column = ", ".join(columns)
    old, new = (", ".join(f"{row}.{one}" for one in columns) for row in ("old", "new"))
    taken_out = f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.id, {old});"
    put_in = f"INSERT INTO {name}(rowid, {column}) VALUES (new.id, {new});"
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='{table}', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {put_in} END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {taken_out} END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {column} ON {table} "
        f"BEGIN {taken_out} {put_in} END",
    )


# Times that end in _s are seconds on the call clock, the others ISO 8601 in UTC.
_VERSION_1: Steps = (
    # length_s and noes follow each event, so a call that was cut off has them too.
    # ended_at stays NULL in a call that was cut off.
    """CREATE TABLE calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        playbook TEXT NOT NULL,
        keep TEXT NOT NULL CHECK (keep IN ('transcript', 'cards')),
        ended_at TEXT,
        length_s REAL NOT NULL DEFAULT 0,
        noes INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    # words: JSON, a list of [text, start_s, end_s, score].
    """CREATE TABLE segments (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        channel TEXT NOT NULL CHECK (channel IN ('them', 'me')),
        utterance INTEGER NOT NULL,
        text TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        words TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE cue_hits (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        cue TEXT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('them', 'me')),
        utterance INTEGER NOT NULL,
        text TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        score REAL NOT NULL,
        by TEXT NOT NULL,
        final INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE cards (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        cue TEXT NOT NULL,
        goal TEXT NOT NULL,
        say TEXT NOT NULL,
        why TEXT NOT NULL,
        noes INTEGER NOT NULL,
        cue_end_s REAL NOT NULL,
        at_s REAL NOT NULL,
        withdrawn_s REAL
    ) STRICT""",
    """CREATE TABLE asks (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        goal TEXT NOT NULL,
        at_s REAL NOT NULL
    ) STRICT""",
    """CREATE TABLE faults (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        at_s REAL NOT NULL,
        channel TEXT,
        over INTEGER NOT NULL
    ) STRICT""",
    # Work that could not be done at once, such as wiping while another program reads.
    "CREATE TABLE chores (name TEXT PRIMARY KEY) STRICT",
    *(
        f"CREATE INDEX {table}_of_call ON {table}(call_id)"
        for table in ("segments", "cue_hits", "cards", "asks", "faults")
    ),
    *_search_index("segments_fts", "segments", "text"),
    *_search_index("titles_fts", "calls", "title"),
)

# What the user does with a card, and the moments that they mark.
_VERSION_2: Steps = (
    "ALTER TABLE cards ADD COLUMN timer_s REAL",
    # script: JSON, a list of lines.
    "ALTER TABLE cards ADD COLUMN script TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE cards ADD COLUMN dismissed_s REAL",
    """CREATE TABLE pins (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        card TEXT NOT NULL,
        pinned INTEGER NOT NULL,
        at_s REAL NOT NULL
    ) STRICT""",
    """CREATE TABLE marks (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        at_s REAL NOT NULL
    ) STRICT""",
    *(f"CREATE INDEX {table}_of_call ON {table}(call_id)" for table in ("pins", "marks")),
)

# sheet: JSON, what the user had prepared for the call; {} for nothing.
_VERSION_3: Steps = ("ALTER TABLE calls ADD COLUMN sheet TEXT NOT NULL DEFAULT '{}'",)

# What the user adds afterwards.
_VERSION_4: Steps = (
    *(
        f"ALTER TABLE calls ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"
        for column in ("company", "person", "outcome", "next_step", "notes")
    ),
    # A day, as 2026-03-02; NULL for none.
    "ALTER TABLE calls ADD COLUMN next_step_on TEXT",
    # NULL as long as a segment is as it was recognized.
    "ALTER TABLE segments ADD COLUMN original_text TEXT",
    "ALTER TABLE segments ADD COLUMN original_channel TEXT",
    """CREATE TABLE tags (
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        tag TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY (call_id, tag)
    ) STRICT, WITHOUT ROWID""",
    *_search_index("details_fts", "calls", "company", "person", "next_step", "notes"),
    # The index must know the calls that were there before it.
    "INSERT INTO details_fts(details_fts) VALUES ('rebuild')",
)

# The sound, where the user has chosen to keep it. sound_s: where it ends; 0 for none.
_VERSION_5: Steps = (
    "ALTER TABLE calls ADD COLUMN sound_s REAL NOT NULL DEFAULT 0",
    """CREATE TABLE sounds (
        id INTEGER PRIMARY KEY,
        call_id INTEGER NOT NULL REFERENCES calls(id) ON DELETE CASCADE,
        channel TEXT NOT NULL CHECK (channel IN ('them', 'me')),
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        flac BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX sounds_of_call ON sounds(call_id, start_s)",
)

MIGRATIONS: tuple[Steps, ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
)
"""The n-th entry (from 1) leads from version n - 1 to n. Add to the end, never change one."""

SCHEMA_VERSION = len(MIGRATIONS)

SEARCH_INDEXES = ("segments_fts", "titles_fts", "details_fts")
TABLES = {"calls", "segments", "cue_hits", "cards", "asks", "pins", "marks", "faults", "chores"} | {
    "tags",
    "sounds",
    *SEARCH_INDEXES,
}


def version_of(database: Database) -> int:
    """The archive's version; 0 for an empty file.

    Raises ArchiveTrouble when this program can't use the file.
    """
    version = _number(database, "user_version")
    if _number(database, "application_id") != APPLICATION_ID:
        if version == 0 and not _tables(database):
            return 0
        raise ArchiveTrouble(
            f"{database.path}: this is another program's database, not an archive of Prompter; "
            "move it away, or choose another folder with PROMPTER_DATA_DIR"
        )
    if version > SCHEMA_VERSION:
        raise ArchiveTrouble(
            f"{database.path}: this archive was made by a newer Prompter; install that version"
        )
    if version == SCHEMA_VERSION and not _tables(database) >= TABLES:
        raise ArchiveDamaged(f"{database.path}: this archive is damaged (tables are missing)")
    return version


def bring_up_to_date(database: Database, migrations: tuple[Steps, ...] = MIGRATIONS) -> None:
    """Run the steps that are missing, all in one transaction; none when up to date."""
    if version_of(database) >= len(migrations):
        return
    with database.transaction():
        # Looked at again: another program may have done it while we waited for the lock.
        for version, steps in enumerate(migrations[version_of(database) :], version_of(database)):
            for step in steps:
                database.run(step)
            database.run(f"PRAGMA user_version = {version + 1}")
        database.run(f"PRAGMA application_id = {APPLICATION_ID}")


def _number(database: Database, pragma: str) -> int:
    return int(database.rows(f"PRAGMA {pragma}")[0][pragma])


def _tables(database: Database) -> set[str]:
    return {row["name"] for row in database.rows("SELECT name FROM sqlite_schema")}
