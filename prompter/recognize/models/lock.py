"""One installation at a time in a models folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from prompter.errors import ModelTrouble
from prompter.file_lock import take_lock

NAME = ".install.lock"


@contextlib.contextmanager
def installing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. The system frees it even when the program is killed.

    Raises ModelTrouble at once when another installation holds it.
    """
    with (folder / NAME).open("ab") as opened:
        try:
            take_lock(opened)
        except (BlockingIOError, PermissionError) as error:
            raise ModelTrouble(
                f"{folder}: another installation is at work here; wait for it to end, "
                "then run: prompter models list"
            ) from error
        yield
