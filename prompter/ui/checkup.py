"""Asks what works on this machine on a thread of its own, so that no window waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from prompter.errors import PrompterError

DoctorLines = Callable[[], list[str]]
"""What works on this machine, one plain line each. Raises PrompterError with one."""


class Checkup(QObject):
    """Calls a DoctorLines once; `done` gives its lines on the thread that made this object."""

    done = Signal(list)

    def __init__(self, doctor_lines: DoctorLines, parent: QObject) -> None:
        super().__init__(parent)
        self._doctor_lines = doctor_lines
        self._thread = threading.Thread(target=self._look, name="checkup")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wait(self) -> None:
        """Wait until it has looked; nothing may be told to a window that is gone."""
        self._thread.join()

    def _look(self) -> None:
        try:
            lines = self._doctor_lines()
        except PrompterError as error:
            lines = [str(error)]
        self.done.emit(lines)
