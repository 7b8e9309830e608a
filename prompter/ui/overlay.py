# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The overlay: the window beside a call. A pure view of what the call session tells.

In:      the messages of a call, one slot for each kind; a call clock to read.
Out:     `closed`; what the user asks for: an act on the card, to close, hide, pause, end.
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

from prompter.messages import (
    AskHeard,
    CallState,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    CueHit,
    Fault,
    Hypothesis,
    Level,
    MomentMarked,
    Nudge,
    StateChanged,
    UserAct,
)
from prompter.ui.call_look import QUIET_LINES, STATUS_WORDS, dim, look_of
from prompter.ui.overlay_parts import OverlayParts
from prompter.ui.placement import all_screens, screen_of, screen_with_pointer
from prompter.ui.signs import SIGNS, Look
from prompter.ui.theme import at_opacity, pick_theme, style_sheet
from prompter.ui.user_panel import UserPanel
from prompter.ui.view_settings import ViewSettings

CLOCK_MS = 200
"""How often the elapsed time is read: often enough that no second is seen to be skipped."""


class OverlayWindow(UserPanel):
    """Status light, one card with its actions, caption, elapsed time; a foot in live calls."""

    close_wanted = Signal()
    look_changed = Signal(object)

    def __init__(self, settings: ViewSettings, *, live: bool = False) -> None:
        """live: the call goes on in the world; it has a foot and never ends unasked."""
        theme = at_opacity(pick_theme(settings.theme), settings.opacity)
        super().__init__(theme, settings)
        self.setObjectName("overlay")
        self.setWindowTitle("Prompter")
        self.setAccessibleName("Prompter overlay")
        self._live = live
        self._state = CallState.STARTING
        self._look = Look.IDLE
        self._clock: Callable[[], float] | None = None
        self.parts = OverlayParts(self, theme, settings, live=live)
        self.status, self.question = self.parts.status, self.parts.question
        self.faults, self.card = self.parts.faults, self.parts.card
        self.nudge, self.acts = self.parts.nudge, self.parts.actions
        self.caption, self.foot = self.parts.caption, self.parts.foot
        self.setMinimumSize(self.parts.least_size)
        self._extra_px = 0
        self.resize(self.parts.size(settings.size).boundedTo(screen_with_pointer().size()))
        self._timer = QTimer(self)
        self._timer.setInterval(CLOCK_MS)
        self._timer.timeout.connect(self._show_time)
        for part in (self.faults, self.question, self.nudge, self.card):
            part.changed.connect(self._make_room)
        self.status.close_wanted.connect(self._close_or_ask)
        self.acts.act_wanted.connect(self.act_wanted)
        self.clicks_pass_changed.connect(self.parts.show_clicks_pass)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self.status.hide_wanted.connect(self.hide_wanted)
        self._use_theme()

    @property
    def look(self) -> Look:
        """How the call stands, for a glance."""
        return self._look

    def take_keyboard(self) -> None:
        """The user wants the keys here: the question first, then the card's actions."""
        super().take_keyboard()
        question, acts = self.question, self.acts.buttons
        first = acts[UserAct.NEXT] if self.card.card is not None else acts[UserAct.MARK]
        (question.stay if question.isVisible() else first).setFocus()

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
        self._offer_acts()
        self._announce(" ".join([f"{self.card.goal.text()}. {card.say}", *card.script]))

    def withdraw_card(self, withdrawn: CardWithdrawn) -> None:
        """Take back a card and the marks of its cue."""
        self.card.take_away(withdrawn.card)
        self.caption.withdraw_cue(withdrawn.cue)
        self._offer_acts()

    def dismiss_card(self, dismissed: CardDismissed) -> None:
        """The user has put the card away."""
        self.card.take_away(dismissed.card)
        self._offer_acts()

    def show_pinned(self, pinned: CardPinned) -> None:
        """The user holds the card, or has let it go."""
        self.card.mark_pinned(pinned)
        self._offer_acts()
        self._announce("Card held." if pinned.pinned else "Card let go.")

    def mark_asked(self, asked: AskHeard) -> None:
        """Tick off the card whose question the user has asked."""
        self.card.mark_asked(asked)
        self._offer_acts()

    def show_marked(self, _marked: MomentMarked) -> None:
        """The moment is kept; said without moving anything."""
        self.acts.show_marked()
        self._announce("Moment marked.")

    def show_nudge(self, nudge: Nudge) -> None:
        """A quiet word under the card, until it is over."""
        self.nudge.show_nudge(nudge)

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
        self.let_clicks_pass(False)
        self.question.ask(text, stay, end, on_stay, on_end)
        self._announce(text)

    def show_state(self, changed: StateChanged) -> None:
        """Show where the call session stands."""
        self._state = changed.state
        paused = changed.state is CallState.PAUSED
        self.card.show_quiet_line(QUIET_LINES[changed.state])
        self.foot.show_paused(paused)
        self.show_stripes(paused)
        dim(self.card, paused and self.card.card is not None)
        dim(self.caption, paused)
        self._show_status()
        if changed.state is CallState.ENDED:
            self._timer.stop()
            self.status.show_elapsed(changed.at_s)
            self.card.stop_timer()
            self.acts.show_ended()
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

    def _offer_acts(self) -> None:
        self.acts.show_card(self.card.card is not None)
        self.acts.show_pinned(self.card.pinned)
        self.acts.show_asked(self.card.asked)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _make_room(self) -> None:
        """The window grows by what comes and goes, as far as the screen allows."""
        bare = QSize(self.width(), self.height() - self._extra_px)
        free_px = screen_of(self.geometry(), all_screens()).height() - bare.height()
        extra = min(self.parts.extra_height(bare), max(0, free_px))
        if extra != self._extra_px:
            self.resize(bare + QSize(0, extra))
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
        theme = at_opacity(pick_theme(self._settings.theme), self._settings.opacity)
        self.paint_with(theme)
        self.setStyleSheet(style_sheet(theme))
        self.parts.set_theme(theme)
        self._show_status()
