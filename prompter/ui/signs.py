"""The few shapes that tell a state without color: in the status light, the meters, the tray."""

from __future__ import annotations

from enum import Enum, StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


class Look(StrEnum):
    """How a call stands, for a glance. The value is the word for it."""

    IDLE = "idle"
    LISTENING = "listening"
    PAUSED = "paused"
    TROUBLE = "trouble"


class Sign(Enum):
    """A filled dot, a ring, two bars, a triangle."""

    DOT = "dot"
    RING = "ring"
    BARS = "bars"
    TRIANGLE = "triangle"


SIGNS = {
    Look.IDLE: Sign.RING,
    Look.LISTENING: Sign.DOT,
    Look.PAUSED: Sign.BARS,
    Look.TROUBLE: Sign.TRIANGLE,
}


def draw_sign(painter: QPainter, sign: Sign, box: QRectF, color: QColor) -> None:
    """Draw the shape so that it fills the (square) box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if sign is Sign.DOT:
        painter.drawEllipse(box)
    elif sign is Sign.RING:
        width = max(1.5, box.width() / 7)
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    elif sign is Sign.BARS:
        third = box.width() / 3
        for left in (box.left(), box.right() - third):
            painter.drawRect(QRectF(left, box.top(), third, box.height()))
    else:
        corners = [
            QPointF(box.center().x(), box.top()),
            QPointF(box.right(), box.bottom()),
            QPointF(box.left(), box.bottom()),
        ]
        painter.drawPolygon(QPolygonF(corners))
    painter.restore()
