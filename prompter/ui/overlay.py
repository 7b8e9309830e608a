"""The overlay: the window beside a call. A pure view of what the call session tells.

In:      the messages of a call, one slot for each kind; a call clock to read.
Out:     `closed`, when the user closes it.
Thread:  the GUI's.
Errors:  none.
Source:  one thing at a time: a nervous reader has a second or two between sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout

from prompter.messages import (
    AskHeard,
    CallState,
    CardShown,
    CardWithdrawn,
    CueHit,
    Fault,
    Hypothesis,
    StateChanged,
)
from prompter.ui.caption_line import CaptionLine
from prompter.ui.card_view import SAY_PT, WELCOME, CardView
from prompter.ui.fault_strip import FaultStrip
from prompter.ui.floating_panel import FloatingPanel
from prompter.ui.placement import screen_with_pointer
from prompter.ui.status_bar import StatusBar
from prompter.ui.theme import ThemeChoice, pick_theme, style_sheet

SIZE = QSize(560, 340)
"""Holds a question of twenty words in large type, its reason and two lines of caption."""
LEAST_SIZE = QSize(420, 260)

CLOCK_MS = 200
"""How often the elapsed time is read: often enough that no second is seen to be skipped."""

STATUS_WORDS = {
    CallState.STARTING: "Starting",
    CallState.LISTENING: "Listening",
    CallState.PAUSED: "Paused",
    CallState.ENDED: "Ended",
}
QUIET_LINES = {
    CallState.STARTING: "Getting ready to listen.",
    CallState.LISTENING: WELCOME,
    CallState.PAUSED: "Paused. Prompter is not listening.",
    CallState.ENDED: "The call has ended.",
}


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How the overlay looks.

    font_size_pt: of what is to be said; with larger type the whole overlay is larger.
    position: left and top in logical pixels, None for the default.
    """

    theme: ThemeChoice = "auto"
    font_size_pt: int = SAY_PT
    position: tuple[int, int] | None = None

    @property
    def size(self) -> QSize:
        """Width and height in logical pixels, before the screen's own limits."""
        grown = max(1.0, self.font_size_pt / SAY_PT)
        return QSize(round(SIZE.width() * grown), round(SIZE.height() * grown))


class OverlayWindow(FloatingPanel):
    """Status light, caption, one card, no-counter and elapsed time."""

    def __init__(self, settings: ViewSettings) -> None:
        theme = pick_theme(settings.theme)
        super().__init__(theme)
        self.setObjectName("overlay")
        self.setWindowTitle("Prompter")
        self.setAccessibleName("Prompter overlay")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(settings.size.boundedTo(screen_with_pointer().size()))
        self._settings = settings
        self._state = CallState.STARTING
        self._clock: Callable[[], float] | None = None
        self.status = StatusBar(theme, self)
        self.faults = FaultStrip(self)
        self.card = CardView(self, settings.font_size_pt)
        self.caption = CaptionLine(theme, self)
        self._column = QVBoxLayout(self)
        self._strip_px = 0
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(CLOCK_MS)
        self._timer.timeout.connect(self._show_time)
        self.faults.changed.connect(self._make_room_for_strip)
        self.status.close_wanted.connect(self.close)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self._use_theme()

    def open(self) -> None:
        """Show the overlay where the settings say, without taking the focus."""
        self.open_at(self._settings.position)

    def follow_clock(self, clock: Callable[[], float]) -> None:
        """Show this call clock (seconds) until the call has ended."""
        self._clock = clock
        self._timer.start()

    def show_hypothesis(self, hypothesis: Hypothesis) -> None:
        """Caption what is being said."""
        self.caption.show_hypothesis(hypothesis)

    def show_cue(self, hit: CueHit) -> None:
        """Mark the words of a cue in the caption."""
        self.caption.show_cue(hit)

    def show_card(self, card: CardShown) -> None:
        """Replace the card, count the noes and tell screen readers."""
        self.card.show_card(card)
        self.status.show_noes(card.noes)
        self._announce(f"{self.card.goal.text()}. {card.say}")

    def withdraw_card(self, withdrawn: CardWithdrawn) -> None:
        """Take back a card and the marks of its cue."""
        self.card.withdraw_card(withdrawn)
        self.caption.withdraw_cue(withdrawn.cue)

    def mark_asked(self, asked: AskHeard) -> None:
        """Tick off the card whose question the user has asked."""
        self.card.mark_asked(asked)

    def show_fault(self, fault: Fault) -> None:
        """Say what is wrong, in an amber strip, until it is over."""
        self.faults.show_fault(fault)
        self._announce(fault.text)

    def show_state(self, changed: StateChanged) -> None:
        """Show where the call session stands."""
        self._state = changed.state
        self.card.show_quiet_line(QUIET_LINES[changed.state])
        self._show_status()
        if changed.state is CallState.ENDED:
            self._timer.stop()
            self.status.show_elapsed(changed.at_s)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _make_room_for_strip(self) -> None:
        """The window grows by what the strip takes, so that the card keeps its size."""
        width = self.width() - self._column.contentsMargins().left() * 2
        wanted = self.faults.heightForWidth(width) + self._column.spacing()
        extra = wanted if self.faults.has_fault else 0
        if extra != self._strip_px:
            self.resize(self.width(), self.height() - self._strip_px + extra)
            self._strip_px = extra
            self.bring_back()
        self._show_status()

    def _show_status(self) -> None:
        is_ended = self._state is CallState.ENDED
        if self.faults.has_fault and not is_ended:
            self.status.show_status("Trouble", self._theme.trouble)
        elif self._state is CallState.LISTENING:
            self.status.show_status(STATUS_WORDS[self._state], self._theme.listening)
        else:
            self.status.show_status(STATUS_WORDS[self._state], self._theme.idle)

    def _show_time(self) -> None:
        if self._clock is not None:
            self.status.show_elapsed(self._clock())

    def _use_theme(self) -> None:
        theme = pick_theme(self._settings.theme)
        self.paint_with(theme)
        self.setStyleSheet(style_sheet(theme))
        self.caption.set_theme(theme)
        self.status.set_theme(theme)
        self._show_status()

    def _lay_out(self) -> None:
        rule = QFrame(self)
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        column = self._column
        column.setContentsMargins(22, 14, 22, 14)
        column.setSpacing(10)
        column.addWidget(self.status)
        column.addWidget(self.faults)
        column.addWidget(self.card, 1)
        column.addWidget(rule)
        column.addWidget(self.caption)
