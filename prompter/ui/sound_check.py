"""The pre-call check inside the start page: two level bars, then a verdict in one sentence."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.messages import Channel, Fault, Level
from prompter.ui.call_foot import NAMES
from prompter.ui.level_meter import LevelMeter
from prompter.ui.live_parts import LiveParts, Verdict
from prompter.ui.theme import Theme

SEGMENTS = 40
SAY_A_WORD = "Listening. Say a word or two. You may hear a soft chime."
WAIT_S = 12.0
"""A check that nobody stops has ended by then."""


class CheckStopped(PrompterError):
    """The user has gone on to something else."""


class SoundCheck(QObject):
    """Runs one check after the other, each on a thread of its own."""

    heard = Signal(object)
    done = Signal(object)
    """A Verdict, or a PrompterError."""

    def __init__(self, live: LiveParts, parent: QObject) -> None:
        super().__init__(parent)
        self._live = live
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        self.stop()
        self._stop.clear()
        self._thread = threading.Thread(target=self._check, name="sound check", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the check that runs, if any, without a verdict."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(WAIT_S)

    def _check(self) -> None:
        try:
            result: object = self._live.run_check(self._tell)
        except CheckStopped:
            return
        except PrompterError as error:
            result = error
        if not self._stop.is_set():
            self.done.emit(result)

    def _tell(self, event: Level | Fault) -> None:
        if self._stop.is_set():
            raise CheckStopped("the check was stopped")
        self.heard.emit(event)


class CheckPanel(QFrame):
    """Shows the check as it goes on, and what it found."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sound_check")
        self.meters = {
            channel: LevelMeter(
                name, theme, self, segments=SEGMENTS, widest=max(NAMES.values(), key=len)
            )
            for channel, name in NAMES.items()
        }
        self.verdict = QLabel(self)
        self.verdict.setObjectName("verdict")
        self.advice = QLabel(self)
        self.advice.setObjectName("advice")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        for meter in self.meters.values():
            column.addWidget(meter)
        for label in (self.verdict, self.advice):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        self.hide()

    def show_idle(self) -> None:
        """Before the first check."""
        self._show("Not checked yet.", "")
        for meter in self.meters.values():
            meter.hide()
        self.show()

    def show_begin(self) -> None:
        """Say what the user is to do."""
        self._show(SAY_A_WORD, "")
        for meter in self.meters.values():
            meter.show_trouble(False)
            meter.show_peak(0.0)
            meter.show()
        self.show()

    @property
    def runs(self) -> bool:
        """Whether a check goes on."""
        return self.verdict.text() == SAY_A_WORD

    def show_heard(self, event: Level | Fault) -> None:
        """Move a bar, or mark it."""
        if isinstance(event, Level):
            self.meters[event.channel].show_peak(event.peak)
        elif event.channel is not None:
            self.meters[event.channel].show_trouble(not event.over)

    def show_verdict(self, found: Verdict) -> None:
        """One sentence, and what to do."""
        advice = "\n".join(found.advice)
        self.meters[Channel.ME].setVisible(found.hears_me is not None)
        self._show(verdict_sentence(found), advice)

    def show_failure(self, error: PrompterError) -> None:
        """The check could not be made."""
        self._show("The sound can't be checked.", str(error))

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        for meter in self.meters.values():
            meter.set_theme(theme)

    def _show(self, verdict: str, advice: str) -> None:
        self.verdict.setText(verdict)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))


def verdict_sentence(found: Verdict) -> str:
    """What the check found, in one sentence."""
    me = f"you (“{found.word}”)" if found.word else "you"
    if found.hears_them:
        if found.hears_me is None:
            return "I can hear the employer."
        if found.hears_me:
            return f"I can hear the employer and {me}."
        return "I can hear the employer, but not you."
    if found.hears_me:
        return f"I can hear {me}, but not the employer."
    return "I can't hear the employer." if found.hears_me is None else "I can hear neither of you."
