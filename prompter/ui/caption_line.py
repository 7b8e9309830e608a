# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The live caption at the foot of the overlay: what is being said, cue words standing out."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from prompter.messages import Channel, CueHit, Hypothesis
from prompter.ui.cue_words import CaptionWord, caption_words
from prompter.ui.fitted_label import line_step_px, sized
from prompter.ui.theme import Theme

SIZE_PT = 12
LINES = 2
"""Two lines of about 45 to 65 letters hold the last 90; older lines roll up out of sight."""

PLACEHOLDER = "Their words appear here."
ME_LEAD = "You: "
DOUBTFUL_LEAD = "Not sure who: "

TURN_S = 3.0
"""ME is shown while THEM has an unfinished utterance only after THEM was silent so long."""


class CaptionLine(QLabel):
    """Shows the current utterance; its last two lines when it is long.

    Whole lines roll up, as on television, so that words stay where the eye found them.
    The user's own words are muted and begin with "You:"; where one microphone hears both and the
    voice is not sure, that is said.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("caption")
        self.setAccessibleName("Live caption")
        self._theme = theme
        self._hypothesis: Hypothesis | None = None
        self._hits: dict[str, CueHit] = {}
        self._words: tuple[CaptionWord, ...] = ()
        self._lead = ""
        font = sized(self.font(), SIZE_PT)
        self._step_px = line_step_px(font)
        self.setText(PLACEHOLDER)
        self.setFixedHeight(ceil((LINES - 1) * self._step_px + QFontMetricsF(font).height()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> tuple[CaptionWord, ...]:
        """All words of the utterance on show, also those that have rolled away."""
        return self._words

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self._theme = theme
        self.update()

    def show_hypothesis(self, hypothesis: Hypothesis) -> None:
        """Show what is being said, unless the employer is in the middle of a sentence."""
        before = self._hypothesis
        if before is not None and _must_wait(hypothesis, before):
            return
        if before is None or _place(before) != _place(hypothesis):
            self._hits = {
                cue: hit for cue, hit in self._hits.items() if _place(hit) == _place(hypothesis)
            }
        self._hypothesis = hypothesis
        self._show_words()

    def show_cue(self, hit: CueHit) -> None:
        """Mark the words of this hit, now or when its hypothesis comes."""
        self._hits[hit.cue] = hit
        self._show_words()

    def withdraw_cue(self, cue: str) -> None:
        """Take back the mark of this cue's words."""
        if self._hits.pop(cue, None) is not None:
            self._show_words()

    def _show_words(self) -> None:
        if self._hypothesis is None:
            return
        self._words = caption_words(self._hypothesis, self._hits.values())
        self._lead = ME_LEAD if self._hypothesis.channel is Channel.ME else ""
        if self._hypothesis.doubtful:
            self._lead = DOUBTFUL_LEAD
        self.setText(self._lead + " ".join(word.text for word in self._words))
        self.update()  # a cue changes the look of the same text

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the last lines of the utterance."""
        layout = QTextLayout(self.text(), sized(self.font(), SIZE_PT))
        layout.setFormats(_cue_formats(self._words, len(self._lead), QColor(self._theme.cue)))
        _break_lines(layout, self.width())
        painter = QPainter(self)
        heard = self._hypothesis
        is_theirs = heard is not None and heard.channel is Channel.THEM
        painter.setPen(QColor(self._theme.text if is_theirs else self._theme.muted))
        first = max(0, layout.lineCount() - LINES)
        for number in range(first, layout.lineCount()):
            line = layout.lineAt(number)
            line.setPosition(QPointF(0, (number - first) * self._step_px))
            line.draw(painter, QPointF(0, 0))
        painter.end()


def _break_lines(layout: QTextLayout, width_px: int) -> None:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
    layout.endLayout()


def _cue_formats(
    words: tuple[CaptionWord, ...], start: int, color: QColor
) -> list[QTextLayout.FormatRange]:
    """One range a run of cue words, its inner spaces included: bold, underlined and colored.

    start: where in the text the first word begins.
    """
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight.Bold)
    style.setFontUnderline(True)
    style.setForeground(color)
    ranges: list[QTextLayout.FormatRange] = []
    run: QTextLayout.FormatRange | None = None
    for word in words:
        length = len(word.text.encode("utf-16-le")) // 2  # Qt counts in UTF-16 units
        if not word.is_cue:
            run = None
        elif run is None:
            run = QTextLayout.FormatRange()
            run.format, run.start, run.length = style, start, length
            ranges.append(run)
        else:
            run.length = start + length - run.start
        start += length + 1
    return ranges


def _must_wait(new: Hypothesis, shown: Hypothesis) -> bool:
    return (
        new.channel is Channel.ME
        and shown.channel is Channel.THEM
        and not shown.final
        and new.end_s - shown.end_s < TURN_S
    )


def _place(message: Hypothesis | CueHit) -> tuple[Channel, int]:
    return message.channel, message.utterance
