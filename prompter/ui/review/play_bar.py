"""The row of buttons to listen to a call again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from prompter.record.export.timeline import clock
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.plain_page import button

SPEEDS = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
PLAY, PAUSE = "Play", "Pause"


class PlayBar(QWidget):
    """Shows what it is told; tells what the user wants."""

    toggled = Signal()
    speed_wanted = Signal(float)
    delete_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.play = button("play_sound", "second", PLAY, self)
        self.play.setToolTip("Ctrl+Space")
        self.speed = ChoiceBox(self)
        self.speed.setAccessibleName("How fast")
        self.speed.setMinimumContentsLength(6)
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g} ×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.place = QLabel(self)
        self.place.setObjectName("about")
        self.place.setAccessibleName("Place in the sound")
        self.delete = button("delete_sound", "link", "Delete the soun&d", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self.play, self.speed, self.place):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.delete)
        self.play.clicked.connect(self.toggled.emit)
        self.delete.clicked.connect(self.delete_wanted.emit)
        self.speed.currentIndexChanged.connect(lambda index: self.speed_wanted.emit(SPEEDS[index]))

    def show_state(self, at_s: float, length_s: float, *, playing: bool) -> None:
        """The place on the call clock, and whether it moves."""
        self.play.setText(PAUSE if playing else PLAY)
        self.place.setText(f"{clock(at_s)} of {clock(length_s)}")
