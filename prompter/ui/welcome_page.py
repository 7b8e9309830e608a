"""First screen of the first steps: what Prompter does, and what it keeps."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from prompter.ui.plain_page import panel, text_line

TITLE = "One short thing to ask next"
DOES = (
    "In a call with an employer, Prompter listens along. When it hears a “no”, a “we'll keep you "
    "on file” or an open door, it shows one question that you can ask right then."
)
POINTS = (
    (
        "It all stays on this computer",
        "Speech is turned into text here. Nothing is sent anywhere, and no account is needed.",
    ),
    (
        "The sound is never kept",
        "What else a call may leave behind, you choose in a moment: a transcript, notes, or "
        "nothing. You can delete every call for good.",
    ),
    (
        "You stay in charge",
        "The window never takes your keyboard. Pause or end it at any time; it only listens in "
        "a call that you start, unless you ask for more.",
    ),
)


class WelcomePage(QWidget):
    """Words only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(text_line("title", TITLE, self))
        column.addWidget(text_line("body", DOES, self))
        column.addSpacing(6)
        for head, words in POINTS:
            frame, inside = panel(self)
            inside.addWidget(text_line("heading", head, frame))
            inside.addWidget(text_line("help", words, frame))
            column.addWidget(frame)
        column.addStretch(1)
