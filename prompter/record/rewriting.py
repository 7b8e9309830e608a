"""Stage 5, record: an archive under another key, a backup of it, and a backup brought back.

In:      paths of archives, the key that the copy is to get.
Out:     the same calls in another file, which then takes the archive's place in one step.
Thread:  any; a second for some thousand calls.
Errors:  ArchiveTrouble: busy, full, damaged, a call goes on. Nothing is changed then.
Source:  https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export. Whatever moment the
         power is cut or the program killed, the old file or the whole new one is there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from prompter.durable import sync_folder
from prompter.errors import ArchiveTrouble
from prompter.record import files, schema
from prompter.record.database import ArchiveBusy, ArchiveDamaged, Database, connect
from prompter.record.going_on import any_goes_on
from prompter.record.keys import ArchiveKey, ArchiveLocked, salt_of
from prompter.record.opening import lock_beside

_WAIT_S = 5.0
_LEFT = ("copy", "restoring", "plain", "second", "rewriting")
"""Endings of the files that a rewriting makes beside the archive."""
_LOG = ("-wal", "-shm", "-journal")
_ASIDE = "before-restore"
_TABLES = sorted(schema.TABLES - set(schema.SEARCH_INDEXES))


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    """What the disk refuses is said in one line. Nothing is changed then."""
    try:
        yield
    except OSError as error:
        raise ArchiveTrouble(
            f"{path}: {error.strerror or error}; nothing is changed, make room or choose another "
            "place"
        ) from error


def rewrite(path: Path, key: ArchiveKey | None) -> None:
    """Give the archive another key, or none. A plain file's bytes are overwritten afterwards."""
    with _one_line(path), lock_beside(path, "rewriting"), ExitStack() as at_end:
        old = _alone(path, at_end)
        # Known from the connection: to open the file here would give its locks away.
        is_plain = salt_of(path) is None
        copy = _copied(old, path.with_name(f"{path.name}.copy"), key, at_end)
        if sys.platform == "win32":
            old.close()  # a file that is open can't be replaced there
        plain = path.with_name(f"{path.name}.plain")
        _wipe(plain, path)
        if is_plain and key is not None:
            _second_name(path, plain)  # which tells the next start what is still to be wiped
        copy.replace(path)
        sync_folder(path.parent)
        old.close()
        _wipe(plain, path)


def backup(path: Path, target: Path, key: ArchiveKey | None) -> None:
    """Write a copy of the archive; a call may go on meanwhile. `target` appears when whole."""
    with _one_line(target), ExitStack() as at_end:
        old = connect(path, write=True, wait_s=_WAIT_S)
        at_end.callback(old.close)
        copy = _copied(old, target.with_name(f".{target.name}.copy"), key, at_end)
        copy.replace(target)
        sync_folder(target.parent)


def restore(path: Path, source: Path, key: ArchiveKey | None) -> Path | None:
    """Put a backup in the archive's place. Returns where the one that was there is kept now."""
    with _one_line(source), lock_beside(path, "rewriting"), ExitStack() as at_end:
        found = connect(source, write=False, wait_s=_WAIT_S)
        version = schema.version_of(found)  # refuses other databases, and those of a newer Prompter
        found.close()
        if version == 0:
            raise ArchiveTrouble(f"{source}: there are no calls in it; choose another file")
        # SQLite can't attach a new file to one that it may only read, so a copy is read.
        near = path.with_name(f"{path.name}.restoring")
        at_end.callback(near.unlink, missing_ok=True)
        at_end.callback(_drop_log, near)
        for ending in ("", "-wal"):  # the log has what was not folded into the file yet
            if (part := source.with_name(source.name + ending)).exists():
                beside = near.with_name(near.name + ending)
                os.close(files.open_private(path, beside))
                shutil.copyfile(part, beside)
        given = connect(near, write=True, wait_s=_WAIT_S)
        at_end.callback(given.close)
        schema.bring_up_to_date(given)
        copy = _copied(given, path.with_name(f"{path.name}.copy"), key, at_end)
        kept, old = None, None
        if path.exists():
            with suppress(ArchiveDamaged, ArchiveLocked):  # a backup is what helps then
                old = _alone(path, at_end)
            kept = files.name_aside(path, _ASIDE, datetime.now())
            _second_name(path, kept)
            if old is None:  # its log must not be played into the new file
                _move_log(path, kept)
            if sys.platform == "win32" and old is not None:
                old.close()
        copy.replace(path)
        sync_folder(path.parent)
        return kept


