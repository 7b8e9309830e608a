"""Stage 5, record: the archive's files on the disk, private and never thrown away.

In:      the archive's path.
Out:     the same files with other rights, or under another name.
Thread:  the one that opens the archive; the session's when the file is lost during a call.
Errors:  ArchiveTrouble when a file can't be made, or a damaged one not be moved aside.
Source:  https://www.sqlite.org/wal.html for the "-wal" and "-shm" files beside a database,
         https://www.sqlite.org/howtocorrupt.html, section 2.2, for what closing a file does.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from prompter.errors import ArchiveTrouble, PrompterError
from prompter.paths import make_private_folder

# The log goes first: beside a new database, an old log would be played into it.
_BESIDE = ("-journal", "-wal", "-shm", "")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(path: Path) -> None:
    """Make an empty archive file, and its folder, that only this user can read.

    One that exists is tightened. SQLite gives its two other files the rights of the first.
    Raises ArchiveTrouble.
    """
    try:
        make_private_folder(path.parent)
        # Only a file that is new is opened here: closing a handle of one that is in use would
        # take away the locks that SQLite holds on it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not path.is_file() or not os.access(path, os.R_OK | os.W_OK):
            raise _no_writing(path, "it is read-only, or no file") from None
    except OSError as error:
        raise _no_writing(path, error.strerror or str(error)) from error
    except PrompterError as error:
        raise ArchiveTrouble(str(error)) from error
    for file in _files_of(path):
        with suppress(OSError):  # another user's file: its rights are theirs to choose
            if file.stat().st_mode & _OTHERS:
                file.chmod(0o600)


def open_private(path: Path, beside: Path) -> int:
    """Open a file beside the archive, made if need be, for this user alone; gives its handle.

    Raises ArchiveTrouble.
    """
    try:
        make_private_folder(path.parent)
        return os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _no_writing(path, error.strerror or str(error)) from error
    except PrompterError as error:
        raise ArchiveTrouble(str(error)) from error


def identity(path: Path) -> tuple[int, int] | None:
    """What tells this very file from another of the same name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def has_journal(path: Path) -> bool:
    """Whether the power was cut while the archive was made, or its keys were changed.

    SQLite then has a journal to play back, which needs a connection that can write.
    """
    return path.with_name(path.name + "-journal").exists()


def move_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged archive to archive.damaged-YYYYMMDD-HHMMSS.db and return that path.

    Raises ArchiveTrouble when that fails; then the files stay where they are.
    """
    kept = name_aside(path, "damaged", now)
    try:
        for ending in _BESIDE:
            file = path.with_name(path.name + ending)
            if file.exists():
                file.rename(kept.with_name(kept.name + ending))
    except OSError as error:
        raise ArchiveTrouble(
            f"{path}: this archive is damaged and can't be moved aside ({error.strerror}); "
            "close other programs that use it, then move it away by hand"
        ) from error
    return kept


def set_aside(path: Path) -> str:
    """Move a damaged archive aside; returns what was done, in words for the user.

    Raises ArchiveTrouble when it can't be moved.
    """
    kept = move_aside(path, datetime.now())
    return (
        f"The archive was damaged. It is kept as {kept}, and a new one is started. What can "
        f'still be read of it: prompter calls list --archive "{kept}"'
    )


def _no_writing(path: Path, reason: str) -> ArchiveTrouble:
    return ArchiveTrouble(
        f"{path}: the archive can't be written ({reason}); make the file and its folder "
        "writable, or choose another folder with PROMPTER_DATA_DIR"
    )


def name_aside(path: Path, why: str, now: datetime) -> Path:
    """A name that is free, such as archive.damaged-20260304-120000.db."""
    first = f"{path.stem}.{why}-{now:%Y%m%d-%H%M%S}"
    kept = path.with_name(first + path.suffix)
    number = 2
    while any(file.exists() for file in _files_of(kept)):
        kept = path.with_name(f"{first}-{number}{path.suffix}")
        number += 1
    return kept


def _files_of(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _BESIDE]
