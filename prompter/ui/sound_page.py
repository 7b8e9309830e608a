"""Second screen of the first steps: can Prompter hear both sides?"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.ui.live_parts import LiveParts, Verdict
from prompter.ui.plain_page import button, text_line
from prompter.ui.sound_check import CheckPanel, SoundCheck
from prompter.ui.theme import Theme

TITLE = "Can I hear both sides?"
HOW = (
    "The employer is heard through what this computer plays, you through your microphone. "
    "The check takes ten seconds: press the button, then say a word or two."
)
LATER = (
    "You can go on without it: the sample call needs no microphone, and the same check waits on "
    "the start page."
)
TO_DO = (
    "What to do: make the call in an app on this computer (Zoom, Teams, a browser), turn its "
    "sound on, and unmute your microphone. For a call on a phone beside the computer, turn its "
    "loudspeaker on and choose that in the settings."
)


class SoundPage(QWidget):
    """The same check as on the start page, with more words around it."""

    def __init__(self, live: LiveParts, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self._check = SoundCheck(live, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(text_line("title", TITLE, self))
        column.addWidget(text_line("body", HOW, self))
        self.start = button("check", "second", "Check my &sound", self)
        self.panel = CheckPanel(theme, self)
        self.advice = text_line("body", TO_DO, self)
        self.advice.hide()
        column.addWidget(self.start)
        column.addWidget(self.panel)
        column.addWidget(self.advice)
        column.addWidget(text_line("help", LATER, self))
        column.addStretch(1)
        self.start.clicked.connect(self._begin)
        self._check.heard.connect(self.panel.show_heard)
        self._check.done.connect(self._show)
        if why_not := live.why_not:
            self.start.setEnabled(False)
            self.panel.show_failure(PrompterError(why_not))
            self.panel.show()

    def stop(self) -> None:
        """End a check that still runs."""
        self._check.stop()
        if self.panel.isVisible() and not self.start.isEnabled() and self.panel.runs:
            self.panel.hide()
            self.start.setEnabled(True)

    def _begin(self) -> None:
        self.start.setEnabled(False)
        self.advice.hide()
        self.panel.show_begin()
        self._check.start()

    def _show(self, found: object) -> None:
        self.start.setEnabled(True)
        self.start.setText("Check &again")
        if isinstance(found, PrompterError):
            self.panel.show_failure(found)
            self.advice.show()
        else:
            verdict: Verdict = found  # type: ignore[assignment]  # signals carry objects
            self.panel.show_verdict(verdict)
            self.advice.setVisible(not verdict.hears_them or verdict.hears_me is False)
        self.start.setFocus()
