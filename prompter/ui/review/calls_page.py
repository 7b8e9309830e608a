"""The list of calls: search, filters, sorting; Enter or a double click opens one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from prompter.record.calls import CallSummary, ListedCall
from prompter.record.export.timeline import one_line
from prompter.ui.review.calls_model import SORTS, CallsModel, Column
from prompter.ui.review.filter_bar import FilterBar
from prompter.ui.review.piece_delegate import PieceDelegate
from prompter.ui.theme import Theme

NONE_KEPT = "No calls yet"
HOW_KEPT = "A call that you let Prompter keep is listed here, with what was said and asked."
NOTHING_FITS = "No call fits"
HOW_FITS = "Try fewer words, or another filter. Esc clears the search."
_WIDTHS_PX = {
    Column.STARTED: 168, Column.COMPANY: 200, Column.PERSON: 160, Column.LENGTH: 120,
    Column.NOES: 74, Column.ASKS: 74, Column.OUTCOME: 120,
}  # fmt: skip
_BEFORE_FOUND = (Column.PERSON, Column.LENGTH, Column.NOES, Column.ASKS, Column.NEXT_STEP)
"""What gives way to the places found."""


class CallsPage(QWidget):
    """Tells queries, wanted rows and opened calls; is shown what they gave."""

    query_changed = Signal(object)
    more_wanted = Signal(int)
    opened = Signal(int, object)
    """The call's number, and the segment to go to, or None."""
    figures_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = CallsModel(self.more_wanted.emit, self)
        self.filters = FilterBar(self)
        self.table = self._table()
        self.pieces = PieceDelegate(theme, self.table)
        self.table.setItemDelegateForColumn(Column.FOUND, self.pieces)
        self.title = _label("empty_title", "", self)
        self.hint = _label("empty_hint", "", self)
        self.count = _label("count", "", self)
        self.due = _label("due", "", self)
        self.due.hide()
        self.figures = QPushButton("All &figures", self)
        self.figures.setProperty("role", "second")
        self.figures.clicked.connect(self.figures_wanted)
        self.export = QPushButton("&Export", self)
        self.export.setProperty("role", "second")
        self.export.clicked.connect(self.export_wanted)
        self._lay_out()
        self.filters.changed.connect(self.query_changed)
        self.table.activated.connect(self._open)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.filters.search.setFocus)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.filters.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_table)
        self.filters.search.returnPressed.connect(self._to_table)

    def show_calls(self, calls: tuple[ListedCall, ...], total: int, *, searching: bool) -> None:
        """The first rows of another query."""
        for column in _BEFORE_FOUND:
            self.table.setColumnHidden(column, searching)
        self.table.setColumnHidden(Column.FOUND, not searching)
        self.model.show_first(calls, total)
        if calls:
            self.table.setCurrentIndex(self.model.index(0, 0))
        all_calls = self.filters.query == type(self.filters.query)(
            sort=self.filters.query.sort, descending=self.filters.query.descending
        )
        self.title.setText(NONE_KEPT if all_calls else NOTHING_FITS)
        self.hint.setText(HOW_KEPT if all_calls else HOW_FITS)
        self._body.setCurrentIndex(0 if calls else 1)
        self.count.setText("1 call" if total == 1 else f"{total:,} calls")
        self.figures.setEnabled(bool(calls) or not all_calls)
        self.export.setEnabled(bool(calls))

    def show_trouble(self, text: str) -> None:
        """The archive can't be read: why."""
        self.model.show_first((), 0)
        self.title.setText("The calls can't be read")
        self.hint.setText(text)
        self._body.setCurrentIndex(1)

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self.pieces.theme = theme
        header = self.table.horizontalHeader()
        palette = header.palette()  # which draws the arrow of the sorted column
        for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(role, QColor(theme.text))
        header.setPalette(palette)

    def show_due(self, due: tuple[CallSummary, ...]) -> None:
        """The calls whose next step is due."""
        self.due.setText(_due_words(due))
        self.due.setVisible(bool(due))

    def _open(self, index: QModelIndex) -> None:
        line = self.model.call(index.row())
        self.opened.emit(line.summary.id, line.place.segment_id if line.place else None)

    def _to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        by = SORTS.get(Column(section))
        if by is not None:
            self.filters.sort(by, descending=order is Qt.SortOrder.DescendingOrder)

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("calls")
        table.setAccessibleName("Past calls")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(38)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width_px in _WIDTHS_PX.items():
            table.setColumnWidth(column, width_px)
        table.setColumnHidden(Column.FOUND, True)
        header.setSortIndicator(Column.STARTED, Qt.SortOrder.DescendingOrder)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.sortIndicatorChanged.connect(self._sort)
        return table

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(_label("review_title", "Past calls", self), 1)
        head.addWidget(self.count)
        head.addSpacing(12)
        head.addWidget(self.figures)
        head.addWidget(self.export)
        empty = QWidget(self)
        column = QVBoxLayout(empty)
        column.addStretch(2)
        for label in (self.title, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)
        body = QWidget(self)
        self._body = QStackedLayout(body)
        self._body.addWidget(self.table)
        self._body.addWidget(empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.due)
        whole.addWidget(self.filters)
        whole.addWidget(body, 1)


def _label(name: str, text: str, parent: QWidget) -> QLabel:
    made = QLabel(text, parent)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(name in ("empty_hint", "due"))
    return made


def _due_words(due: tuple[CallSummary, ...]) -> str:
    if not due:
        return ""
    parts = [
        f"{one_line(call.details.next_step) or 'Next step'} "
        f"({one_line(call.details.company or call.name)})"
        for call in due[:3]
    ]
    more = f", and {len(due) - 3} more" if len(due) > 3 else ""
    return "Due: " + ", ".join(parts) + more
