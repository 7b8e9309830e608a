"""Draws a search's result in one line, the words that match standing out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from prompter.record.export.timeline import one_line
from prompter.ui.review.calls_model import PIECES
from prompter.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class PieceDelegate(QStyledItemDelegate):
    """For the column of what was found."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The snippet, clipped at the right; the part before the first match gives way."""
        pieces = index.data(PIECES)
        if not pieces:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text, formats = marked(pieces, QColor(self.theme.cue), selected=selected)
        layout = QTextLayout(text, option.font)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        room = QRectF(option.rect.adjusted(8, 0, -8, 0))
        painter.save()
        painter.setClipRect(room)
        painter.setPen(QColor(self.theme.on_button if selected else self.theme.text))
        first = next((made.start for made in formats), 0)
        x = layout.lineAt(0).cursorToX(first)[0]  # type: ignore[index]  # (x, position)
        back = min(0.0, room.width() * 0.6 - float(x))
        down = (room.height() - layout.boundingRect().height()) / 2
        layout.draw(painter, QPointF(room.left() + back, room.top() + down))
        painter.restore()


def marked(
    pieces: tuple[tuple[str, bool], ...], color: QColor, *, selected: bool
) -> tuple[str, list[QTextLayout.FormatRange]]:
    """The text in one line, and where the matches are in it, bold and in this color."""
    text = ""
    formats = []
    for piece, matches in pieces:
        plain = one_line(f"x{piece}x")[1:-1]
        if matches:
            made = QTextLayout.FormatRange()
            made.start, made.length = len(text.encode("utf-16-le")) // 2, utf16_len(plain)
            made.format = QTextCharFormat()
            made.format.setFontWeight(QFont.Weight.Bold)
            if not selected:
                made.format.setForeground(color)
            made.format.setFontUnderline(True)
            formats.append(made)
        text += plain
    return text, formats


def utf16_len(text: str) -> int:
    """How long Qt takes this text to be: an emoji counts two."""
    return len(text.encode("utf-16-le")) // 2
