"""The foot of the overlay in a live call: both channels' meters, Pause and End."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from prompter.messages import Channel, Level
from prompter.ui.fitted_label import sized
from prompter.ui.level_meter import SIZE_PT, LevelMeter
from prompter.ui.theme import Theme

NAMES = {Channel.THEM: "Employer", Channel.ME: "You"}

SPACE_PX = 16
PADDING_PX = 15
"""Around a button's word, its border included."""


class CallFoot(QWidget):
    """Small and quiet."""

    pause_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.meters = {channel: LevelMeter(name, theme, self) for channel, name in NAMES.items()}
        self.pause = _button("pause", "Resume", self)
        self.pause.setMinimumWidth(pause_width_px(self))
        self.pause.clicked.connect(self.pause_wanted)
        self.end = _button("end", "End", self)
        self.end.setAccessibleName("End the call")
        self.end.setToolTip("End the call")
        self.end.clicked.connect(self.end_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_PX)
        for meter in self.meters.values():
            meter.hide()  # until something is known of the channel
            row.addWidget(meter)
        row.addStretch(1)
        row.addWidget(self.pause)
        row.addWidget(self.end)
        self._ended = False
        self.show_paused(False)

    @property
    def least_width_px(self) -> int:
        """Room for both meters and both buttons, also while the meters are still hidden."""
        parts = [*self.meters.values(), self.pause, self.end]
        widths = (max(part.sizeHint().width(), part.minimumWidth()) for part in parts)
        return sum(widths) + SPACE_PX * (len(parts) - 1)

    def show_level(self, level: Level) -> None:
        """Move the channel's meter."""
        meter = self.meters[level.channel]
        meter.show()
        meter.show_peak(level.peak)

    def show_troubles(self, channels: frozenset[Channel]) -> None:
        """Mark the channels with which something is wrong, and only them."""
        for channel, meter in self.meters.items():
            meter.show_trouble(channel in channels)
            if channel in channels:
                meter.show()

    def show_paused(self, paused: bool) -> None:
        """Offer the opposite of what is now."""
        self.pause.setText("Resume" if paused else "Pause")
        words = "Resume listening" if paused else "Pause listening"
        self.pause.setAccessibleName(words)
        self.pause.setToolTip(words)
        for meter in self.meters.values():
            meter.show_paused(paused)

    def show_buttons(self, here: bool) -> None:
        """Show what can be clicked, or hide what can't."""
        for button in (self.pause, self.end):
            button.setVisible(here and not self._ended)

    def show_ended(self) -> None:
        """There is nothing left to pause or to measure."""
        self._ended = True
        self.show_buttons(False)
        for meter in self.meters.values():
            meter.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        for meter in self.meters.values():
            meter.set_theme(theme)


def pause_width_px(widget: QWidget) -> int:
    """Room for the longer of its two words, so that End stays where the eye found it."""
    words = QFontMetricsF(sized(widget.font(), SIZE_PT)).horizontalAdvance("Resume")
    return ceil(words) + 2 * PADDING_PX


def _button(name: str, text: str, parent: QWidget) -> QToolButton:
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setText(text)
    made.setProperty("quiet", True)
    made.setFont(sized(made.font(), SIZE_PT))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    policy = made.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # what is hidden leaves all else where it was
    made.setSizePolicy(policy)
    return made
