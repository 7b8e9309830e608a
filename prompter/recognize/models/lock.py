"""One installation at a time in a models folder."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from prompter.errors import ModelTrouble

NAME = ".install.lock"


@contextlib.contextmanager
def installing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. The system frees it even when the program is killed.

    Raises ModelTrouble at once when another installation holds it.
    """
    with (folder / NAME).open("ab") as opened:
        try:
            _take(opened)
        except (BlockingIOError, PermissionError) as error:
            raise ModelTrouble(
                f"{folder}: another installation is at work here; wait for it to end, "
                "then run: prompter models list"
            ) from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(opened: IO[bytes]) -> None:
        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(opened: IO[bytes]) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
