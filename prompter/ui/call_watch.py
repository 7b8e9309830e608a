"""Looks every second whether a call has begun, on a thread of its own."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from prompter.ui.live_parts import LiveParts

LOOK_S = 1.0
OVER_AFTER_LOOKS = 4
"""A call is over only after so many looks without it: muting may stop the recording a moment."""


class CallWatch(QObject):
    """`began` tells each call once, when it begins; nothing is looked at while it is off."""

    began = Signal(str)

    def __init__(self, live: LiveParts, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._on = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, name="call watch", daemon=True)
        self._thread.start()
        self.switch(live.auto_start)

    def switch(self, on: bool) -> None:
        """Look, or don't."""
        (self._on.set if on else self._on.clear)()

    def stop(self) -> None:
        """Look no more; nothing may be told to a window that is gone."""
        self._end.set()
        self._on.set()
        self._thread.join()

    def _look(self) -> None:
        looks_without = OVER_AFTER_LOOKS
        while not self._end.is_set():
            if not self._on.is_set():
                looks_without = OVER_AFTER_LOOKS
                self._on.wait()
                continue
            app = self._live.call_going_on()
            if app is None:
                looks_without += 1
            else:
                if looks_without >= OVER_AFTER_LOOKS and not self._end.is_set():
                    self.began.emit(app)
                looks_without = 0
            self._end.wait(LOOK_S)
