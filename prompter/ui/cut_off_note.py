"""The note on the start page that a call ended with Prompter itself, and can go on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from prompter.ui.live_parts import LiveParts

RESUME = "&Go on with this call"


class CutOffNote(QFrame):
    """Hidden when no call was cut off."""

    def __init__(self, live: LiveParts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cut_off")
        news = live.news
        self.text = QLabel(news.text if news is not None else "", self)
        self.text.setObjectName("cut_off_text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.resume = QPushButton(RESUME, self)
        self.resume.setObjectName("resume")
        self.resume.setProperty("role", "second")
        self.resume.setAutoDefault(True)
        self.resume.setVisible(news is not None and news.can_resume and not live.why_not)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.text)
        column.addWidget(self.resume)
        self.setVisible(news is not None)