def tidy(path: Path) -> None:
    """Remove what a rewriting left that was cut off."""
    left = [path.with_name(f"{path.name}.{name}") for name in _LEFT]
    if any(file.exists() for file in [*left, *_second_names(path)]):
        with _one_line(path), lock_beside(path, "rewriting"):
            # It may have been killed before this, and a power cut may bring the old file back.
            sync_folder(path.parent)
            _take_back_second_names(path)
            _wipe(path.with_name(f"{path.name}.plain"), path)
            for file in left:
                file.unlink(missing_ok=True)
                _drop_log(file)


def _alone(path: Path, at_end: ExitStack) -> Database:
    """The archive with nobody else at it, and no log beside it that a new file could inherit."""
    if any_goes_on(path):
        raise ArchiveBusy(f"{path}: a call goes on; try again when it has ended")
    database = connect(path, write=True, wait_s=_WAIT_S)
    at_end.callback(database.close)
    schema.bring_up_to_date(database)
    if database.rows("PRAGMA journal_mode = DELETE")[0]["journal_mode"] != "delete":
        raise ArchiveBusy(f"{path}: another program is using the archive; close it and try again")
    sync_folder(path.parent)  # neither the log nor the journal may come back to a new file
    database.rows("PRAGMA main.locking_mode = EXCLUSIVE")
    with database.transaction("EXCLUSIVE"):
        pass  # from here on nobody else can read or write it, until it is closed
    return database


def _copied(old: Database, copy: Path, key: ArchiveKey | None, at_end: ExitStack) -> Path:
    """All of `old` in a new file, looked through and on the disk."""
    copy.unlink(missing_ok=True)
    at_end.callback(copy.unlink, missing_ok=True)
    os.close(files.open_private(copy, copy))
    version = schema.version_of(old)
    old.run("ATTACH DATABASE ? AS copy KEY " + (f'"{key.sql}"' if key else "''"), str(copy))
    with ExitStack() as attached:
        attached.callback(old.run, "DETACH DATABASE copy")
        old.rows("PRAGMA copy.journal_mode = OFF")  # it counts only when it is whole
        old.rows("PRAGMA copy.synchronous = OFF")
        with old.transaction("DEFERRED"):
            old.rows("SELECT sqlcipher_export('copy')")
            counts = _counts(old)
        old.run(f"PRAGMA copy.user_version = {version}")
        old.run(f"PRAGMA copy.application_id = {schema.APPLICATION_ID}")
    _look_through(copy, key, counts)
    _sync(copy)
    return copy


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _look_through(copy: Path, key: ArchiveKey | None, counts: dict[str, int]) -> None:
    made = connect(copy, write=False, wait_s=_WAIT_S, key=key)
    try:
        whole = [row["integrity_check"] for row in made.rows("PRAGMA integrity_check")] == ["ok"]
        if not whole or _counts(made) != counts:
            raise ArchiveDamaged(f"{copy}: the copy is not what the archive is; nothing is changed")
    finally:
        made.close()


def _counts(database: Database) -> dict[str, int]:
    return {table: database.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in _TABLES}


def _wipe(plain: Path, path: Path) -> None:
    """Zeros over every byte of the file that was the archive, on the disk, and away with it.

    Not when it is the archive still, or when the user gave the file another name of their own.
    """
    if not plain.exists():
        return
    if not (path.exists() and plain.samefile(path)) and plain.stat().st_nlink == 1:
        with plain.open("r+b", buffering=0) as opened:
            left = os.fstat(opened.fileno()).st_size
            while left > 0:
                left -= opened.write(bytes(min(left, 2**20)))
            os.fsync(opened.fileno())
    plain.unlink()


def _second_name(path: Path, kept: Path) -> None:
    """Another name for the same file, so that at every moment one of the names has it."""
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        half = path.with_name(f"{path.name}.second")
        os.close(files.open_private(path, half))
        shutil.copy2(path, half)
        _sync(half)
        half.replace(kept)
    sync_folder(path.parent)


def _second_names(path: Path) -> list[Path]:
    """Names that a restore gave the archive before it was cut off: nothing was replaced yet."""
    aside = path.parent.glob(f"{path.stem}.{_ASIDE}-*{path.suffix}")
    return [file for file in aside if path.exists() and file.samefile(path)]


def _take_back_second_names(path: Path) -> None:
    """Under two names, each with a log of its own, a file would be damaged."""
    for kept in _second_names(path):
        _move_log(kept, path)
        kept.unlink()
        sync_folder(path.parent)


def _move_log(path: Path, kept: Path) -> None:
    for ending in _LOG:
        if (part := path.with_name(path.name + ending)).exists():
            part.rename(kept.with_name(kept.name + ending))
    sync_folder(path.parent)


def _drop_log(file: Path) -> None:
    for ending in _LOG:
        file.with_name(file.name + ending).unlink(missing_ok=True)
