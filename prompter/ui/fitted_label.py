# ruff: noqa: N802  (Qt names the events that are overridden here)
"""Text that is never clipped: it wraps, shrinks in steps, and at the smallest size is elided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QWidget

LINE_EM = 1.27
"""From line to line, in multiples of the letter size. Fonts' own spacing goes from 1.16 em
(DejaVu Sans) to 1.36 em (Noto Sans); with one value the windows look the same in all of them."""
LINE_END = "\u2028"
"""Where Qt's layout begins a new line, whatever the width."""
PARAGRAPH_STEPS = 0.35
"""The distance between paragraphs, in lines."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text goes into a box. elided: its end didn't fit even at the smallest size.

    step_px: from line to line. height_px: of all lines, from the tallest letter of the first
    to the lowest of the last. tops_px: where each line begins; a paragraph keeps some distance.
    """

    size_pt: int
    lines: tuple[str, ...]
    step_px: float
    height_px: int
    elided: bool
    tops_px: tuple[float, ...] = ()


def fit_text(
    text: str, font: QFont, sizes_pt: Sequence[int], width_px: float, height_px: float
) -> Fit:
    """Wrap `text` at the first of `sizes_pt` (largest first) at which it fits the box.

    Its own line ends are kept. A word is broken only at the last size. At least one line is
    always kept.
    """
    words = LINE_END.join(" ".join(line.split()) for line in text.splitlines())
    for size_pt in sizes_pt:
        at_size = sized(font, size_pt)
        lines = wrap_lines(words, at_size, width_px)
        fit = _laid_out(lines, at_size)
        is_last = size_pt == sizes_pt[-1]
        if fit.height_px <= height_px and (is_last or not _breaks_a_word(lines)):
            return fit
    return _elided(lines, at_size, width_px, height_px)


def sized(font: QFont, size_pt: int) -> QFont:
    """The same font at another size in points."""
    made = QFont(font)
    made.setPointSize(size_pt)
    return made


def wrap_lines(words: str, font: QFont, width_px: float) -> tuple[str, ...]:
    """`words` in lines of at most `width_px`, broken between words where that is possible.

    Joined, the lines are `words` again: a line keeps the space at its end.
    """
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = words.encode("utf-16-le")  # Qt counts in UTF-16 units, two bytes each
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        start, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * start : 2 * end].decode("utf-16-le"))
    layout.endLayout()
    return tuple(lines)


def _breaks_a_word(lines: Sequence[str]) -> bool:
    return any(not line.endswith((" ", LINE_END)) for line in lines[:-1])


def line_step_px(font: QFont) -> float:
    """From one base line to the next, in logical pixels."""
    return QFontInfo(font).pixelSize() * LINE_EM


def _laid_out(lines: Sequence[str], font: QFont, *, elided: bool = False) -> Fit:
    step_px = line_step_px(font)
    tops_px, top_px = [], 0.0
    for line in lines:
        tops_px.append(top_px)
        top_px += step_px * (1 + PARAGRAPH_STEPS * line.endswith(LINE_END))
    height_px = ceil(tops_px[-1] + QFontMetricsF(font).height()) if lines else 0
    shown = tuple(line.rstrip() for line in lines)
    return Fit(font.pointSize(), shown, step_px, height_px, elided, tuple(tops_px))


def _elided(lines: Sequence[str], font: QFont, width_px: float, height_px: float) -> Fit:
    metrics = QFontMetricsF(font)
    tops_px = _laid_out(lines, font).tops_px
    kept = max(1, sum(top_px + metrics.height() <= height_px for top_px in tops_px))
    rest = "".join(lines[kept - 1 :]).replace(LINE_END, " ")
    end = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width_px)
    return _laid_out((*lines[: kept - 1], end), font, elided=True)


class FittedLabel(QLabel):
    """A label that paints its text as `fit_text` lays it out; an elided one has a tooltip."""

    def __init__(self, weight: QFont.Weight, sizes_pt: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        font = self.font()
        font.setWeight(weight)
        self._font = font
        self._sizes_pt = tuple(sizes_pt)
        self._fit = fit_text("", font, self._sizes_pt, 1, 1)

    @property
    def base_font(self) -> QFont:
        """The font that is sized to fit."""
        return self._font

    @property
    def fit(self) -> Fit:
        """How the text is laid out now."""
        return self._fit

    def fit_into(self, width_px: int, height_px: int, sizes_pt: Sequence[int] | None = None) -> int:
        """Lay the text out for a box; returns the height it really takes, in pixels.

        sizes_pt: other sizes than its own.
        """
        sizes_pt = sizes_pt or self._sizes_pt
        self._fit = fit_text(self.text(), self._font, sizes_pt, width_px, height_px)
        self.setToolTip(self.text() if self._fit.elided else "")
        self.update()
        return self._fit.height_px

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines of the fit."""
        painter = QPainter(self)
        font = sized(self._font, self._fit.size_pt)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        ascent = QFontMetricsF(font).ascent()
        for top_px, line in zip(self._fit.tops_px, self._fit.lines, strict=True):
            painter.drawText(QPointF(0, top_px + ascent), line)
        painter.end()
