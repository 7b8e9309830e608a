# ruff: noqa: N802  (Qt names the events that are overridden here)
"""A check box whose tick is seen in both themes; stylesheets alone can draw none."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

_TICK = ((0.2, 0.52), (0.43, 0.75), (0.82, 0.27))
"""Its corners, in parts of the box."""


class TickBox(QCheckBox):
    """The stylesheet draws the box, this the tick."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and words, then the tick where there is one."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        where = QStyle.SubElement.SE_CheckBoxIndicator
        box = self.style().subElementRect(where, option, self)
        corners = [
            QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _TICK
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 2.4))
        painter.drawPolyline(QPolygonF(corners))
        painter.end()
