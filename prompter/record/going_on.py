"""Stage 5, record: which calls go on now, and which were cut off by a crash or a power cut.

In:      the archive's path; the number of the call that goes on.
Out:     an empty file beside the archive as long as the call goes on, locked by its program.
Thread:  the session's sets a mark, the main thread clears it; any looks.
Errors:  none: a mark that can't be made (a full disk) is tried again at the next event.
Source:  the system frees the lock of a program that dies, so a mark without one tells a crash.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import IO

from prompter.durable import sync_folder
from prompter.file_lock import take_lock


class CallMark:
    """The mark of one call. `set` with each event, `clear` at the end."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._call_id: int | None = None
        self._opened: IO[bytes] | None = None

    def set(self, call_id: int | None) -> None:
        """Say that this call goes on. Costs nothing when it is said already."""
        if call_id == self._call_id:
            return
        self.clear()
        if call_id is None:
            return
        with contextlib.suppress(OSError):
            self._opened = _locked(_mark(self._archive, call_id))
            self._call_id = call_id
            sync_folder(self._archive.parent)  # so that the mark outlives a power cut

    def clear(self) -> None:
        """The call has ended, or is no longer kept under this number."""
        if self._opened is None or self._call_id is None:
            return
        self._opened.close()
        forget(self._archive, self._call_id)
        self._opened, self._call_id = None, None


def cut_off(archive: Path) -> list[int]:
    """Numbers of calls that ended with their program, newest first, until `forget`."""
    found = []
    for file in archive.parent.glob(f"{archive.name}.call-*"):
        number = re.fullmatch(r".*\.call-(\d{1,18})", file.name)
        if number is not None and not _goes_on(file):
            found.append(int(number[1]))
    return sorted(found, reverse=True)


def goes_on(archive: Path, call_id: int) -> bool:
    """Whether a program hears this call now."""
    return _goes_on(_mark(archive, call_id))


def any_goes_on(archive: Path) -> bool:
    """Whether a call is kept into this archive now."""
    return any(_goes_on(file) for file in archive.parent.glob(f"{archive.name}.call-*"))


def forget(archive: Path, call_id: int) -> None:
    """The user knows of it."""
    with contextlib.suppress(OSError):
        _mark(archive, call_id).unlink(missing_ok=True)


def _mark(archive: Path, call_id: int) -> Path:
    return archive.with_name(f"{archive.name}.call-{call_id}")


def _locked(file: Path) -> IO[bytes]:
    """Make `file` and lock it; again, should somebody have tidied it away in between."""
    while True:
        handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        opened = os.fdopen(handle, "r+b")
        try:
            take_lock(opened)
            if os.path.samestat(os.fstat(opened.fileno()), file.stat()):
                return opened
        except FileNotFoundError:
            pass
        except OSError:
            opened.close()
            raise
        opened.close()


def _goes_on(file: Path) -> bool:
    try:
        with file.open("r+b") as opened:
            take_lock(opened)
    except FileNotFoundError:
        return False
    except OSError:  # locked, or not ours to open
        return True
    return False
