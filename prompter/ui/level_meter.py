# ruff: noqa: N802  (Qt names the events that are overridden here)
"""One channel at a glance: whose voice, whether it is heard, and how loud it is now."""

from __future__ import annotations

from enum import StrEnum
from math import log10

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from prompter.ui.fitted_label import sized
from prompter.ui.signs import Sign, draw_sign
from prompter.ui.theme import Theme

SIZE_PT = 11
SEGMENTS = 10
SEGMENT_PX, GAP_PX, BAR_PX = 4, 2, 11
SIGN_PX = 10
SPACE_PX = 7

LEAST_DB = -50.0
"""The quietest sound that lights a segment; speech peaks at -30 to -6 dB of full scale."""
HEARD_PEAK = 0.005
SILENT_MS = 6_000
"""Longer than the pauses in which people think."""


class MeterState(StrEnum):
    """What stands beside the name; the value is the word."""

    OK = "ok"
    SILENT = "silent"
    TROUBLE = "trouble"
    PAUSED = "paused"


_SIGNS = {
    MeterState.OK: Sign.DOT,
    MeterState.SILENT: Sign.RING,
    MeterState.TROUBLE: Sign.TRIANGLE,
    MeterState.PAUSED: Sign.BARS,
}


class LevelMeter(QWidget):
    """A sign, the name, and a row of segments; a word in their place when all is not well."""

    def __init__(
        self,
        name: str,
        theme: Theme,
        parent: QWidget,
        *,
        segments: int = SEGMENTS,
        widest: str = "",
    ) -> None:
        """widest: the longest name in a column of meters, so that their segments line up."""
        super().__init__(parent)
        self._name, self._theme, self._segments = name, theme, segments
        self._lit = 0
        self._silent = self._trouble = self._paused = False
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(SILENT_MS)
        self.quiet.timeout.connect(self._fall_silent)
        self.setFont(sized(self.font(), SIZE_PT))
        self._name_px = QFontMetricsF(self.font()).horizontalAdvance(widest or name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._say()

    @property
    def state(self) -> MeterState:
        """The most important thing that can be said of the channel."""
        if self._paused:
            return MeterState.PAUSED
        if self._trouble:
            return MeterState.TROUBLE
        return MeterState.SILENT if self._silent else MeterState.OK

    @property
    def lit(self) -> int:
        """How many segments are lit."""
        return self._lit

    def show_peak(self, peak: float) -> None:
        """How loud it is now, 0 to 1."""
        if peak >= HEARD_PEAK:
            self._silent = False
            self.quiet.start()
        elif not self.quiet.isActive() and not self._silent:
            self.quiet.start()
        self._lit = lit_segments(peak, self._segments)
        self._say()

    def show_trouble(self, here: bool) -> None:
        """Whether something is wrong with this channel."""
        self._trouble = here
        self._say()

    def show_paused(self, here: bool) -> None:
        """Whether the user has paused the call."""
        self._paused = here
        self._lit = 0
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the sign, the name and the segments, or the longest word."""
        metrics = QFontMetricsF(self.font())
        word = max(metrics.horizontalAdvance(state) for state in MeterState)
        bar = self._segments * (SEGMENT_PX + GAP_PX)
        width = SIGN_PX + SPACE_PX + self._name_px + SPACE_PX + max(bar, word) + 2
        return QSize(round(width), round(metrics.height()) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it from left to right."""
        painter = QPainter(self)
        theme, state = self._theme, self.state
        colors = {MeterState.OK: theme.listening, MeterState.TROUBLE: theme.trouble}
        color = QColor(colors.get(state, theme.idle))
        middle = self.height() / 2
        box = QRectF(0, middle - SIGN_PX / 2, SIGN_PX, SIGN_PX)
        draw_sign(painter, _SIGNS[state], box, color)
        left = float(SIGN_PX + SPACE_PX)
        self._text(painter, left, self._name, theme.muted)
        left += self._name_px + SPACE_PX
        if state is MeterState.OK:
            self._bar(painter, left, middle)
        else:
            self._text(painter, left, state, theme.text)
        painter.end()

    def _bar(self, painter: QPainter, left: float, middle: float) -> None:
        for number in range(self._segments):
            lit = number < self._lit
            color = self._theme.listening if lit else self._theme.edge
            x = left + number * (SEGMENT_PX + GAP_PX)
            painter.fillRect(QRectF(x, middle - BAR_PX / 2, SEGMENT_PX, BAR_PX), QColor(color))

    def _text(self, painter: QPainter, left: float, text: str, color: str) -> None:
        painter.setPen(QColor(color))
        box = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _fall_silent(self) -> None:
        self._silent = True
        self._say()

    def _say(self) -> None:
        self.setAccessibleName(f"{self._name}: {self.state}")
        self.update()


def lit_segments(peak: float, segments: int) -> int:
    """How many segments a peak (0 to 1) lights: in steps of loudness as the ear hears it."""
    loud_db = 20 * log10(peak) if peak > 0 else LEAST_DB
    return round(segments * min(1.0, max(0.0, 1 - loud_db / LEAST_DB)))
