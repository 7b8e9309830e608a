"""The cues of a playbook, and a search through all that is in them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from prompter.prompt import Cue, Playbook
from prompter.ui.playbook.item_list import item_list

ID = Qt.ItemDataRole.UserRole
NOTHING = "No cue has that."


class CueList(QWidget):
    """Ctrl+F goes to the search; Down goes from there to the list."""

    chosen = Signal(str)
    """The id of the cue that is shown now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search all words")
        self.search.setAccessibleName("Search cues, phrases and cards")
        self.search.setClearButtonEnabled(True)
        self.list = item_list("Cues", self)
        self.list.setMinimumHeight(120)
        self.nothing = QLabel(NOTHING, self)
        self.nothing.setObjectName("help")
        self.nothing.hide()
        self._texts: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.nothing, self.list):
            column.addWidget(widget)
        self.search.textChanged.connect(self._filter)
        self.list.currentRowChanged.connect(self._tell)
        for keys, where, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), parent, self.search.setFocus),
            (QKeySequence(Qt.Key.Key_Down), self.search, self.list.setFocus),
        ):
            shortcut = QShortcut(keys, where)
            if where is self.search:
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    @property
    def current(self) -> str:
        """The id of the cue that is chosen; empty when the search finds none."""
        item = self.list.currentItem()
        return "" if item is None or item.isHidden() else str(item.data(ID))

    def choose(self, cue: str) -> None:
        """Go to a cue, whatever is searched for."""
        for row in range(self.list.count()):
            if self.list.item(row).data(ID) == cue:
                self.search.clear()
                self.list.setCurrentRow(row)

    def show_playbook(self, playbook: Playbook) -> None:
        """Its cues, on and off; the same one stays chosen."""
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        cues = [*playbook.cues.values(), *playbook.off.values()]
        self._texts = {cue.id: _all_words(cue) for cue in cues}
        # a cue that is switched off moves to the end of the playbook, but not of this list
        for cue in sorted(cues, key=lambda cue: cue.title.casefold()):
            item = QListWidgetItem(cue.title + ("  (off)" if cue.id in playbook.off else ""))
            item.setData(ID, cue.id)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        words, first = text.casefold().split(), -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            there = all(word in self._texts[item.data(ID)] for word in words)
            item.setHidden(not there)
            if there and first < 0:
                first = row
        self.nothing.setVisible(first < 0)
        item = self.list.currentItem()
        if first >= 0 and (item is None or item.isHidden()):
            self.list.setCurrentRow(first)
        else:
            self._tell()

    def _tell(self, _row: int = 0) -> None:
        if self.current:
            self.list.scrollToItem(self.list.currentItem())
            self.chosen.emit(self.current)


def _all_words(cue: Cue) -> str:
    cards = (text for card in cue.cards for text in (card.say, card.say_with, card.why))
    return "\n".join((cue.id, cue.title, *cue.phrases, *cue.never, *cards)).casefold()
