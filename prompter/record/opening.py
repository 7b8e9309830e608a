"""Stage 5, record: an archive's file opened to write; made when missing, by one program at a time.

In:      the archive's path.
Out:     Database, private, up to date, with the key that it has or is to get.
Thread:  the one that opens the archive.
Errors:  ArchiveTrouble: no place to write, another program at it, newer version; ArchiveDamaged;
         ArchiveLocked, NotProtected, KeyringTrouble.
Source:  https://www.sqlite.org/fileformat2.html, section 3, for a journal's header.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from prompter.file_lock import take_lock
from prompter.record import files, schema
from prompter.record.database import ArchiveBusy, Database, Look, connect
from prompter.record.keys import KEYS, ArchiveKey, ArchiveLocked

SHORT_WAIT_S = 0.25
"""A call's session must not stand still while another program writes."""

_WAIT_S = 5.0
_MAGIC = bytes.fromhex("d9d505f920a163d7")


def open_file(path: Path) -> Database:
    """Open the archive's file, or make it."""
    with _new_archive_key(path) as (is_new, key):
        if is_new:
            return _prepared(path, key)
    files.make_private(path)
    # First with a connection that can't write: closing one that can would play the log into a
    # damaged file, and that file is to be kept as it was found.
    if not files.has_journal(path):
        look = connect(path, write=False, wait_s=SHORT_WAIT_S)
        try:
            schema.version_of(look)
        finally:
            look.close()
    return _prepared(path, Look.UP)


def _prepared(path: Path, key: ArchiveKey | Look | None) -> Database:
    with contextlib.ExitStack() as if_it_fails:
        database = connect(path, write=True, wait_s=SHORT_WAIT_S, key=key)
        if_it_fails.callback(database.close)
        schema.bring_up_to_date(database)
        if_it_fails.pop_all()
    return database


@contextlib.contextmanager
def _new_archive_key(path: Path) -> Iterator[tuple[bool, ArchiveKey | None]]:
    """Whether the archive is still to be made, and with which key; others wait meanwhile."""
    if not _is_to_be_made(path):
        yield False, None
        return
    with lock_beside(path, "making"):
        if not _is_to_be_made(path):  # somebody was faster
            yield False, None
            return
        key = KEYS.for_new()
        for begun in (path.with_name(path.name + "-journal"), path):
            begun.unlink(missing_ok=True)
        files.make_private(path)
        yield True, key


@contextlib.contextmanager
def lock_beside(path: Path, name: str) -> Iterator[None]:
    """Hold a lock beside the archive. Raises ArchiveBusy when another program does for long."""
    file = path.with_name(f"{path.name}.{name}")
    give_up = time.monotonic() + _WAIT_S
    while (opened := _locked(path, file)) is None:
        if time.monotonic() > give_up:
            raise ArchiveBusy(f"{path}: another program is using the archive; try again")
        time.sleep(0.02)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        opened.close()


def _locked(path: Path, file: Path) -> IO[bytes] | None:
    handle = files.open_private(path, file)
    opened = os.fdopen(handle, "r+b")
    try:
        take_lock(opened)
        if os.path.samestat(os.fstat(opened.fileno()), file.stat()):
            return opened
    except OSError:
        pass  # held by another, or tidied away in between: the caller tries again
    opened.close()
    return None


def _is_to_be_made(path: Path) -> bool:
    """There is nothing, or only what a power cut left of the making."""
    try:
        empty = path.stat().st_size == 0
    except FileNotFoundError:
        return True
    except OSError:
        return False  # the next step says what is wrong with it
    if empty:
        return True
    if not files.has_journal(path):
        return False
    try:
        KEYS.of(path)
    except ArchiveLocked:
        return _began_with_nothing(path)
    return False


def _began_with_nothing(path: Path) -> bool:
    """Whether the journal beside the file would make it empty again."""
    try:
        with path.with_name(path.name + "-journal").open("rb") as journal:
            head = journal.read(20)
    except OSError:
        return False
    # Without a head nothing was written into the file since, so what is in it was there before.
    return len(head) == 20 and head[:8] == _MAGIC and int.from_bytes(head[16:20], "big") == 0
