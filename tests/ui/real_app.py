"""The real program, started as users do, with somebody before it who looks and clicks.

Says as lines of JSON when the start page is there, what it says when a call was begun, and when
it ends. The last argument is `begin` to begin a call, or `look`.
"""

from __future__ import annotations

import json
import sys
import threading
import time

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel

from prompter.__main__ import main
from prompter.ui.overlay import OverlayWindow
from prompter.ui.start_page import StartPage

BEGAN_S = time.monotonic()


class Somebody(QObject):
    """Looks at the windows now and then, on their thread."""

    looks = Signal()

    def __init__(self, acts: str) -> None:
        super().__init__()
        self._acts, self._seen = acts, ""
        self.looks.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def say(self, what: str, **facts: object) -> None:
        print(json.dumps({"what": what, "at_s": time.monotonic() - BEGAN_S, **facts}), flush=True)
        self._seen = what

    def _look(self) -> None:
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        page = next((each for each in windows if isinstance(each, StartPage)), None)
        overlay = next((each for each in windows if isinstance(each, OverlayWindow)), None)
        if not self._seen and page is not None:
            self.say("window", can_begin=page.call.isEnabled())
            if self._acts == "begin":
                page.call.click()
        elif self._seen == "window" and self._acts == "begin" and overlay is not None:
            said = [label.text() for label in overlay.findChildren(QLabel) if label.isVisible()]
            if any("is kept" in text for text in said):
                self.say("call", said=said)
                overlay.close()
        elif self._seen == "window" and self._acts == "look" and page is not None:
            note = page.parts.vault.text.text()
            if note:
                self.say("note", text=note)
                page.quit()
        elif self._seen == "call" and page is not None and overlay is None:
            page.quit()


def watch(acts: str) -> None:
    while (app := QApplication.instance()) is None:
        time.sleep(0.02)
    somebody = Somebody(acts)
    somebody.moveToThread(app.thread())
    while True:
        somebody.looks.emit()
        time.sleep(0.1)


if __name__ == "__main__":
    acts = sys.argv.pop()
    threading.Thread(target=watch, args=[acts], daemon=True).start()
    main()
