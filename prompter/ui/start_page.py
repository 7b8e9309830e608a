# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The start page: what Prompter is, the sample call, and what works on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.ui.checkup import Checkup, DoctorLines
from prompter.ui.overlay import ViewSettings
from prompter.ui.running_call import MakeCall
from prompter.ui.shown_call import ShownCall
from prompter.ui.theme import pick_theme, style_sheet

SENTENCE = "Hears a job call on this computer and shows the one short thing to ask next."
KEPT = "Nothing. The sample call is played and forgotten: no sound and no text is stored."
PLAY = "&Play the sample call"
STOP = "&Stop the sample call"
WAITING = "Opens a small window that stays above all others."
PLAYING = "Playing. The overlay is at the top of the screen."


class StartPage(QWidget):
    """A small window that can be used with the keyboard alone: Enter plays, Ctrl+Q quits."""

    closed = Signal()

    def __init__(
        self, make_sample_call: MakeCall, doctor_lines: DoctorLines, settings: ViewSettings
    ) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self.setWindowTitle("Prompter")
        self.setMinimumSize(420, 480)
        self.resize(560, 660)
        self._make_sample_call = make_sample_call
        self._settings = settings
        self._shown: ShownCall | None = None
        self.play = QPushButton(PLAY, self)
        self.play.setObjectName("play")
        self.play.setDefault(True)
        self.play.clicked.connect(self._play_or_stop)
        self.note = _text("note", WAITING, self)
        self.machine = _machine_list(self)
        self._lay_out()
        for keys in (QKeySequence.StandardKey.Quit, QKeySequence.StandardKey.Close):
            QShortcut(QKeySequence(keys), self, self.close)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self._use_theme()
        self.play.setFocus()
        self._checkup = Checkup(doctor_lines, self)
        self._checkup.done.connect(self._show_machine)
        self._checkup.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the sample call with the page."""
        event.accept()
        self.hide()
        if self._shown is not None:
            self._shown.close()
        self._checkup.wait()
        self.closed.emit()

    def _play_or_stop(self) -> None:
        if self._shown is not None:
            self._shown.close()
            return
        self.play.setEnabled(False)
        self.play.setText("Starting\N{HORIZONTAL ELLIPSIS}")
        QTimer.singleShot(0, self, self._play)

    def _play(self) -> None:
        try:
            shown = ShownCall(self._make_sample_call, self._settings)
            shown.start()
        except PrompterError as error:
            self._show_stopped(str(error), trouble=True)
            return
        self._shown = shown
        shown.closed.connect(self._sample_closed)
        self._set_note(PLAYING, trouble=False)
        self._set_button(STOP)

    def _sample_closed(self) -> None:
        self._shown = None
        self._show_stopped(WAITING, trouble=False)

    def _show_stopped(self, note: str, *, trouble: bool) -> None:
        self._set_note(note, trouble=trouble)
        self._set_button(PLAY)

    def _set_button(self, text: str) -> None:
        self.play.setText(text)
        self.play.setEnabled(True)
        self.play.setFocus()

    def _set_note(self, text: str, *, trouble: bool) -> None:
        self.note.setText(text)
        self.note.setProperty("trouble", trouble)
        self.note.style().polish(self.note)  # the color depends on the property

    def _show_machine(self, lines: list[str]) -> None:
        self.machine.clear()
        self.machine.addItems(lines)
        self.machine.setCurrentRow(0)

    def _use_theme(self) -> None:
        self.setStyleSheet(style_sheet(pick_theme(self._settings.theme)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 30, 36, 30)
        column.setSpacing(6)
        column.addWidget(_text("name", "Prompter", self))
        column.addWidget(_text("sentence", SENTENCE, self))
        column.addSpacing(20)
        column.addWidget(self.play)
        column.addWidget(self.note)
        column.addSpacing(20)
        column.addWidget(_text("heading", "What is kept", self))
        column.addWidget(_text("kept", KEPT, self))
        column.addSpacing(20)
        column.addWidget(_text("heading", "What works on this computer", self))
        column.addWidget(self.machine, 1)


def _text(name: str, text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _machine_list(parent: QWidget) -> QListWidget:
    made = QListWidget(parent)
    made.setObjectName("machine")
    made.setAccessibleName("What works on this computer")
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.addItem("Looking\N{HORIZONTAL ELLIPSIS}")
    return made
