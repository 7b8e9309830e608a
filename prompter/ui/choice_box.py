# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""A drop-down list that looks the same on every desktop, and leaves the wheel to the page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """Stylesheets can draw no arrow, so this does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The stylesheet's frame, and the arrow that says that it opens."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 2))
        right, middle = self.width() - 15, self.height() / 2
        arrow = [(right - 5, middle - 2.5), (right, middle + 2.5), (right + 5, middle - 2.5)]
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in arrow]))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page over a closed list must not change what is chosen."""
        event.ignore()
