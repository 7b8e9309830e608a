"""“Missed this” and “Wrong card”: a line of a past call becomes a wording of the playbook."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.prompt.edit import WordingEdit, WordingKind, wording_of
from prompter.prompt.effect import Effect
from prompter.prompt.own_playbook import PlaybookMoved
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.plain_page import button, text_line
from prompter.ui.playbook.tryout import EffectView, Tryout
from prompter.ui.playbook.workshop import Workshop

TRY_AFTER_MS = 400
"""After the last key."""
TITLES = {WordingKind.PHRASE: "Missed this", WordingKind.VETO: "Wrong card"}
WHICH = "What did they do? Choose it here."
_HELP = {
    WordingKind.PHRASE: "Keep just the words that give it away. Whenever they are said, "
    "Prompter will show a card for:",
    WordingKind.VETO: "Keep just the words that misled Prompter. Where they are said, they "
    "will no longer count for:",
}


class WordingDialog(QDialog):
    """Tries the wording by itself; Save is there once it has been tried."""

    def __init__(
        self,
        workshop: Workshop,
        said: str,
        kind: WordingKind,
        heard: Sequence[str],
        parent: QWidget,
    ) -> None:
        """said: the line. heard: the cues that were heard in it, the likeliest choice."""
        super().__init__(parent)
        self.setObjectName("wording")
        self.setWindowTitle(TITLES[kind])
        self.resize(560, 420)
        self._workshop, self._kind = workshop, kind
        self.words = QLineEdit(wording_of(said), self)
        self.words.setAccessibleName("The words")
        self.cue = ChoiceBox(self)
        self.cue.setAccessibleName("The cue")
        cues = workshop.playbook.cues
        for name in sorted(cues, key=lambda name: (name not in heard, cues[name].title)):
            self.cue.addItem(cues[name].title, name)
        if not any(name in cues for name in heard):  # a guess would be saved unread
            self.cue.setPlaceholderText(WHICH)
            self.cue.setCurrentIndex(-1)
        self.effect = EffectView(self)
        self.save = button("save", "main", "&Save", self)
        self.leave = button("leave", "second", "&Cancel", self)
        self.tryout = Tryout(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TRY_AFTER_MS)
        self._lay_out(_HELP[kind])
        self._connect()
        self._try()

    def done(self, result: int) -> None:
        """Saved or not, nothing runs on."""
        self._soon.stop()
        self.tryout.cancel()
        super().done(result)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._changed)
        self.cue.currentIndexChanged.connect(self._changed)
        self._soon.timeout.connect(self._try)
        self.tryout.went_on.connect(self.effect.show_progress)
        self.tryout.ended.connect(self._tried)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)

    def _changed(self) -> None:
        self.save.setEnabled(False)
        self.tryout.cancel()
        self._soon.start()

    def _try(self) -> None:
        self.save.setEnabled(False)
        self.tryout.cancel()
        while self._workshop.can_undo_edit:
            self._workshop.undo_edit()
        if self.cue.currentIndex() < 0:
            self.effect.clear()
            return
        words = " ".join(self.words.text().split())
        try:
            self._workshop.edit(WordingEdit(self.cue.currentData(), words, self._kind))
        except PrompterError as error:
            self.effect.show_found(error)
            return
        self.effect.show_progress(0)
        self.tryout.start(self._workshop)

    def _tried(self, found: object) -> None:
        self.effect.show_found(found)
        self.save.setEnabled(isinstance(found, Effect))
        if isinstance(found, Effect):
            self.save.setDefault(True)

    def _save(self) -> None:
        try:
            self._workshop.save()
        except PlaybookMoved:  # by another window; what it would do now is shown before it's saved
            self._try()
            return
        except PrompterError as error:
            self.effect.show_found(error)
            self.save.setEnabled(False)
            return
        self.accept()

    def _lay_out(self, help_text: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        label = QLabel("&Words:", self)
        label.setBuddy(self.words)
        column.addWidget(label)
        column.addWidget(self.words)
        column.addWidget(text_line("help", help_text, self))
        column.addWidget(self.cue)
        column.addWidget(self.effect, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.save)
        column.addLayout(foot)
