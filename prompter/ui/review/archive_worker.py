"""Reads and changes the archive on a thread of its own, so that no window waits for a disk.

In:      jobs: functions of an ArchiveReader, or of an Archive.
Out:     `answered`, on the GUI thread: the job's key and what it gave, or its PrompterError.
Thread:  `ask`, `change` and `stop` the GUI's; the jobs run on the worker's.
Errors:  a PrompterError is the answer; anything else is a bug and is raised in the GUI thread.
Source:  each job opens the file anew (about a millisecond): it may have been moved meanwhile.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from prompter.errors import PrompterError
from prompter.record import Archive, ArchiveReader
from prompter.record.reader import ArchiveMissing

Read = Callable[[ArchiveReader], object]
Change = Callable[[Archive], object]
_Job = tuple[str, int, Callable[[], object]]


class ArchiveWorker(QObject):
    """Of reads with one key the latest wins; changes are all made, in order."""

    answered = Signal(str, object)
    """key, answer; None where there is no archive yet."""

    _done = Signal(str, int, object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._latest: dict[str, int] = {}
        self._jobs: deque[_Job] = deque()
        self._may_go_on = threading.Condition()
        self._stopped = False
        self._done.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="past calls", daemon=True)
        self._thread.start()

    def ask(self, key: str, read: Read) -> None:
        """Read something; an earlier question of this key that still waits is forgotten."""

        def job() -> object:
            try:
                with ArchiveReader.open(self._path) as reader:
                    return read(reader)
            except ArchiveMissing:
                return None

        self._put(key, job, replaces=True)

    def change(self, key: str, change: Change) -> None:
        """Change something; never forgotten."""

        def job() -> object:
            with Archive.open(self._path, on_fault=lambda _fault: None) as archive:
                return change(archive)

        self._put(key, job, replaces=False)

    def stop(self) -> None:
        """Make the changes that wait, then end. Waits for the thread."""
        with self._may_go_on:
            self._stopped = True
            self._may_go_on.notify()
        self._thread.join()

    def _put(self, key: str, job: Callable[[], object], *, replaces: bool) -> None:
        with self._may_go_on:
            number = self._latest.get(key, 0) + 1
            self._latest[key] = number
            if replaces:
                self._jobs = deque(waiting for waiting in self._jobs if waiting[0] != key)
            self._jobs.append((key, number, job))
            self._may_go_on.notify()

    def _run(self) -> None:
        while True:
            with self._may_go_on:
                while not self._jobs and not self._stopped:
                    self._may_go_on.wait()
                if not self._jobs:
                    return
                key, number, job = self._jobs.popleft()
            answer: object
            try:
                answer = job()
            except PrompterError as error:
                answer = error
            if not self._stopped:  # nobody listens any more
                self._done.emit(key, number, answer)

    def _hand_over(self, key: str, number: int, answer: object) -> None:
        if number == self._latest[key]:
            self.answered.emit(key, answer)
