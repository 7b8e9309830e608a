"""Stage 5, record: the archives that this program has open, whose files nothing else may touch.

In:      each connection, when it is opened and closed.
Out:     the salt of a file that is open, without a look at the file.
Thread:  any.
Errors:  none.
Source:  https://www.sqlite.org/howtocorrupt.html, section 2.2: POSIX takes all of a program's locks
         on a file away as soon as it closes any handle of it. Another program may then fold the
         log of a call that goes on into the file and remove it, and what is said next is lost.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

from prompter.record import files

Identity = tuple[int, int]
Opened = tuple[Identity | None, bytes | None]


class OpenFiles:
    """What one process has open. A file can't get another's identity as long as it is open."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        """Held while a file is looked at, and while a connection to one is opened."""
        self._open: Counter[Opened] = Counter()

    def add(self, path: Path, salt: bytes | None) -> Opened:
        """A connection to `path` is about to be opened; salt: None for a plain file."""
        opened = files.identity(path), salt
        with self.lock:
            self._open[opened] += 1
        return opened

    def remove(self, opened: Opened) -> None:
        """It is closed."""
        with self.lock:
            self._open[opened] -= 1
            self._open += Counter()  # without those that are no more open

    def salts(self, path: Path) -> list[bytes | None]:
        """With which salt this file is open here; empty when it isn't open."""
        identity = files.identity(path)
        with self.lock:
            return [salt for opened, salt in self._open if identity and opened == identity]


OPEN_FILES = OpenFiles()
"""Of this process."""
