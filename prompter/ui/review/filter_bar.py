"""The line above the list of calls: what to look for, and which calls to leave out."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from prompter.record.calls import Outcome
from prompter.record.listing import CallQuery, SortBy
from prompter.ui.choice_box import ChoiceBox

TYPING_MS = 120
"""A search begins when the keys have rested so long: about half a quick typist's gap."""

_PERIODS = (("Any time", 0), ("Last 7 days", 7), ("Last 30 days", 30), ("Last 90 days", 90))


class FilterBar(QWidget):
    """Tells each new query."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sort, self._descending = SortBy.STARTED, True
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(TYPING_MS)
        self._rests.timeout.connect(self._tell)
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setPlaceholderText("Search all calls")
        self.search.setAccessibleName("Search all calls")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.search.textChanged.connect(lambda: self._rests.start())
        self.outcome = _choice("Outcome", self)
        self.outcome.addItem("Any outcome", None)
        for outcome in Outcome:
            self.outcome.addItem(outcome.words or "No outcome yet", outcome)
        self.tag = _choice("Tag", self)
        self.show_tags(())
        self.period = _choice("Period", self)
        for name, days in _PERIODS:
            self.period.addItem(name, days)
        for chosen in (self.outcome, self.tag, self.period):
            chosen.currentIndexChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.search, 1)
        for widget in (self.outcome, self.tag, self.period):
            row.addWidget(widget)

    @property
    def query(self) -> CallQuery:
        """What is chosen now."""
        days = self.period.currentData()
        outcome = self.outcome.currentData()
        return CallQuery(
            text=self.search.text(),
            outcome=None if self.outcome.currentIndex() == 0 else Outcome(outcome),
            tag=self.tag.currentData() or "",
            since=date.today() - timedelta(days=days) if days else None,
            sort=self._sort,
            descending=self._descending,
        )

    def sort(self, by: SortBy, *, descending: bool) -> None:
        """Another order."""
        self._sort, self._descending = by, descending
        self._tell()

    def clear(self) -> None:
        """All calls again."""
        for choice in (self.outcome, self.tag, self.period):
            choice.setCurrentIndex(0)
        self.search.clear()

    def show_tags(self, tags: tuple[str, ...]) -> None:
        """The tags that are in use; the chosen one stays chosen."""
        chosen = self.tag.currentData() or ""
        self.tag.blockSignals(True)
        self.tag.clear()
        self.tag.addItem("Any tag", "")
        for tag in tags:
            self.tag.addItem(tag, tag)
        self.tag.setCurrentIndex(max(0, self.tag.findData(chosen)))
        self.tag.setEnabled(bool(tags))
        self.tag.blockSignals(False)

    def _tell(self) -> None:
        self._rests.stop()
        self.changed.emit(self.query)


def _choice(name: str, parent: QWidget) -> ChoiceBox:
    made = ChoiceBox(parent)
    made.setMinimumContentsLength(10)  # the search needs the room more
    made.setAccessibleName(name)
    return made
