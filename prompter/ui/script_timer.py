# ruff: noqa: N802  (Qt names the events that are overridden here)
"""How much of a script's time is gone: in words, and as a thin line that fills."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from prompter.ui.fitted_label import sized
from prompter.ui.theme import Theme

SIZE_PT = 11
LINE_PX = 4
GAP_PX = 12
TICK_MS = 250
"""Often enough that no second is seen to be skipped."""


class ScriptTimer(QWidget):
    """Runs from `begin`; past the time it says so, without a sound or a flash."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._whole_s = theme, 0.0
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._say)
        self.setFont(sized(self.font(), SIZE_PT))
        self.text = ""
        self.hide()

    @property
    def height_px(self) -> int:
        """Room for its words."""
        return round(QFontMetricsF(self.font()).height()) + 2

    def begin(self, whole_s: float | None) -> None:
        """Count from now to this many seconds; None: there is nothing to count."""
        self._whole_s = whole_s or 0.0
        self.setVisible(whole_s is not None)
        if whole_s is None:
            self._tick.stop()
            return
        self._since.start()
        self._tick.start()
        self._say()

    def stop(self) -> None:
        """Stay as it is."""
        self._tick.stop()

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, then the line beside them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.text)
        metrics = QFontMetricsF(self.font())
        left = max(metrics.horizontalAdvance(text) for text in (self.text, "00:00 of 00:00"))
        line = QRectF(left + GAP_PX, (self.height() - LINE_PX) / 2, 0, LINE_PX)
        line.setRight(float(self.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        for part, color in ((1.0, self._theme.edge), (self._part(), self._theme.accent)):
            filled = QRectF(line)
            filled.setWidth(line.width() * part)
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(filled, LINE_PX / 2, LINE_PX / 2)
        painter.end()

    def _part(self) -> float:
        return min(1.0, self._since.elapsed() / 1000 / self._whole_s) if self._whole_s else 0.0

    def _say(self) -> None:
        gone_s, whole_s = self._since.elapsed() / 1000, self._whole_s
        self.text = f"{_clock(min(gone_s, whole_s))} of {_clock(whole_s)}"
        if gone_s >= whole_s:
            self.text += ", time to end"
            self._tick.stop()
        self.setAccessibleName(f"Message time: {self.text}")
        self.update()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
