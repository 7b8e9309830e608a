# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The one card: its goal, what to say in large type, and why; a script has a clock as well."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from prompter.messages import AskHeard, CardPinned, CardShown
from prompter.ui.fade import Fade
from prompter.ui.fitted_label import FittedLabel, fit_text
from prompter.ui.script_timer import ScriptTimer
from prompter.ui.theme import Theme

SAY_PT = 24
"""Read from a metre away. The least that still can be is LEAST_SAY_PT."""
LEAST_SAY_PT = 14
SCRIPT_PART = 2 / 3
"""Of the card's type: a script has some 90 words and is read from the screen, not remembered."""
BEFORE_SCRIPT_PART = 5 / 6
WHY_SIZES_PT = (12, 11)
WHY_SHARE = 0.3
"""The part of the height under the goal that the why-line may take."""
GAP_PX = 6
WHY_GAP_PX = 10
ENDLESS_PX = 100_000.0

HARD_STOP = "hard_stop"
"""The cue after which there is nothing left to ask."""

WELCOME = "Listening. A card appears when it helps."


class CardView(QWidget):
    """Shows a card, or a quiet line when there is none. The text is never clipped."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, say_pt: int = SAY_PT) -> None:
        """say_pt: the size of what is to be said, in points, where there is room for it."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.goal = QLabel(self)
        self.goal.setObjectName("goal")
        self.goal.setTextFormat(Qt.TextFormat.PlainText)
        self.goal.setFont(_small_caps(self.goal.font()))
        self.say = FittedLabel(QFont.Weight.DemiBold, say_sizes_pt(say_pt), self)
        self.say.setObjectName("say")
        self.timer = ScriptTimer(theme, self)
        self._script_pt = max(LEAST_SAY_PT, round(say_pt * SCRIPT_PART))
        self._before_script_pt = max(LEAST_SAY_PT, round(say_pt * BEFORE_SCRIPT_PART))
        self.script = FittedLabel(QFont.Weight.Normal, say_sizes_pt(self._script_pt), self)
        self.script.setObjectName("script")
        self.why = FittedLabel(QFont.Weight.Normal, WHY_SIZES_PT, self)
        self.why.setObjectName("why")
        self.quiet = FittedLabel(QFont.Weight.Normal, (16, 15, 14), self)
        self.quiet.setObjectName("quiet")
        self.quiet.setText(WELCOME)
        self._fade = Fade(self)
        self._card: CardShown | None = None
        self.pinned = self.asked = False
        self._show_or_hide()

    @property
    def card(self) -> CardShown | None:
        """The card on show, if there is one."""
        return self._card

    def show_card(self, card: CardShown) -> None:
        """Put this card in place of whatever is there."""
        self._fade.cut_short()
        self._card = card
        self.pinned = self.asked = False
        self._show_goal()
        self.say.setText(card.say)
        self.script.setText("\n".join(card.script))
        self.why.setText(card.why)
        self.timer.begin(card.timer_s)
        self._show_or_hide()

    def take_away(self, card: str) -> None:
        """Let this card fade, if it is the one on show."""
        if self._card is not None and self._card.card == card:
            self._fade.begin()
            self._card = None
            self.pinned = self.asked = False
            self.timer.begin(None)
            self._show_or_hide()

    def mark_asked(self, asked: AskHeard) -> None:
        """Say beside the goal that the user has asked this card's question."""
        if self._card is not None and self._card.card == asked.card:
            self.asked = True
            self._show_goal()

    def mark_pinned(self, pinned: CardPinned) -> None:
        """Say beside the goal that the user holds this card."""
        if self._card is not None and self._card.card == pinned.card:
            self.pinned = pinned.pinned
            self._show_goal()

    def show_quiet_line(self, text: str) -> None:
        """What stands here while there is no card."""
        self.quiet.setText(text)
        self._arrange()

    def stop_timer(self) -> None:
        """The call is over, and so is its clock."""
        self.timer.stop()

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self.timer.set_theme(theme)

    def least_height(self, width_px: int) -> int:
        """What the card takes when nothing of it may be left out, in pixels."""
        if self._card is None:
            return 0
        size_pt = self._before_script_pt if self._card.script else LEAST_SAY_PT
        say = fit_text(self.say.text(), self.say.base_font, (size_pt,), width_px, ENDLESS_PX)
        height = self.goal.sizeHint().height() + GAP_PX + say.height_px
        if self._card.script:
            text, font = self.script.text(), self.script.base_font
            script = fit_text(text, font, (self._script_pt,), width_px, ENDLESS_PX)
            height += 2 * WHY_GAP_PX + script.height_px
        if self._card.timer_s is not None:
            height += WHY_GAP_PX + self.timer.height_px
        return height

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the texts into the new size."""
        self._arrange()

    def _show_goal(self) -> None:
        assert self._card is not None
        is_end = self._card.cue == HARD_STOP
        words = [f"End here: {self._card.goal}" if is_end else f"Goal: {self._card.goal}"]
        words += ["asked"] * self.asked + ["pinned"] * self.pinned
        self.goal.setText(", ".join(words).replace("_", " "))
        self.goal.setProperty("ends_call", is_end)
        self.goal.style().polish(self.goal)  # the color depends on the property

    def _show_or_hide(self) -> None:
        card = self._card
        for label in (self.goal, self.say, self.why):
            label.setVisible(card is not None)
        self.script.setVisible(card is not None and bool(card.script))
        self.quiet.setVisible(card is None)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        """Goal at the top, `say` as large as it can be, what belongs to it right under it.

        When there is no room for all that is to be said, `why` gives way to it.
        """
        width, height = self.width(), self.height()
        card = self._card
        if card is None:
            taken = self.quiet.fit_into(width, height)
            self.quiet.setGeometry(0, (height - taken) // 2, width, taken)
            return
        top = self.goal.sizeHint().height()
        self.goal.setGeometry(0, 0, width, top)
        top += GAP_PX
        if card.script:
            self._arrange_script(top)
            return
        timer_px = 0 if card.timer_s is None else self.timer.height_px + WHY_GAP_PX
        room = height - top - timer_px
        why_height = self.why.fit_into(width, int(room * WHY_SHARE)) if self.why.text() else 0
        say_height = self.say.fit_into(width, room - why_height - WHY_GAP_PX)
        if self.say.fit.elided:
            why_height = 0
            say_height = self.say.fit_into(width, room)
        self.say.setGeometry(0, top, width, say_height)
        top += say_height + WHY_GAP_PX
        if timer_px:
            self.timer.setGeometry(0, top, width, self.timer.height_px)
            top += timer_px
        self.why.setGeometry(0, top, width, why_height)

    def _arrange_script(self, top: int) -> None:
        """What to do, the clock, and the words to read out; the reason has no place here."""
        width, height = self.width(), self.height()
        self.why.setGeometry(0, 0, 0, 0)
        sizes_pt = say_sizes_pt(self._before_script_pt)
        say_height = self.say.fit_into(width, round((height - top) * WHY_SHARE), sizes_pt)
        self.say.setGeometry(0, top, width, say_height)
        top += say_height + WHY_GAP_PX
        if self.timer.isVisibleTo(self):
            self.timer.setGeometry(0, top, width, self.timer.height_px)
            top += self.timer.height_px + WHY_GAP_PX
        self.script.setGeometry(0, top, width, self.script.fit_into(width, height - top))


def say_sizes_pt(largest_pt: int) -> tuple[int, ...]:
    """The sizes to try, from the largest down in steps of two."""
    return (*range(largest_pt, LEAST_SAY_PT, -2), LEAST_SAY_PT)


def _small_caps(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSize(10)
    made.setWeight(QFont.Weight.DemiBold)
    made.setCapitalization(QFont.Capitalization.AllUppercase)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
    return made
