"""“Missed this” and “Wrong card”: from a line of the transcript to the playbook.

As buttons under the transcript, in the menu of a line, and by keys.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from prompter.errors import PrompterError
from prompter.messages import Channel
from prompter.prompt.edit import WordingKind
from prompter.record.calls import StoredSegment
from prompter.ui.plain_page import button
from prompter.ui.playbook.wording_dialog import WordingDialog
from prompter.ui.playbook.workshop import MakeWorkshop
from prompter.ui.review.call_page import CallPage

HINT = "Choose a line of theirs to teach Prompter."
KEYS = {WordingKind.PHRASE: "Ctrl+M", WordingKind.VETO: "Ctrl+Shift+M"}


class WordingButtons(QObject):
    """They work on lines of the other side only: only THEM gives cues."""

    def __init__(self, page: CallPage, make_workshop: MakeWorkshop | None) -> None:
        super().__init__(page)
        self._page, self._make = page, make_workshop
        self.dialog: WordingDialog | None = None
        self.missed = button("missed", "second", "&Missed this", page)
        self.wrong = button("wrong", "second", "&Wrong card", page)
        self.hint = QLabel(HINT, page)
        self.hint.setObjectName("about")
        page.below.addWidget(self.hint, 1)
        page.below.addWidget(self.missed)
        page.below.addWidget(self.wrong)
        for each in (self.missed, self.wrong, self.hint):
            each.setVisible(make_workshop is not None)
        self.actions = {
            WordingKind.PHRASE: self._action(WordingKind.PHRASE, self.missed),
            WordingKind.VETO: self._action(WordingKind.VETO, self.wrong),
        }
        if make_workshop is not None:
            page.transcript.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            page.transcript.addActions(list(self.actions.values()))
        page.transcript.selectionModel().currentChanged.connect(self._chosen)
        page.model.modelReset.connect(lambda: self._chosen(QModelIndex()))
        self._chosen(QModelIndex())

    def _action(self, kind: WordingKind, made: QPushButton) -> QAction:
        action = QAction(made.text(), self)
        action.setShortcut(QKeySequence(KEYS[kind]))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(keys)
        action.triggered.connect(lambda: self._open(kind))
        made.clicked.connect(action.trigger)
        return action

    def _segment(self, index: QModelIndex) -> StoredSegment | None:
        row = self._page.model.rows[index.row()] if index.isValid() else None
        segment = row.segment if row is not None else None
        return segment if segment is not None and segment.channel is Channel.THEM else None

    def _chosen(self, index: QModelIndex, _before: object = None) -> None:
        there = self._segment(index) is not None
        for made in (self.missed, self.wrong):
            made.setEnabled(there)
        for action in self.actions.values():
            action.setEnabled(there)

    def _heard(self, segment: StoredSegment) -> list[str]:
        call = self._page.call
        hits = call.cue_hits if call is not None else ()
        return [
            hit.cue
            for hit in hits
            if hit.channel is Channel.THEM and hit.utterance == segment.utterance
        ]

    def _open(self, kind: WordingKind) -> None:
        segment = self._segment(self._page.transcript.currentIndex())
        if segment is None or self._make is None:
            return
        try:
            workshop = self._make()
        except PrompterError as error:
            QMessageBox.warning(self._page, "Playbook", str(error))
            return
        self.dialog = WordingDialog(
            workshop, segment.text, kind, self._heard(segment), self._page.window()
        )
        self.dialog.setModal(True)
        self.dialog.show()
