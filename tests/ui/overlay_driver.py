"""Runs a real window in a process of its own; a test feeds it messages through stdin.

Each line of stdin is a pickled message in base64, or `look FILE`: then the window is saved as
a picture and what it says is printed as one line of JSON. The last line is the exit code.
"""

from __future__ import annotations

import argparse
import base64
import dataclasses
import json
import logging
import pickle
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from prompter.cli.live_parts import LiveParts
from prompter.cli.user_settings import user_settings
from prompter.control.controlled_call import ControlledCall
from prompter.errors import PrompterError
from prompter.messages import CallEvent, CallState, StateChanged, UserAct
from prompter.running_call import Take
from prompter.ui.app import run_overlay, run_start_page
from prompter.ui.overlay import OverlayWindow
from prompter.ui.start_page import StartPage
from tests.ui.on_screen import middle, place
from tests.ui.scripted_live import ScriptedLive

SETTLE_MS = 60
"""More than the bridge may hold a message back."""


def say(**facts: object) -> None:
    """Tell the test."""
    print(json.dumps(facts), flush=True)


class ScriptedCall:
    """A call session that says what the test tells it to, on its own thread."""

    def __init__(self, listener: Callable[[CallEvent], None], script: Script) -> None:
        self._listener, self._script = listener, script
        self._started_s = 0.0

    @property
    def clock_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started_s

    def start(self) -> None:
        """Begin to pass the script's messages on."""
        self._started_s = time.monotonic()
        self._script.listener = self._listener
        self._listener(StateChanged(CallState.LISTENING, 0.0))
        say(call="started")

    def pause(self) -> None:
        """Tell the test, and the windows that it is so."""
        say(call="paused")
        self._listener(StateChanged(CallState.PAUSED, self.clock_s))

    def resume(self) -> None:
        """The same for going on."""
        say(call="resumed")
        self._listener(StateChanged(CallState.LISTENING, self.clock_s))

    def act(self, act: UserAct) -> None:
        """Tell the test what the user did."""
        say(act=act.value)

    def stop(self) -> None:
        """Stop passing them on."""
        with self._script.lock:
            self._script.listener = None
        say(call="stopped")


class Script(QObject):
    """Reads stdin on a thread of its own and answers looks on the GUI thread."""

    look_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.listener: Callable[[CallEvent], None] | None = None
        self.look_wanted.connect(lambda file: QTimer.singleShot(SETTLE_MS, lambda: look(file)))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            if line.startswith("look "):
                self.look_wanted.emit(line.removeprefix("look ").rstrip("\n"))
                continue
            message = pickle.loads(base64.b64decode(line))
            with self.lock:
                if self.listener is not None:
                    self.listener(message)


def look(file: str) -> None:
    """Print what the windows say, and save a picture of the topmost."""
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    facts: dict[str, object] = {}
    for window in windows:
        if isinstance(window, OverlayWindow):
            facts |= overlay_facts(window)
            window.grab().save(file)
        elif isinstance(window, StartPage):
            facts |= page_facts(window)
            if len(windows) == 1:
                window.grab().save(file)
    say(**facts)


def overlay_facts(overlay: OverlayWindow) -> dict[str, object]:
    """The texts of the overlay, and where it is."""
    shown = overlay.card.card
    return {
        **place(overlay),
        "goal": overlay.card.goal.text() if shown else "",
        "say": overlay.card.say.text() if shown else overlay.card.quiet.text(),
        "why": overlay.card.why.text() if shown else "",
        "size_pt": overlay.card.say.fit.size_pt,
        "elided": shown is not None and overlay.card.say.fit.elided,
        "caption": overlay.caption.text(),
        "status": overlay.status.status.text(),
        "elapsed": overlay.status.elapsed.text(),
        "noes": overlay.status.noes.text() if overlay.status.noes.isVisible() else "",
        "trouble": overlay.faults.text(),
        "meters": {
            channel.value: [meter.state.value, meter.lit]
            for channel, meter in overlay.foot.meters.items()
            if meter.isVisible()
        },
        "question": overlay.question.text.text() if overlay.question.isVisible() else "",
        "buttons": {
            button.objectName(): [button.text(), *middle(button)]
            for button in overlay.findChildren(QAbstractButton)
            if button.isVisible()
        },
        "focus": focused_part(),
        "nudge": overlay.nudge.text() if overlay.nudge.isVisible() else "",
        "note": overlay.acts.note.text() if overlay.acts.note.isVisible() else "",
        "script": overlay.card.script.text() if shown and overlay.card.script.isVisible() else "",
        "timer": overlay.card.timer.text if overlay.card.timer.isVisible() else "",
        "cut": overlay.card.script.fit.elided or overlay.card.say.fit.elided,
    }


def focused_part() -> str:
    """The name of what has the keyboard; empty when nothing here has it."""
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def page_facts(page: StartPage) -> dict[str, object]:
    """The texts of the start page."""
    return {
        "page_id": int(page.winId()),
        "call_button": page.call.text(),
        "button": page.play.text(),
        "apps": [page.parts.app.itemText(row) for row in range(page.parts.app.count())],
        "app": page.parts.app.currentText(),
        "auto_start": page.parts.auto_start.isChecked(),
        "verdict": page.parts.sound_check.verdict.text(),
        "advice": page.parts.sound_check.advice.text(),
        "note": page.note.text(),
        "machine": [page.machine.item(row).text() for row in range(page.machine.count())],
        "focus": focused_part(),
        "cut": [label.text() for label in page.findChildren(QLabel) if is_cut(label)],
    }


def is_cut(label: QLabel) -> bool:
    """Whether the label is too small for its text."""
    return label.height() < label.heightForWidth(label.width())


def main() -> None:
    """Run the window that the arguments name."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("window", choices=("overlay", "start_page"))
    wanted.add_argument("--theme", default="dark")
    wanted.add_argument("--close-when-ended", action="store_true")
    wanted.add_argument("--live", action="store_true", help="the overlay's call is a live one")
    wanted.add_argument("--real", action="store_true", help="live calls hear this computer")
    wanted.add_argument("--why-not", default="", help="no live call can be heard, with this text")
    wanted.add_argument("--home", type=Path, help="first steps; settings and sheets lie there")
    wanted.add_argument("--refuse", default="", help="the call can't be made, with this text")
    options = wanted.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    script = Script()
    settings = dataclasses.replace(user_settings(), theme=options.theme)

    def make_call(listener: Take) -> ControlledCall:
        if options.refuse:
            raise PrompterError(options.refuse)
        return ControlledCall(
            lambda hear: ScriptedCall(hear, script),
            listener,
            source="the script",
            live=options.live,
            hotkeys=settings.hotkeys,
        )

    try:
        if options.window == "overlay":
            code = run_overlay(
                make_call,
                settings=settings,
                live=options.live,
                close_when_ended=options.close_when_ended,
            )
        else:
            lines = ["Speech model: vosk-small-en-us is installed", "Microphone: none found"]
            live = ScriptedLive(make_call, options.why_not)
            live.move_to(options.home)
            code = run_start_page(
                make_call,
                settings=settings,
                live=LiveParts(user_settings()) if options.real else live,
                doctor_lines=lambda: lines,
                first_run=options.home is not None,
            )
    except PrompterError as error:
        say(error=str(error))
        code = 1
    say(exit=code)


if __name__ == "__main__":
    main()
