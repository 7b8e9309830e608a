"""Stage 5, record: one connection to the archive; the only module that knows SQLite.

In:      a path; SQL with its values.
Out:     rows, as dicts by column.
Thread:  any, but one at a time.
Errors:  ArchiveTrouble and its kinds below, one line each; bad SQL is a bug and stays sqlite3's.
Source:  https://www.sqlite.org/rescode.html for the result codes; SQLCipher for encryption.
"""

from __future__ import annotations

import os
import re
import shutil
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompter.errors import ArchiveTrouble
from prompter.record.keys import KEYS, ArchiveKey
from prompter.record.open_files import OPEN_FILES, Opened

if TYPE_CHECKING:
    import sqlite3  # SQLCipher's module has the same names
else:
    try:
        from sqlcipher3 import dbapi2 as sqlite3
    except ImportError:  # no wheel for this system: only plain archives can be used
        import sqlite3

        KEYS.can_encrypt = False

SQLITE_VERSION = sqlite3.sqlite_version
"""For `prompter doctor`."""

Row = dict[str, Any]

NO_ROOM_BYTES = 64 * 1024
"""Less free space than this counts as a full disk: SQLite's shared-memory file takes 32 KiB."""

# Errors have a main code in their low byte; the rest is detail.
_MAIN_CODE = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_FAILED = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM}

_NOT_OURS = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH}
# What SQLite says of good SQL when a damaged file, or one made to do harm, has other tables.
_SCHEMA = re.compile(
    r"no such |has no column|no column named|constructor failed|may not be |unsafe use of|"
    r"generated column|cannot modify|values for \d+ columns|wrong number of|unable to use function|"
    r"malformed|vtable|too many levels|foreign key mismatch|fts5"
)


class ArchiveFull(ArchiveTrouble):
    """There is no room left on the disk."""


class ArchiveBusy(ArchiveTrouble):
    """Another program holds the archive longer than we may wait."""


class ArchiveDamaged(ArchiveTrouble):
    """The file isn't a database, or its pages contradict each other."""


class Database:
    """An open connection. Made by `connect`; closed by its owner."""

    def __init__(self, path: Path, connection: sqlite3.Connection, opened: Opened) -> None:
        self.path = path
        self._connection = connection
        self._no_more_open = weakref.finalize(self, OPEN_FILES.remove, opened)
        # A damaged page may hold bytes that are no UTF-8; they must not raise a decoding error.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.row_factory = lambda cursor, row: dict(
            zip((column[0] for column in cursor.description), row, strict=True)
        )

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows that `sql` gives."""
        with _in_plain_words(self.path):
            return self._connection.execute(sql, _storable(values)).fetchall()

    def run(self, sql: str, *values: object) -> int:
        """Run one statement that changes something; returns how many rows it changed."""
        with _in_plain_words(self.path):
            return self._connection.execute(sql, _storable(values)).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Run one INSERT; returns the new row's id."""
        with _in_plain_words(self.path):
            row_id = self._connection.execute(sql, _storable(values)).lastrowid
        return row_id or 0

    def wait_up_to(self, wait_s: float) -> None:
        """How long a statement may wait while another program writes."""
        self.rows(f"PRAGMA busy_timeout = {int(wait_s * 1000)}")

    @contextmanager
    def transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        """All or nothing: committed at the end, rolled back when anything is raised.

        kind: IMMEDIATE to write; DEFERRED to read several tables as they were at one moment.
        """
        self.run(f"BEGIN {kind}")
        with ExitStack() as if_it_fails:
            if_it_fails.callback(self._roll_back)
            yield
            self.run("COMMIT")
            if_it_fails.pop_all()

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after some errors, such as a full disk.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.rollback()

    def close(self) -> None:
        """Close; the last writer to close folds the write-ahead log into the file."""
        with suppress(sqlite3.Error):
            self._connection.close()
        self._no_more_open()


class Look(Enum):
    """Instead of a key: the file itself and what this process knows tell which."""

    UP = "look it up"


