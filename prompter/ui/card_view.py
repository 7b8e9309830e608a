# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The one card: its goal, what to say in large type, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from prompter.messages import AskHeard, CardShown, CardWithdrawn
from prompter.ui.fitted_label import FittedLabel

SAY_PT = 24
"""Read from a metre away. The least that still can be is LEAST_SAY_PT."""
LEAST_SAY_PT = 14
WHY_SIZES_PT = (12, 11)
WHY_SHARE = 0.3
"""The part of the height under the goal that the why-line may take."""
GAP_PX = 6
WHY_GAP_PX = 10

HARD_STOP = "hard_stop"
"""The cue after which there is nothing left to ask."""

WELCOME = "Listening. A card appears when it helps."


class CardView(QWidget):
    """Shows a card, or a quiet line when there is none. The text is never clipped."""

    def __init__(self, parent: QWidget, say_pt: int = SAY_PT) -> None:
        """say_pt: the size of what is to be said, in points, where there is room for it."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.goal = QLabel(self)
        self.goal.setObjectName("goal")
        self.goal.setTextFormat(Qt.TextFormat.PlainText)
        self.goal.setFont(_small_caps(self.goal.font()))
        self.say = FittedLabel(QFont.Weight.DemiBold, say_sizes_pt(say_pt), self)
        self.say.setObjectName("say")
        self.why = FittedLabel(QFont.Weight.Normal, WHY_SIZES_PT, self)
        self.why.setObjectName("why")
        self.quiet = FittedLabel(QFont.Weight.Normal, (16, 15, 14), self)
        self.quiet.setObjectName("quiet")
        self.quiet.setText(WELCOME)
        self._card: CardShown | None = None
        self._show_or_hide()

    @property
    def card(self) -> CardShown | None:
        """The card on show, if there is one."""
        return self._card

    def show_card(self, card: CardShown) -> None:
        """Put this card in place of whatever is there."""
        self._card = card
        is_end = card.cue == HARD_STOP
        self._set_goal(f"End here: {card.goal}" if is_end else f"Goal: {card.goal}", is_end)
        self.say.setText(card.say)
        self.why.setText(card.why)
        self._show_or_hide()

    def withdraw_card(self, withdrawn: CardWithdrawn) -> None:
        """Take this card away, if it is the one on show."""
        if self._card is not None and self._card.card == withdrawn.card:
            self._card = None
            self._show_or_hide()

    def mark_asked(self, asked: AskHeard) -> None:
        """Say beside the goal that the user has asked this card's question."""
        if self._card is not None and self._card.card == asked.card:
            self.goal.setText(f"Goal: {_words(self._card.goal)}, asked")

    def show_quiet_line(self, text: str) -> None:
        """What stands here while there is no card."""
        self.quiet.setText(text)
        self._arrange()

    def _set_goal(self, text: str, is_end: bool) -> None:
        self.goal.setText(_words(text))
        self.goal.setProperty("ends_call", is_end)
        self.goal.style().polish(self.goal)  # the color depends on the property

    def _show_or_hide(self) -> None:
        for label in (self.goal, self.say, self.why):
            label.setVisible(self._card is not None)
        self.quiet.setVisible(self._card is None)
        self._arrange()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the texts into the new size."""
        self._arrange()

    def _arrange(self) -> None:
        """Goal at the top, `say` as large as it can be, `why` right under it.

        When there is no room for all that is to be said, `why` gives way to it.
        """
        width, height = self.width(), self.height()
        if self._card is None:
            taken = self.quiet.fit_into(width, height)
            self.quiet.setGeometry(0, (height - taken) // 2, width, taken)
            return
        goal_height = self.goal.sizeHint().height()
        self.goal.setGeometry(0, 0, width, goal_height)
        top = goal_height + GAP_PX
        room = height - top
        why_height = self.why.fit_into(width, int(room * WHY_SHARE)) if self.why.text() else 0
        say_height = self.say.fit_into(width, room - why_height - WHY_GAP_PX)
        if self.say.fit.elided:
            why_height = 0
            say_height = self.say.fit_into(width, room)
        self.say.setGeometry(0, top, width, say_height)
        self.why.setGeometry(0, top + say_height + WHY_GAP_PX, width, why_height)


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


def _words(identifier: str) -> str:
    return identifier.replace("_", " ")
