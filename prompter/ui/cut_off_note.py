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
        self._live, self._told = live, live.news
        self.text = QLabel(self)
        self.text.setObjectName("cut_off_text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.resume = QPushButton(RESUME, self)
        self.resume.setObjectName("resume")
        self.resume.setProperty("role", "second")
        self.resume.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.text)
        column.addWidget(self.resume)
        self._show(in_call=False)

    def look_again(self, *, in_call: bool = False) -> None:
        """There may be news by now. in_call: another call goes on, so this one can't."""
        if self._live.news != self._told:
            self._told = self._live.news
            self._show(in_call=in_call)

    def _show(self, *, in_call: bool) -> None:
        news = self._told
        self.text.setText(news.text if news is not None else "")
        can_resume = news is not None and news.can_resume and not self._live.why_not
        self.resume.setVisible(can_resume and not in_call)
        self.setVisible(news is not None)
