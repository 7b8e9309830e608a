"""A question inside the overlay, where a dialog would take the keyboard from the call app."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


class QuestionPanel(QFrame):
    """A question with two answers: the harmless one, first and marked, and the other."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.text = QLabel(self)
        self.text.setObjectName("asked")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.stay = _answer("stay", self)
        self.end = _answer("end_now", self)
        self._on_stay: Callable[[], None] | None = None
        self._on_end: Callable[[], None] | None = None
        self.stay.clicked.connect(lambda: self._answered(self._on_stay))
        self.end.clicked.connect(lambda: self._answered(self._on_end))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.stay)
        row.addWidget(self.end)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.text)
        column.addLayout(row)
        self.hide()

    def ask(
        self,
        text: str,
        stay: str,
        end: str,
        on_stay: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        """Ask; the answer calls one of the two, after the question has gone."""
        self.text.setText(text)
        for button, words in ((self.stay, stay), (self.end, end)):
            button.setText(words)
            button.setAccessibleName(words)
        self._on_stay, self._on_end = on_stay, on_end
        self.show()
        self.changed.emit()

    def take_back(self) -> None:
        """The question no longer matters."""
        self._answered(None)

    def height_for(self, width_px: int) -> int:
        """What it takes of a column that is so wide; 0 when nothing is asked."""
        layout = self.layout()
        return 0 if self.isHidden() or layout is None else layout.totalHeightForWidth(width_px)

    def _answered(self, answer: Callable[[], None] | None) -> None:
        self.hide()
        self.changed.emit()
        if answer is not None:
            answer()


def _answer(name: str, parent: QWidget) -> QToolButton:
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
