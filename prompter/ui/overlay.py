# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The overlay: the window beside a call. A pure view of what the call session tells.

In:      the messages of a call, one slot for each kind; a call clock to read.
Out:     `closed`; in a live call also what the user asks for: to close, pause, end.
Thread:  the GUI's.
Errors:  none.
Source:  one thing at a time: a nervous reader has a second or two between sentences.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout

from prompter.messages import (
    AskHeard,
    CallState,
    CardShown,
    CardWithdrawn,
    CueHit,
    Fault,
    Hypothesis,
    Level,
    StateChanged,
)
from prompter.ui.call_foot import CallFoot
from prompter.ui.call_look import QUIET_LINES, STATUS_WORDS, dim, look_of
from prompter.ui.caption_line import CaptionLine
from prompter.ui.card_view import CardView
from prompter.ui.fault_strip import FaultStrip
from prompter.ui.floating_panel import FloatingPanel
from prompter.ui.placement import screen_with_pointer
from prompter.ui.question_panel import QuestionPanel
from prompter.ui.signs import SIGNS, Look
from prompter.ui.status_bar import StatusBar
from prompter.ui.theme import pick_theme, style_sheet
from prompter.ui.view_settings import ViewSettings

LEAST_SIZE = QSize(420, 260)

CLOCK_MS = 200
"""How often the elapsed time is read: often enough that no second is seen to be skipped."""


class OverlayWindow(FloatingPanel):
    """Status light, caption, one card, no-counter and elapsed time; a foot in live calls."""

    close_wanted = Signal()
    look_changed = Signal(object)

    def __init__(self, settings: ViewSettings, *, live: bool = False) -> None:
        """live: the call goes on in the world; it has a foot and never ends unasked."""
        theme = pick_theme(settings.theme)
        super().__init__(theme)
        self.setObjectName("overlay")
        self.setWindowTitle("Prompter")
        self.setAccessibleName("Prompter overlay")
        self.setMinimumSize(LEAST_SIZE)
        self._settings, self._live = settings, live
        self._state = CallState.STARTING
        self._look = Look.IDLE
        self._clock: Callable[[], float] | None = None
        self.status = StatusBar(theme, self)
        self.faults = FaultStrip(self)
        self.question = QuestionPanel(self)
        self.card = CardView(self, settings.font_size_pt)
        self.caption = CaptionLine(theme, self)
        self.foot = CallFoot(theme, self)
        self.foot.setVisible(live)
        self._column = QVBoxLayout(self)
        self._extra_px = 0
        self._lay_out()
        if live:
            margins = self._column.contentsMargins().left() * 2
            least = self.foot.least_width_px + margins
            self.setMinimumWidth(max(LEAST_SIZE.width(), least))
        foot = QSize(0, self.foot.sizeHint().height() + self._column.spacing() if live else 0)
        self.resize((settings.size + foot).boundedTo(screen_with_pointer().size()))
        self._timer = QTimer(self)
        self._timer.setInterval(CLOCK_MS)
        self._timer.timeout.connect(self._show_time)
        self.faults.changed.connect(self._make_room)
        self.question.changed.connect(self._make_room)
        self.status.close_wanted.connect(self._close_or_ask)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self._use_theme()

    def open(self) -> None:
        """Show the overlay where the settings say, without taking the focus."""
        self.open_at(self._settings.position)

    def come_back(self) -> None:
        """Show the overlay again where it was."""
        if not self.isVisible():
            self.open_at((self.x(), self.y()))

    @property
    def look(self) -> Look:
        """How the call stands, for a glance."""
        return self._look

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
        self.foot.show_troubles(self.faults.channels)
        self._announce(fault.text)

    def show_level(self, level: Level) -> None:
        """How loud a channel is now; a paused call has none."""
        if self._state is not CallState.PAUSED:
            self.foot.show_level(level)

    def ask(
        self,
        text: str,
        stay: str,
        end: str,
        on_stay: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        """Put a question above the card, without taking the keyboard."""
        self.come_back()
        self.question.ask(text, stay, end, on_stay, on_end)
        self._announce(text)

    def show_state(self, changed: StateChanged) -> None:
        """Show where the call session stands."""
        self._state = changed.state
        self.card.show_quiet_line(QUIET_LINES[changed.state])
        self._show_paused(changed.state is CallState.PAUSED)
        self._show_status()
        if changed.state is CallState.ENDED:
            self._timer.stop()
            self.status.show_elapsed(changed.at_s)
            self.foot.show_ended()
            self.question.take_back()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A live call is not ended by a window manager either."""
        if event.spontaneous() and self._must_ask():
            event.ignore()
            self.close_wanted.emit()
        else:
            super().closeEvent(event)

    def _close_or_ask(self) -> None:
        if self._must_ask():
            self.close_wanted.emit()
        else:
            self.close()

    def _must_ask(self) -> bool:
        return self._live and self._state is not CallState.ENDED

    def _show_paused(self, paused: bool) -> None:
        self.foot.show_paused(paused)
        self.show_stripes(paused)
        dim(self.card, paused and self.card.card is not None)
        dim(self.caption, paused)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _make_room(self) -> None:
        """The window grows by what strip and question take, so that the card keeps its size."""
        width = self.width() - self._column.contentsMargins().left() * 2
        parts = [self.question.height_for(width)]
        parts.append(self.faults.heightForWidth(width) if self.faults.has_fault else 0)
        extra = sum(part + self._column.spacing() for part in parts if part)
        if extra != self._extra_px:
            self.resize(self.width(), self.height() - self._extra_px + extra)
            self._extra_px = extra
            self.bring_back()
        self._show_status()

    def _show_status(self) -> None:
        colors = {Look.LISTENING: self._theme.listening, Look.TROUBLE: self._theme.trouble}
        look = look_of(self._state, has_fault=self.faults.has_fault)
        word = "Trouble" if look is Look.TROUBLE else STATUS_WORDS[self._state]
        self.status.show_status(word, SIGNS[look], colors.get(look, self._theme.idle))
        if look is not self._look:
            self._look = look
            self.look_changed.emit(look)

    def _show_time(self) -> None:
        if self._clock is not None:
            self.status.show_elapsed(self._clock())

    def _use_theme(self) -> None:
        theme = pick_theme(self._settings.theme)
        self.paint_with(theme)
        self.setStyleSheet(style_sheet(theme))
        self.caption.set_theme(theme)
        self.status.set_theme(theme)
        self.foot.set_theme(theme)
        self._show_status()

    def _lay_out(self) -> None:
        rule = QFrame(self)
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        column = self._column
        column.setContentsMargins(22, 14, 22, 14)
        column.setSpacing(10)
        column.addWidget(self.status)
        column.addWidget(self.question)
        column.addWidget(self.faults)
        column.addWidget(self.card, 1)
        column.addWidget(rule)
        column.addWidget(self.caption)
        column.addWidget(self.foot)
