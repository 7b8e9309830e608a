"""One cue of the playbook: its phrases, what never means it, and its cards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from prompter.prompt import Cue
from prompter.prompt.edit import WordingEdit, WordingKind
from prompter.ui.plain_page import button, text_line
from prompter.ui.playbook.card_list import CardList
from prompter.ui.playbook.item_list import item_list, point_at

_HELP = {
    WordingKind.PHRASE: "When an employer says one of these, Prompter shows a card. Small letters; "
    "(a|b) is a choice, [very] may be missing, ... stands for up to three words.",
    WordingKind.VETO: "Where one of these is said, its words do not count for this cue.",
}
_NAME = {WordingKind.PHRASE: "Phrases", WordingKind.VETO: "What never means it"}
_ADD = {WordingKind.PHRASE: "gone with someone else", WordingKind.VETO: "under the sink"}


class CueTabs(QTabWidget):
    """Shows a cue; tells the edits that the user wants."""

    edit_wanted = Signal(object)
    """An Edit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lists = {kind: WordingList(kind, self) for kind in WordingKind}
        self.cards = CardList(self)
        for widget in self.lists.values():
            widget.edit_wanted.connect(self.edit_wanted)
        self.cards.edit_wanted.connect(self.edit_wanted)
        self.addTab(self.lists[WordingKind.PHRASE], "&Phrases")
        self.addTab(self.lists[WordingKind.VETO], "&Never")
        self.addTab(self.cards, "&Cards")

    def show_cue(self, cue: Cue) -> None:
        """A cue, or the same one changed."""
        self.lists[WordingKind.PHRASE].show_wordings(cue.id, cue.phrases)
        self.lists[WordingKind.VETO].show_wordings(cue.id, cue.never)
        self.cards.show_cards(cue.id, cue.cards)

    def point_at(self, words: str) -> None:
        """Go to the first phrase or card in which these words stand, and to its tab."""
        lists = [each.list for each in self.lists.values()]
        for tab, items in enumerate((*lists, self.cards.list)):
            if point_at(items, words):
                self.setCurrentIndex(tab)
                return


class WordingList(QWidget):
    """Phrases or do-not-trigger phrases. Enter adds, Delete removes."""

    edit_wanted = Signal(object)

    def __init__(self, kind: WordingKind, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind, self._cue = kind, ""
        self.list = item_list(_NAME[kind], self)
        self.new = QLineEdit(self)
        self.new.setPlaceholderText(f"e.g. {_ADD[kind]}")
        self.new.setAccessibleName("New words")
        self.add = button("add", "second", "&Add", self)
        self.remove = button("remove", "second", "&Remove", self)
        column = QVBoxLayout(self)
        column.addWidget(text_line("help", _HELP[kind], self))
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.new, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.new.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def show_wordings(self, cue: str, wordings: tuple[str, ...]) -> None:
        """Those of a cue; of the same one, the row stays, and what was added last is in sight."""
        again = cue == self._cue
        more = again and len(wordings) > self.list.count()
        row = self.list.currentRow() if again else 0
        self._cue = cue
        self.list.clear()
        self.list.addItems(list(wordings))
        self.list.setCurrentRow(len(wordings) - 1 if more else min(row, len(wordings) - 1))
        self.remove.setEnabled(bool(wordings))
        if more:
            self.list.doItemsLayout()  # the heights of wrapped rows, before it scrolls
            self.list.scrollToBottom()
            self.new.clear()

    def _add(self) -> None:
        words = " ".join(self.new.text().split())
        if words:
            self.edit_wanted.emit(WordingEdit(self._cue, words, self._kind))

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.edit_wanted.emit(WordingEdit(self._cue, item.text(), self._kind, remove=True))
