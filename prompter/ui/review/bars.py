# ruff: noqa: N802  (Qt names the events that are overridden here)
"""Figures as bars with their names and numbers, drawn plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from prompter.ui.fitted_label import sized
from prompter.ui.theme import Theme

ROW_PX, HEAD_PX, BAR_PX = 30, 38, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """value: how long the bar is; note: what is written behind it."""

    name: str
    value: float
    note: str


class Bars(QWidget):
    """One chart. Its words are also its accessible description."""

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.theme = title, theme
        self._bars: Sequence[Bar] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_bars(())

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Other figures."""
        self._bars = bars
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.note}" for bar in bars))
        self.setFixedHeight(HEAD_PX + ROW_PX * max(1, len(bars)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, HEAD_PX + ROW_PX * max(1, len(self._bars)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, then a row for each bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heading = sized(self.font(), 12)
        heading.setBold(True)
        painter.setFont(heading)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(QRectF(0, 0, self.width(), HEAD_PX - 8), Qt.AlignmentFlag.AlignVCenter,
                         self.title)  # fmt: skip
        font = sized(self.font(), 10)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        if not self._bars:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(QRectF(0, HEAD_PX, self.width(), ROW_PX), "Nothing yet")
        most = max((bar.value for bar in self._bars), default=0.0) or 1.0
        names = min(
            self.width() * 0.42,
            max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0.0) + 14,
        )
        notes = max((metrics.horizontalAdvance(bar.note) for bar in self._bars), default=0.0) + 14
        room = max(20.0, self.width() - names - notes)
        for number, bar in enumerate(self._bars):
            top = HEAD_PX + number * ROW_PX
            painter.setPen(QColor(self.theme.text))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names - 10)
            painter.drawText(QRectF(0, top, names, ROW_PX), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.accent))
            width = max(2.0, room * bar.value / most) if bar.value else 0.0
            painter.drawRoundedRect(QRectF(names, top + (ROW_PX - BAR_PX) / 2, width, BAR_PX), 4, 4)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(QRectF(names + width + 8, top, notes, ROW_PX),
                             Qt.AlignmentFlag.AlignVCenter, bar.note)  # fmt: skip
        painter.end()