def connect(
    path: Path, *, write: bool, wait_s: float, key: ArchiveKey | Look | None = Look.UP
) -> Database:
    """Open an archive file that exists. Every connection to an archive is made here.

    write: False gives a connection that can't change anything. wait_s: see `wait_up_to`.
    key: None for a plain file. Raises ArchiveLocked when it is not known.
    """
    if isinstance(key, Look):
        key = KEYS.of(path)
    uri = f"{path.absolute().as_uri()}?mode={'rw' if write else 'ro'}"
    if not write and _can_only_be_read(path):
        # SQLite wants to make its shared-memory file even to read; "immutable" spares that.
        uri += "&immutable=1"
    with ExitStack() as if_it_fails:
        with OPEN_FILES.lock:
            opened = OPEN_FILES.add(path, None if key is None else key.salt)
            if_it_fails.callback(OPEN_FILES.remove, opened)
            with _in_plain_words(path):
                # The session's thread writes, the main thread opens and closes: never at once.
                connection = sqlite3.connect(
                    uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False
                )
        if_it_fails.pop_all()
        database = Database(path, connection, opened)
        if_it_fails.callback(database.close)
        if key is not None:
            database.rows("PRAGMA cipher_log_level = NONE")  # what fails is raised
            database.run(f'PRAGMA key = "{key.sql}"')
        _set_up(database, write)
        if_it_fails.pop_all()
    return database


def _set_up(database: Database, write: bool) -> None:
    # Temporary tables and the copy that VACUUM makes stay in memory: no words of a call are
    # ever written outside the data folder.
    database.run("PRAGMA temp_store = MEMORY")
    if not write:
        database.rows("SELECT name FROM sqlite_schema LIMIT 1")  # a damaged file shows here
        return
    # Readers don't disturb the writer, and a crash loses nothing that was committed.
    database.rows("PRAGMA journal_mode = WAL")
    # FULL waits for the disk at each commit, so that a final outlives a power cut. A call has
    # one in some seconds, so the few milliseconds don't matter.
    database.run("PRAGMA synchronous = FULL")
    database.run("PRAGMA foreign_keys = ON")
    # Deleted rows are overwritten with zeros.
    database.run("PRAGMA secure_delete = ON")


def _can_only_be_read(path: Path) -> bool:
    """Whether `path` is whole by itself, in a folder where nothing can be made."""
    log = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and (not log.exists() or log.stat().st_size == 0)


def _storable(values: tuple[object, ...]) -> tuple[object, ...]:
    # Half a surrogate pair, as a broken file name gives it, has no UTF-8: it becomes "?".
    return tuple(
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for value in values
    )


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        trouble = _trouble(path, error)
        if trouble is None:
            raise
        raise trouble from error


def _trouble(path: Path, error: sqlite3.DatabaseError) -> ArchiveTrouble | None:
    """`error` as one line for the user; None when it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & _MAIN_CODE
    # Of a page whose seal is broken SQLCipher says no more than this; a bug has its own words.
    broken_seal = code == sqlite3.SQLITE_ERROR and str(error) == "SQL logic error"
    if code in _DAMAGED or broken_seal or "unsupported file format" in str(error):
        return ArchiveDamaged(f"{path}: this archive is damaged ({error})")
    if code == sqlite3.SQLITE_FULL or (code in _FAILED and _disk_is_full(path)):
        return ArchiveFull(f"{path}: the disk is full; make room on it and try again")
    if code in _NOT_OURS or (code == sqlite3.SQLITE_ERROR and _SCHEMA.search(str(error))):
        return ArchiveTrouble(
            f"{path}: its tables are not as Prompter made them ({error}); "
            "move this file away to start a new archive"
        )
    if code in _BUSY:
        return ArchiveBusy(f"{path}: another program is using the archive; try again")
    if code in _READ_ONLY or (code in _FAILED and not os.access(path.parent, os.W_OK)):
        return ArchiveTrouble(
            f"{path}: the archive can't be written; make the file and its folder writable, "
            "or choose another folder with PROMPTER_DATA_DIR"
        )
    if code in _FAILED:
        return ArchiveTrouble(
            f"{path}: the archive can't be used ({error}); "
            "check the disk, or choose another folder with PROMPTER_DATA_DIR"
        )
    return None


def _disk_is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < NO_ROOM_BYTES
    except OSError:
        return False
