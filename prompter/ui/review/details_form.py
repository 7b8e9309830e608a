"""What the user adds in two minutes: outcome, next step, names, tags, notes, and a thank-you."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from prompter.record.calls import Details, Outcome
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.tick_box import TickBox

SAVE_MS = 400
"""What is typed is kept when the keys have rested so long."""


class DetailsForm(QWidget):
    """Tells what was changed; there is no button to save."""

    changed = Signal(object)
    calendar_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = Details()
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(SAVE_MS)
        self._rests.timeout.connect(self.tell)
        self.outcome = ChoiceBox(self)
        for outcome in Outcome:
            self.outcome.addItem(outcome.words or "Not said yet", outcome)
        self.outcome.currentIndexChanged.connect(self.tell)
        self.next_step = QLineEdit(self)
        self.next_step.setPlaceholderText("Send the plan")
        self.has_date = TickBox("&by", self)
        self.has_date.setAccessibleName("The next step has a date")
        self.date = QDateEdit(QDate.currentDate(), self)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setCalendarPopup(False)
        self.date.setAccessibleName("Date of the next step")
        self.calendar = QPushButton("&Calendar", self)
        self.calendar.setProperty("role", "second")
        self.calendar.clicked.connect(self.calendar_wanted)
        self.has_date.toggled.connect(self._date_toggled)
        self.date.dateChanged.connect(self._later)
        self.company, self.person, self.tags = (QLineEdit(self) for _ in range(3))
        self.tags.setPlaceholderText("Commas between them")
        for line in (self.next_step, self.company, self.person, self.tags):
            line.textEdited.connect(self._later)
        self.notes = QPlainTextEdit(self)
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(70)
        self.notes.textChanged.connect(self._later)
        self._lay_out()

    def show_details(self, details: Details) -> None:
        """Another call's; what is being typed of this one is told before."""
        self._shown = details
        for widget in (self.outcome, self.has_date, self.date, self.notes):
            widget.blockSignals(True)
        self.outcome.setCurrentIndex(list(Outcome).index(details.outcome))
        self.has_date.setChecked(details.next_step_on is not None)
        on = details.next_step_on or date.today()
        self.date.setDate(QDate(on.year, on.month, on.day))
        for line, text in (
            (self.next_step, details.next_step),
            (self.company, details.company),
            (self.person, details.person),
            (self.tags, ", ".join(details.tags)),
        ):
            line.setText(text)
            line.setCursorPosition(0)
        self.notes.setPlainText(details.notes)
        for widget in (self.outcome, self.has_date, self.date, self.notes):
            widget.blockSignals(False)
        self._rests.stop()
        self._show_date()

    @property
    def details(self) -> Details:
        """What stands in the form now."""
        on = self.date.date()
        tags = (tag.strip() for tag in self.tags.text().split(","))
        return Details(
            company=self.company.text().strip(),
            person=self.person.text().strip(),
            outcome=Outcome(self.outcome.currentData()),
            next_step=self.next_step.text().strip(),
            next_step_on=date(on.year(), on.month(), on.day())
            if self.has_date.isChecked()
            else None,
            notes=self.notes.toPlainText().strip(),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        )

    def tell(self) -> None:
        """Tell at once what was changed, if anything was."""
        self._rests.stop()
        if self.details != self._shown:
            self._shown = self.details
            self.changed.emit(self._shown)

    def _later(self) -> None:
        self._rests.start()

    def _date_toggled(self) -> None:
        self._show_date()
        self.tell()

    def _show_date(self) -> None:
        self.date.setEnabled(self.has_date.isChecked())
        self.calendar.setEnabled(self.has_date.isChecked())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        self.calendar.setAccessibleName("Write a calendar file")
        form.addRow("&Outcome", self.outcome)
        form.addRow("Ne&xt step", self.next_step)
        when = QHBoxLayout()
        when.addWidget(self.has_date)
        when.addWidget(self.date, 1)
        when.addWidget(self.calendar)
        form.addRow("", when)
        form.addRow("Co&mpany", self.company)
        form.addRow("&Person", self.person)
        form.addRow("Ta&gs", self.tags)
        form.addRow("&Notes", self.notes)
        whole = QVBoxLayout(self)
        whole.addLayout(form, 1)


class ThanksPanel(QWidget):
    """The drafted note: change it, then copy it with one click."""

    redraft_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = QPlainTextEdit(self)
        self.note.setAccessibleName("Thank-you note")
        self.note.setTabChangesFocus(True)
        self.copy = QPushButton("&Copy", self)
        self.copy.setProperty("role", "second")
        self.copy.clicked.connect(self._copy)
        self.redraft = QPushButton("&Draft anew", self)
        self.redraft.setProperty("role", "second")
        self.redraft.clicked.connect(self.redraft_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy, 1)
        buttons.addWidget(self.redraft, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.note, 1)
        whole.addLayout(buttons)

    def show_draft(self, text: str) -> None:
        """A new draft."""
        self.note.setPlainText(text)
        self.copy.setText("&Copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.note.toPlainText())
        self.copy.setText("&Copied")
