"""The cards of a cue: what can be said back. They are changed below the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from prompter.prompt import Card, Goal
from prompter.prompt.edit import CardEdit, CardRemoval, NewCard
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.plain_page import button, text_line
from prompter.ui.playbook.item_list import item_list
from prompter.ui.text_field import TextField

FIELDS = {
    "say": ("What you say", "at most 20 words: thank or agree, then one question"),
    "say_with": (
        "The same with gaps from the call sheet, if you like",
        "Would ten minutes about {idea} suit you, {person}?",
    ),
    "why": ("Why it works", "They like to help."),
}


class CardList(QWidget):
    """Delete removes the card that is chosen."""

    edit_wanted = Signal(object)
    """A CardEdit, NewCard or CardRemoval."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cue, self._cards = "", tuple[Card, ...]()
        self.list = item_list("Cards", self)
        self.fields = {
            key: TextField(name, example, self) for key, (name, example) in FIELDS.items()
        }
        self.say, self.why = self.fields["say"], self.fields["why"]
        self.goal = ChoiceBox(self)
        self.goal.setAccessibleName("What a new card asks for")
        self.goal.setMinimumContentsLength(8)
        for goal in Goal:
            self.goal.addItem(goal.value.replace("_", " ").capitalize(), goal)
        self.change = button("change", "second", "C&hange", self)
        self.add = button("add", "second", "Add as ne&w", self)
        self.remove = button("remove", "second", "Remo&ve", self)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_card)
        self.change.clicked.connect(self._change)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def show_cards(self, cue: str, cards: tuple[Card, ...]) -> None:
        """Those of a cue; of the same one, the row stays, or goes to a card that is new."""
        row = self.list.currentRow() if cue == self._cue else 0
        if cue == self._cue and len(cards) > len(self._cards):
            row = len(cards) - 1
        self._cue, self._cards = cue, cards
        self.list.clear()
        for card in cards:
            item = QListWidgetItem(card.say)
            item.setToolTip(f"{card.goal.value.replace('_', ' ')}, {card.tone or 'any tone'}")
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(cards) - 1))
        self.remove.setEnabled(len(cards) > 1)

    def _show_card(self, row: int) -> None:
        if 0 <= row < len(self._cards):
            card = self._cards[row]
            for key, field in self.fields.items():
                field.put(getattr(card, key))
            self.goal.setCurrentIndex(self.goal.findData(card.goal))

    def _card(self) -> Card | None:
        row = self.list.currentRow()
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def _change(self) -> None:
        card = self._card()
        if card is None:
            return
        typed = {key: field.text.strip() for key, field in self.fields.items()}
        for key, text in typed.items():
            if text != getattr(card, key):
                self.edit_wanted.emit(CardEdit(card.id, key, text))

    def _add(self) -> None:
        say, say_with, why = (field.text.strip() for field in self.fields.values())
        goal = Goal(self.goal.currentData())
        self.edit_wanted.emit(NewCard(self._cue, goal, say, why, say_with=say_with))

    def _remove(self) -> None:
        card = self._card()
        if card is not None and len(self._cards) > 1:
            self.edit_wanted.emit(CardRemoval(card.id))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        for field, (name, _example) in zip(self.fields.values(), FIELDS.values(), strict=True):
            column.addWidget(text_line("help", name, self))
            column.addWidget(field)
        acts, new = QHBoxLayout(), QHBoxLayout()
        acts.addStretch(1)
        acts.addWidget(self.change)
        acts.addWidget(self.remove)
        new.addWidget(self.goal, 1)
        new.addWidget(self.add)
        column.addLayout(acts)
        column.addLayout(new)
