"""One call: its picture, the transcript with its notes, and the panels beside."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import facts, one_line, timeline
from prompter.record.figures import figures_of
from prompter.record.thanks import thank_you_note
from prompter.ui.review.call_picture import CallPicture
from prompter.ui.review.call_rows import CallRow, call_rows, row_at
from prompter.ui.review.details_form import DetailsForm, ThanksPanel
from prompter.ui.review.figures_view import CallFiguresView
from prompter.ui.review.transcript_delegate import TranscriptDelegate
from prompter.ui.review.transcript_model import TranscriptModel
from prompter.ui.theme import Theme


class CallPage(QWidget):
    """Shows what it is given; tells what the user wants of this call."""

    back = Signal()
    speaker_wanted = Signal(int)
    """The segment that the other side said."""
    restore_wanted = Signal(int)
    delete_wanted = Signal()
    export_wanted = Signal()
    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.call: StoredCall | None = None
        self._hits: list[int] = []
        self._figures_are_old = True
        self.title, self.about = QLabel(self), QLabel(self)
        for label, name in ((self.title, "review_title"), (self.about, "about")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.picture = CallPicture(theme, self)
        self.picture.wanted.connect(self.go_to)
        self.model = TranscriptModel(self)
        self.transcript = QListView(self)
        self.delegate = TranscriptDelegate(theme, self.model, self.transcript)
        self.below = QHBoxLayout()
        """What can be done with the line that is chosen."""
        self.search = QLineEdit(self)
        self.found = QLabel(self)
        self.form, self.thanks = DetailsForm(self), ThanksPanel(self)
        self.figures = CallFiguresView(theme, self)
        self.tabs = QTabWidget(self)
        for panel, name in (
            (self.form, "Afterwards"), (self.figures, "Figures"), (self.thanks, "Thank-you"),
        ):  # fmt: skip
            self.tabs.addTab(panel, name)
        self._set_up_transcript()
        self._lay_out()
        self._connect()

    def show_call(self, call: StoredCall, segment_id: int | None = None) -> None:
        """A call, from its start or at a segment; the same one again stays where it is."""
        again = self.call is not None and self.call.summary.id == call.summary.id
        row = self.transcript.currentIndex().row() if again else -1
        self.call = call
        self.title.setText(one_line(call.summary.name))
        self.about.setText("  ·  ".join(list(facts(call.summary))[:2]))
        entries = timeline(call)
        rows = call_rows(call, entries)
        self.model.show_rows(rows)
        self.picture.show_call(call, entries)
        self._figures_are_old = True
        self._show_figures()
        if not again:
            self.search.clear()
            self.form.show_details(call.summary.details)
            self.draft()
            row = _row_of(rows, segment_id)
        self._go_to_row(row)
        self.shown.emit()

    def go_to(self, at_s: float) -> None:
        """Show what goes on at this time."""
        self._go_to_row(row_at(self.model.rows, at_s))
        self.picture.show_place(at_s)

    def _show_figures(self) -> None:
        """Reckoned only when they are looked at: in a long call that takes a while."""
        if (
            self.call is not None
            and self._figures_are_old
            and self.tabs.currentWidget() is self.figures
        ):
            self._figures_are_old = False
            self.figures.show_figures(figures_of(self.call))

    def draft(self) -> None:
        """The thank-you note from what is known now."""
        if self.call is not None:
            self.thanks.show_draft(thank_you_note(self.call))

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self.picture.theme = self.delegate.theme = theme
        for chart in self.figures.charts:
            chart.theme = theme

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            index = self.model.index(row)
            self.transcript.setCurrentIndex(index)
            self.transcript.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _show_place(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picture.show_place(self.model.rows[index.row()].at_s)

    def _search(self, text: str) -> None:
        self._hits = self.model.search(text)
        if not text.strip():
            self.found.setText("")
        elif not self._hits:
            self.found.setText("not found")
        else:
            self._next_hit(0)

    def _next_hit(self, way: int) -> None:
        if not self._hits:
            return
        row = self.transcript.currentIndex().row()
        if way > 0:
            hit = next((hit for hit in self._hits if hit > row), self._hits[0])
        elif way < 0:
            hit = next((hit for hit in reversed(self._hits) if hit < row), self._hits[-1])
        else:
            hit = next((hit for hit in self._hits if hit >= row), self._hits[0])
        self._go_to_row(hit)
        self.found.setText(f"{self._hits.index(hit) + 1} of {len(self._hits)}")

    def _segment_id(self) -> int | None:
        index = self.transcript.currentIndex()
        segment = self.model.rows[index.row()].segment if index.isValid() else None
        return segment.id if segment else None

    def _tell_speaker(self) -> None:
        if (number := self._segment_id()) is not None:
            self.speaker_wanted.emit(number)

    def _tell_restore(self) -> None:
        if (number := self._segment_id()) is not None:
            self.restore_wanted.emit(number)

    def _set_up_transcript(self) -> None:
        view = self.transcript
        view.setObjectName("transcript")
        view.setAccessibleName("What was said")
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        view.setToolTip("")

    def _connect(self) -> None:
        self.transcript.selectionModel().currentChanged.connect(
            lambda index, _before: self._show_place(index)
        )
        self.tabs.currentChanged.connect(self._show_figures)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(lambda: self._next_hit(1))
        self.thanks.redraft_wanted.connect(self.draft)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.search.setFocus),
            (QKeySequence(Qt.Key.Key_F3), lambda: self._next_hit(1)),
            (QKeySequence("Shift+F3"), lambda: self._next_hit(-1)),
            (QKeySequence("Ctrl+T"), self._tell_speaker),
            (QKeySequence("Ctrl+R"), self._tell_restore),
        ):
            QShortcut(keys, self).activated.connect(act)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        self.back_button = _button("‹ &Back", self.back.emit, self)
        head.addWidget(self.back_button)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.about)
        head.addLayout(names, 1)
        head.addWidget(_button("&Export", self.export_wanted.emit, self))
        head.addWidget(_button("De&lete", self.delete_wanted.emit, self))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.search.setPlaceholderText("Search this call")
        self.search.setAccessibleName("Search this call")
        self.search.setClearButtonEnabled(True)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.found)
        tools.addWidget(_button("Other &speaker", self._tell_speaker, self))
        tools.addWidget(_button("&Undo correction", self._tell_restore, self))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(tools)
        left.addWidget(self.transcript, 1)
        left.addLayout(self.below)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 1)
        self.tabs.setFixedWidth(380)
        body.addWidget(self.tabs)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 14, 24, 14)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.picture)
        whole.addLayout(body, 1)


def _row_of(rows: list[CallRow], segment_id: int | None) -> int:
    places = (n for n, row in enumerate(rows) if row.segment and row.segment.id == segment_id)
    return next(places, 0)


def _button(text: str, act: object, parent: QWidget) -> QPushButton:
    made = QPushButton(text, parent)
    made.setProperty("role", "second")
    made.clicked.connect(act)
    return made
