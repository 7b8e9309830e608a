"""The slim row under the card: what the user can do with it, and the mark for this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from prompter.messages import UserAct
from prompter.ui.fitted_label import sized

SIZE_PT = 11
SPACE_PX = 24
SAID_MS = 3_000
"""How long "Marked" stands there: long enough to be seen at the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button. key: the letter that does the same while the overlay has the keyboard."""

    act: UserAct
    word: str
    key: Qt.Key
    meaning: str


ACTIONS = (
    Action(UserAct.NEXT, "Next", Qt.Key.Key_N, "Another card"),
    Action(UserAct.ASKED, "I asked it", Qt.Key.Key_A, "I asked it"),
    Action(UserAct.DISMISS, "Dismiss", Qt.Key.Key_D, "Put this card away"),
    Action(UserAct.PIN, "Pin", Qt.Key.Key_P, "Hold this card"),
    Action(UserAct.MARK, "Mark", Qt.Key.Key_M, "Mark this moment, to find it again"),
)
PINNED_WORD, PINNED_MEANING = "Pinned", "Let other cards come again"
MARKED_WORD, ASKED_WORD = "Marked", "Asked"
OTHER_WORDS = {
    UserAct.ASKED: (ASKED_WORD,),
    UserAct.PIN: (PINNED_WORD,),
    UserAct.MARK: (MARKED_WORD,),
}


class ActionRow(QWidget):
    """Words in muted ink, in line with the card's, that light up under the pointer or the focus.

    Its height never changes.
    """

    act_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons = {action.act: self._button(action) for action in ACTIONS}
        self.note = QLabel(self)
        self.note.setObjectName("row_note")
        self.note.setFont(sized(self.note.font(), SIZE_PT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_PX)
        for action in ACTIONS[:-1]:
            row.addWidget(self.buttons[action.act])
        row.addWidget(self.note)
        row.addStretch(1)
        row.addWidget(self.buttons[UserAct.MARK])
        for action in ACTIONS:
            button = self.buttons[action.act]
            words = (action.word, *OTHER_WORDS.get(action.act, ()))
            button.setMinimumWidth(_room_for(words, button.font()))
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_MS)
        self._said.timeout.connect(self._unsay)
        self.note.hide()
        self.setFixedHeight(self.buttons[UserAct.NEXT].sizeHint().height())
        self._has_card = self._can_act = True
        self.show_card(False)

    @property
    def least_width_px(self) -> int:
        """Room for all buttons side by side."""
        widths = (one.minimumWidth() for one in self.buttons.values())
        return sum(widths) + SPACE_PX * len(self.buttons)

    def show_card(self, here: bool) -> None:
        """There is a card to act on, or there is none."""
        self._has_card = here
        self._show_buttons()

    def show_pinned(self, pinned: bool) -> None:
        """Offer to let a held card go, in a word and a mark of its own."""
        pin = self.buttons[UserAct.PIN]
        pin.setText(PINNED_WORD if pinned else "Pin")
        pin.setAccessibleName(PINNED_MEANING if pinned else "Hold this card")
        pin.setProperty("held", pinned)
        pin.style().polish(pin)

    def show_asked(self, asked: bool) -> None:
        """A question that is asked can't be asked again."""
        button = self.buttons[UserAct.ASKED]
        button.setText(ASKED_WORD if asked else "I asked it")
        button.setEnabled(not asked)

    def show_marked(self) -> None:
        """Say for a moment that the mark is made."""
        self.buttons[UserAct.MARK].setText(MARKED_WORD)
        self._said.start()

    def show_clicks_pass(self, how_back: str) -> None:
        """Instead of buttons that can't be clicked: how they come back; empty: they are."""
        self._can_act = not how_back
        self.note.setText(how_back)
        self.note.setVisible(bool(how_back))
        self._show_buttons()

    def show_ended(self) -> None:
        """Nothing is left to act on."""
        self._can_act = False
        self._show_buttons()

    def _show_buttons(self) -> None:
        for act, button in self.buttons.items():
            button.setVisible(self._can_act and (self._has_card or act is UserAct.MARK))

    def _unsay(self) -> None:
        self.buttons[UserAct.MARK].setText("Mark")

    def _button(self, action: Action) -> QPushButton:
        made = QPushButton(self)
        made.setObjectName(f"act_{action.act}")
        made.setProperty("action", True)
        made.setText(action.word)
        made.setFont(sized(made.font(), SIZE_PT))
        made.setAccessibleName(action.meaning)
        made.setToolTip(action.meaning)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self.act_wanted.emit(action.act))
        return made


def _room_for(words: Sequence[str], font: QFont) -> int:
    """For the widest of the words a button may have, so that its neighbors never move."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return ceil(max(QFontMetricsF(bold).horizontalAdvance(word) for word in words)) + 1
