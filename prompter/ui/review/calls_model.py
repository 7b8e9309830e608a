# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""The list of calls as a table that fetches its next rows when they are scrolled to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from prompter.record.calls import ListedCall
from prompter.record.export.timeline import NAMES, clock, duration, one_line
from prompter.record.listing import SortBy

Index = QModelIndex | QPersistentModelIndex
PAGE = 100
PIECES = int(Qt.ItemDataRole.UserRole)
"""The role of the pieces of a search's result: (text, whether it matches)."""


class Column(IntEnum):
    """The columns, from left to right."""

    STARTED = 0
    COMPANY = 1
    PERSON = 2
    LENGTH = 3
    NOES = 4
    ASKS = 5
    OUTCOME = 6
    NEXT_STEP = 7
    FOUND = 8


HEADS = ("Date", "Company", "Person", "Length", "Noes", "Asks", "Outcome", "Next step", "Found")
SORTS = dict(zip(Column, SortBy, strict=False))
_NUMBERS = (Column.LENGTH, Column.NOES, Column.ASKS)


class CallsModel(QAbstractTableModel):
    """`more` is called with the number of rows that are there when further ones are wanted."""

    def __init__(self, more: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._more = more
        self._calls: list[ListedCall] = []
        self._total = 0
        self._asked_at = -1

    @property
    def total(self) -> int:
        """How many calls fit the query, fetched or not."""
        return self._total

    def show_first(self, calls: tuple[ListedCall, ...], total: int) -> None:
        """Another query: these are its first rows."""
        self.beginResetModel()
        self._calls, self._total, self._asked_at = list(calls), total, -1
        self.endResetModel()

    def add(self, calls: tuple[ListedCall, ...]) -> None:
        """The next rows of the same query."""
        if not calls:
            self._total = len(self._calls)
            return
        first = len(self._calls)
        self.beginInsertRows(QModelIndex(), first, first + len(calls) - 1)
        self._calls.extend(calls)
        self.endInsertRows()

    def call(self, row: int) -> ListedCall:
        """The call in this row."""
        return self._calls[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._calls)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self._calls) < self._total

    def fetchMore(self, parent: Index) -> None:
        if not parent.isValid() and self._asked_at != len(self._calls):
            self._asked_at = len(self._calls)
            self._more(self._asked_at)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        call, column = self._calls[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(call, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return call.summary.name if column is Column.COMPANY else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[column]}: {_text(call, column) or 'none'}"
        if role == PIECES and column is Column.FOUND and call.place:
            return call.place.pieces
        return None


def _text(call: ListedCall, column: Column) -> str:
    summary = call.summary
    details = summary.details
    match column:
        case Column.STARTED:
            return f"{summary.started_at.astimezone():%Y-%m-%d %H:%M}"
        case Column.COMPANY:
            return one_line(details.company or summary.name)
        case Column.PERSON:
            return one_line(details.person)
        case Column.LENGTH:
            return duration(summary.length_s) + (" *" if summary.interrupted else "")
        case Column.NOES:
            return str(summary.noes)
        case Column.ASKS:
            return str(call.asks)
        case Column.OUTCOME:
            return details.outcome.words
        case Column.NEXT_STEP:
            return _next_step(details.next_step_on, details.next_step)
        case Column.FOUND:
            place = call.place
            if place is None:
                return ""
            where = ""
            if place.channel is not None and place.start_s is not None:
                where = f"{clock(place.start_s)} {NAMES[place.channel]}: "
            return where + one_line(place.snippet)


def _next_step(on: date | None, text: str) -> str:
    if on is None:
        return one_line(text)
    days = (on - date.today()).days
    soon = {0: "today", 1: "tomorrow"}
    when = "overdue" if days < 0 else soon.get(days, on.isoformat())
    return f"{when}: {one_line(text)}" if text else when
