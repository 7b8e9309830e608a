"""Tries pending changes out on a thread of its own, and shows what they would do."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from prompter.errors import PrompterError
from prompter.prompt.effect import Effect, effect_lines
from prompter.ui.playbook.workshop import Workshop

TRYING = "Trying it on your kept calls and the example lines: {} so far\N{HORIZONTAL ELLIPSIS}"
EVERY = 20
"""Lines between two signs of life."""


class Tryout(QObject):
    """One try-out at a time; a new one cancels the one that runs."""

    went_on = Signal(int)
    """How many lines are done."""
    ended = Signal(object)
    """Effect, or the PrompterError that came in its place; nothing after a cancel."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._cancel = threading.Event()
        self._done.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def runs(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and not self._cancel.is_set()

    def start(self, workshop: Workshop) -> None:
        """Try what is pending now."""
        self.cancel()
        cancel = self._cancel = threading.Event()

        def goes_on(done: int) -> bool:
            if done % EVERY == 0 and not cancel.is_set():
                self.went_on.emit(done)
            return not cancel.is_set()

        def run() -> None:
            found: object
            try:
                found = workshop.try_out(goes_on)
            except PrompterError as error:
                found = error
            if not cancel.is_set():
                self._done.emit(cancel, found)

        self._thread = threading.Thread(target=run, name="playbook try-out", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop, and wait until nothing reads the playbook any more (a line's time)."""
        self._cancel.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _hand_over(self, whose: object, found: object) -> None:
        if whose is self._cancel and not self._cancel.is_set():
            self.ended.emit(found)


class EffectView(QPlainTextEdit):
    """What a try-out found, as text that can be read with the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("effect")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("What the change would do")
        self.setMinimumHeight(110)

    def show_progress(self, done: int) -> None:
        self.setPlainText(TRYING.format(done))

    def show_found(self, found: object) -> None:
        """An Effect, or what went wrong."""
        lines = effect_lines(found) if isinstance(found, Effect) else [str(found)]
        self.setPlainText("\n".join(lines))
