# ruff: noqa: N802  (Qt names the events that are overridden here)
"""A field for a text of any length: it grows with what is typed, and Tab leaves it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

PADDING_PX = 22
"""The stylesheet's padding and border, and the document's own margin, above and below."""


class TextField(QPlainTextEdit):
    """many_lines: Enter begins a new line; otherwise it goes to the next field.

    Undo and redo are left to the window, which knows all its fields.
    """

    left = Signal()
    """The keyboard has gone elsewhere."""

    def __init__(
        self, name: str, example: str, parent: QWidget, *, many_lines: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("text_field")
        self.setAccessibleName(name)
        self.setPlaceholderText(f"e.g. {example}" if example and not many_lines else example)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._many_lines = many_lines
        self._least, self._most = (4, 12) if many_lines else (1, 5)
        self.textChanged.connect(self.fit)
        self.fit()

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Replace what stands in it; the cursor goes to the end."""
        if text != self.text:
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and its like to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field of one line goes on to the next."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._many_lines:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: object) -> None:
        """What is pasted into a field of one line becomes one line."""
        text = source.text()  # type: ignore[attr-defined]
        self.insertPlainText(text if self._many_lines else " ".join(text.split()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field needs more lines."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """So does a larger font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Be as high as the text needs, within limits."""
        lines = min(max(self._least, ceil(self.document().size().height())), self._most)
        height = ceil(lines * self.fontMetrics().lineSpacing()) + PADDING_PX
        if height != self.height():
            self.setFixedHeight(height)
