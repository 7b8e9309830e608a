"""Second screen of the first steps: can Prompter hear both sides?"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.ui.live_parts import LiveParts, Verdict
from prompter.ui.plain_page import button, panel, text_line
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
    "The employer: make the call in an app on this computer (Zoom, Teams, a browser) and turn "
    "its sound on.",
    "You: unmute your microphone, and choose it in the settings if there are several.",
    "A phone beside the computer: turn its loudspeaker on, and choose that in the settings.",
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
        self.panel.show_idle()
        column.addWidget(self.start)
        column.addWidget(self.panel)
        frame, inside = panel(self)
        inside.addWidget(text_line("heading", "When I can't", frame))
        for line in TO_DO:
            inside.addWidget(text_line("help", line, frame))
        column.addWidget(frame)
        column.addWidget(text_line("help", LATER, self))
        column.addStretch(1)
        self.start.clicked.connect(self._begin)
        self._check.heard.connect(self.panel.show_heard)
        self._check.done.connect(self._show)
        if why_not := live.why_not:
            self.start.setEnabled(False)
            self.panel.show_failure(PrompterError(why_not))

    def stop(self) -> None:
        """End a check that still runs."""
        self._check.stop()
        if self.panel.runs:
            self.panel.show_idle()
            self.start.setEnabled(True)

    def _begin(self) -> None:
        self.start.setEnabled(False)
        self.panel.show_begin()
        self._check.start()

    def _show(self, found: object) -> None:
        self.start.setEnabled(True)
        self.start.setText("Check &again")
        if isinstance(found, PrompterError):
            self.panel.show_failure(found)
        else:
            verdict: Verdict = found  # type: ignore[assignment]  # signals carry objects
            self.panel.show_verdict(verdict)
        self.start.setFocus()
