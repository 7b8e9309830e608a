"""The quiet strip under the card: the user talks on after a no, and should pause."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from prompter.messages import Nudge


class NudgeStrip(QLabel):
    """Hidden but when a nudge is on. Not amber: nothing is wrong."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("nudge")
        self.setAccessibleName("Hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_nudge(self, nudge: Nudge) -> None:
        """Show it, until it is over."""
        self.setText("" if nudge.over else nudge.text)
        self.setVisible(not nudge.over)
        self.changed.emit()

    def height_for(self, width_px: int) -> int:
        """What it takes of a column that is so wide; 0 when there is none."""
        return 0 if self.isHidden() else self.heightForWidth(width_px)
