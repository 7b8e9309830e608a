"""A lock on an open file, which the system frees when the program ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def take_lock(opened: IO[bytes]) -> None:
        """Raises BlockingIOError or PermissionError at once when another program holds it."""
        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def take_lock(opened: IO[bytes]) -> None:
        """Raises BlockingIOError or PermissionError at once when another program holds it."""
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
