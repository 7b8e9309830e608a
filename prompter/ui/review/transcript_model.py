# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""The rows of one call; a segment's words can be edited in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from prompter.record.export.timeline import NAMES, clock, one_line
from prompter.ui.review.call_rows import CallRow

Index = QModelIndex | QPersistentModelIndex


class TranscriptModel(QAbstractListModel):
    """Tells a correction; it is shown when the archive has taken it."""

    corrected = Signal(int, str)
    """The segment's id, and its new words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[CallRow] = []
        self.words: tuple[str, ...] = ()
        """What is searched for inside the call, folded."""

    def show_rows(self, rows: list[CallRow]) -> None:
        """Another call, or the same one changed."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def search(self, text: str) -> list[int]:
        """Mark these words; gives the rows that hold all of them."""
        self.words = tuple(one_line(text).casefold().split())
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
        if not self.words:
            return []
        return [n for n, row in enumerate(self.rows) if _holds(row, self.words)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        segment = row.segment
        if role == Qt.ItemDataRole.EditRole:
            return segment.text if segment else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = []
            if segment:
                parts.append(f"{clock(segment.start_s)} {NAMES[segment.channel]}: {segment.text}")
            parts += (f"{note.who}: {note.text}" for note in row.notes)
            return ". ".join(parts)
        if role == Qt.ItemDataRole.ToolTipRole and segment and segment.original_text is not None:
            who = NAMES[segment.original_channel or segment.channel]
            return f"Recognized as: {who}: {segment.original_text}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        segment = self.rows[index.row()].segment
        text = one_line(str(value))
        if role != Qt.ItemDataRole.EditRole or segment is None or not text:
            return False
        if text != segment.text:
            self.corrected.emit(segment.id, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.rows[index.row()].segment is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags


def _holds(row: CallRow, words: tuple[str, ...]) -> bool:
    texts = [row.segment.text] if row.segment else []
    whole = " ".join([*texts, *(note.text for note in row.notes)]).casefold()
    return all(word in whole for word in words)
