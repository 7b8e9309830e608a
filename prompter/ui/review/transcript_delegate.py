# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""Draws a row of a call: time, speaker and words; in the lane at the right its notes."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from prompter.messages import Channel
from prompter.record.export.timeline import NAMES, Entry, What, clock
from prompter.ui.fitted_label import sized
from prompter.ui.review.call_rows import CallRow
from prompter.ui.review.piece_delegate import utf16_len
from prompter.ui.review.transcript_model import TranscriptModel
from prompter.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
TEXT_PT, SMALL_PT = 12, 10
TIME_PX, PAD_PX, GAP_PX = 64, 8, 18
LANE = 0.36
"""The part of the width that the notes have."""
EMPTY_LETTERS = 5
MOST_LENGTHS = 20_000
_LENGTHS: dict[tuple[int, str], int] = {}


class TranscriptDelegate(QStyledItemDelegate):
    """Rows are as high as their words need; measured once for each width."""

    def __init__(self, theme: Theme, model: TranscriptModel, view: QWidget) -> None:
        super().__init__(view)
        self.theme = theme
        self._model, self._view = model, view
        self._text_font = sized(view.font(), TEXT_PT)
        self._small_font = sized(view.font(), SMALL_PT)
        self._text = QFontMetrics(self._text_font)
        self._small = QFontMetrics(self._small_font)
        self._heights: dict[tuple[int, int], int] = {}
        model.modelReset.connect(self._heights.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view."""
        width = self._view.width() - 16
        key = (index.row(), width)
        if key not in self._heights:
            self._heights[key] = self._height(self._model.rows[index.row()], width)
        return QSize(width, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A quiet ground under the row that has the keyboard."""
        row = self._model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(self.theme.field))
            painter.setPen(QPen(QColor(self.theme.focus), 1.5))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 8, 8)
        said, lane = self._columns(option.rect.width())
        if row.segment is not None:
            self._draw_said(painter, row, option.rect, said)
        self._draw_notes(painter, row.notes, option.rect, lane)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """One line, over the words alone."""
        made = QLineEdit(parent)
        made.setObjectName("correction")
        made.setAccessibleName("Correct these words")
        return made

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Where the words stand."""
        said, _lane = self._columns(option.rect.width())
        height = editor.sizeHint().height()
        top = option.rect.top() + PAD_PX + self._small.height()
        editor.setGeometry(QRect(option.rect.left() + TIME_PX, top, said + GAP_PX // 2, height))

    def _columns(self, width: int) -> tuple[int, int]:
        """The widths of what was said and of the lane."""
        lane = int(width * LANE)
        return max(80, width - TIME_PX - lane - GAP_PX - PAD_PX), lane

    def _height(self, row: CallRow, width: int) -> int:
        said, lane = self._columns(width)
        left = 0
        if row.segment is not None:
            left = self._small.height() + _high(self._text, row.segment.text, said)
        right = sum(self._note_height(note, lane) for note in row.notes)
        return max(left, right) + 2 * PAD_PX

    def _note_height(self, note: Entry, lane: int) -> int:
        return _high(self._small, _note_text(note), lane - 26) + 4

    def _draw_said(self, painter: QPainter, row: CallRow, rect: QRect, width: int) -> None:
        segment = row.segment
        assert segment is not None
        mine = segment.channel is Channel.ME
        top = rect.top() + PAD_PX
        painter.setFont(self._small_font)
        painter.setPen(QColor(self.theme.muted))
        at = QRect(rect.left() + PAD_PX, top, TIME_PX - PAD_PX, self._small.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft, clock(segment.start_s))
        name = NAMES[segment.channel]
        if segment.original_text is not None:
            name += "  (corrected)"
        painter.setPen(QColor(self.theme.accent if mine else self.theme.cue))
        left = rect.left() + TIME_PX
        painter.drawText(left, top + self._small.ascent(), name)
        self._draw(painter, segment.text, self._text_font, self.theme.text,
                   QRectF(left, top + self._small.height(), width, rect.height()))  # fmt: skip

    def _draw_notes(
        self, painter: QPainter, notes: tuple[Entry, ...], rect: QRect, lane: int
    ) -> None:
        left, top = rect.right() - lane, rect.top() + PAD_PX
        for note in notes:
            height = self._note_height(note, lane)
            color = note_color(note, self.theme)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(QRectF(left, top + 1, 4, height - 5), 2, 2)
            self._draw(painter, _note_text(note), self._small_font,
                       color if note.what is not What.CARD else self.theme.muted,
                       QRectF(left + 14, top, lane - 26, height))  # fmt: skip
            top += height

    def _draw(self, painter: QPainter, text: str, font: QFont, color: str, room: QRectF) -> None:
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setFormats(self._marks(text))
        layout.beginLayout()
        down = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, down))
            down += line.height()
        layout.endLayout()
        painter.setPen(QColor(color))
        layout.draw(painter, room.topLeft())

    def _marks(self, text: str) -> list[QTextLayout.FormatRange]:
        if not self._model.words:
            return []
        formats = []
        pattern = "|".join(re.escape(word) for word in self._model.words)
        for found in re.finditer(pattern, text, re.IGNORECASE):
            made = QTextLayout.FormatRange()
            made.start, made.length = utf16_len(text[: found.start()]), utf16_len(found[0])
            made.format = QTextCharFormat()
            made.format.setBackground(QColor(self.theme.strip))
            made.format.setForeground(QColor(self.theme.on_strip))
            formats.append(made)
        return formats


def note_color(note: Entry, theme: Theme) -> str:
    """The color of a kind of note, here and in the picture of the call."""
    return {
        What.CUE: theme.cue,
        What.CARD: theme.accent,
        What.ASK: theme.listening,
        What.MARK: theme.text,
        What.FAULT: theme.trouble,
    }.get(note.what, theme.muted)


def _note_text(note: Entry) -> str:
    return f"{clock(note.at_s)}  {note.who}: {note.text}"


def _high(metrics: QFontMetrics, text: str, width: int) -> int:
    """How high the text is when it is wrapped, at the most.

    Laying out every row of a call of three hours took seconds; one length a text, kept, is
    enough. Lines end with half a word's room on average; a little more is reckoned with.
    """
    filled = max(width / 2, width - EMPTY_LETTERS * metrics.averageCharWidth())
    lines = max(1, ceil(_long(metrics, text) / max(1, filled)))
    return lines * metrics.lineSpacing()


def _long(metrics: QFontMetrics, text: str) -> int:
    if len(_LENGTHS) > MOST_LENGTHS:
        _LENGTHS.clear()
    key = (metrics.height(), text)
    if key not in _LENGTHS:
        _LENGTHS[key] = metrics.horizontalAdvance(text)
    return _LENGTHS[key]
