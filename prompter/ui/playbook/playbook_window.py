# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The playbook's window: change it, see what the change would do, then save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QVBoxLayout,
)

from prompter.errors import PrompterError
from prompter.prompt.edit import CueEdit, Edit
from prompter.prompt.effect import Effect
from prompter.prompt.playbook_text import read_text
from prompter.record.export.whole_file import write_whole
from prompter.ui.plain_page import PlainPage, button, text_line
from prompter.ui.playbook.cue_list import CueList
from prompter.ui.playbook.cue_tabs import CueTabs
from prompter.ui.playbook.tryout import EffectView, Tryout
from prompter.ui.playbook.workshop import Workshop
from prompter.ui.theme import ThemeChoice
from prompter.ui.tick_box import TickBox

SIZE = QSize(1000, 820)
WIDE_PX = 720
"""From this width on, the cues stand at the left, not on top."""
LIST_PX, LIST_ON_TOP_PX = 240, 190
QWIDGETSIZE_MAX = (1 << 24) - 1
"""The toolkit's own: no limit."""
HELP = "What Prompter listens for, and what it offers you to say. Nothing changes until you save."
UNSAVED, SAVED = "Not saved yet. Try it out first.", "Saved. The next call uses it."
TRIED = "Tried. Save it, or undo."
_YES = QMessageBox.StandardButton.Yes


class PlaybookWindow(PlainPage):
    """Ctrl+Z undoes, Ctrl+S saves once it was tried."""

    closed = Signal()

    def __init__(self, workshop: Workshop, theme: ThemeChoice) -> None:
        super().__init__("playbook_window", "Playbook", SIZE, theme)
        self._workshop = workshop
        self.cues = CueList(self.inner)
        self.on = TickBox("&Listen for this", self.inner)
        self.tabs = CueTabs(self.inner)
        self.effect = EffectView(self.inner)
        self.effect.hide()
        self.tryout = Tryout(self)
        self.column.addWidget(text_line("title", "Playbook", self.inner))
        self.column.addWidget(text_line("help", HELP, self.inner))
        right = QVBoxLayout()
        for widget in (self.on, self.tabs, self.effect):
            right.addWidget(widget, 1 if widget is self.tabs else 0)
        self.halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.halves.setSpacing(16)
        self.halves.addWidget(self.cues)
        self.halves.addLayout(right, 1)
        self.column.addLayout(self.halves, 1)
        self.state = text_line("saved", "", self)
        self.more = button("more", "second", "&More", self)
        self.undo = button("undo", "second", "&Undo", self)
        self.test = button("try", "second", "&Try it out", self)
        self.save = button("save", "main", "&Save", self)
        self.foot.addWidget(self.state, 1)
        for each in (self.more, self.undo, self.test, self.save):
            self.foot.addWidget(each)
        self.filled()
        self._connect()
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is not saved goes only after asking."""
        if self._workshop.is_changed:
            question = "Close without saving your changes to the playbook?"
            if QMessageBox.question(self, "Playbook", question) != _YES:
                event.ignore()
                return
        self.tryout.cancel()
        event.accept()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has the cues on top."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE_PX
        way = QBoxLayout.Direction
        self.halves.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self.cues.setMinimumWidth(LIST_PX if wide else 0)
        self.cues.setMaximumWidth(LIST_PX if wide else QWIDGETSIZE_MAX)
        self.cues.setMaximumHeight(QWIDGETSIZE_MAX if wide else LIST_ON_TOP_PX)

    def _connect(self) -> None:
        self.cues.chosen.connect(self._show_cue)
        self.on.clicked.connect(lambda on: self._edit(CueEdit(self.cues.current, on)))
        self.tabs.edit_wanted.connect(self._edit)
        self.undo.clicked.connect(self._undo)
        self.test.clicked.connect(self._try)
        self.save.clicked.connect(self._save)
        self.tryout.went_on.connect(self.effect.show_progress)
        self.tryout.ended.connect(self._tried)
        menu = QMenu(self.more)
        menu.addAction("&Import a playbook…", self._import)
        menu.addAction("&Export it…", self._export)
        menu.addAction("Earlier &versions…", self._choose_version)
        self.more.setMenu(menu)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Undo, self._undo), (keys.Save, self._save_by_key), (keys.Close, self.close),
            (keys.Cancel, self.close),
        ):  # fmt: skip
            self.act_on(key, act)

    def _show_cue(self) -> None:
        playbook, name = self._workshop.playbook, self.cues.current
        self.on.setChecked(name in playbook.cues)
        cue = playbook.cues.get(name) or playbook.off.get(name)
        if cue is not None:
            self.tabs.show_cue(cue)
            if words := self.cues.search.text():
                self.tabs.point_at(words)

    def _show(self, state: str = "") -> None:
        """The playbook as it is with all that is pending, which has not been tried yet."""
        self.tryout.cancel()
        self.cues.show_playbook(self._workshop.playbook)
        changed = self._workshop.is_changed
        self.state.setText(state or (UNSAVED if changed else ""))
        self.undo.setEnabled(self._workshop.can_undo_edit)
        self.test.setEnabled(changed)
        self.save.setEnabled(False)
        self.effect.setVisible(False)

    def _edit(self, edit: Edit) -> None:
        self._change(lambda: self._workshop.edit(edit))

    def _change(self, change: Callable[[], None]) -> None:
        self.tryout.cancel()
        try:
            change()
        except PrompterError as error:
            self._say(error)
            return
        self._show()

    def _undo(self) -> None:
        self._change(self._workshop.undo_edit)

    def _try(self) -> None:
        self.effect.setVisible(True)
        self.effect.show_progress(0)
        self.tryout.start(self._workshop)

    def _tried(self, found: object) -> None:
        self.effect.show_found(found)
        self.area.ensureWidgetVisible(self.effect)
        if isinstance(found, Effect):
            self.state.setText(TRIED)
            self.save.setEnabled(True)
            self.save.setFocus()

    def _save_by_key(self) -> None:
        if self.save.isEnabled():
            self._save()

    def _save(self) -> None:
        try:
            self._workshop.save()
        except PrompterError as error:
            self._say(error)
            self._show()
            return
        self._show(SAVED)

    def _import(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Import a playbook", "", "Playbooks (*.toml)")
        if file:
            self._change(lambda: self._workshop.replace_text(read_text(Path(file)), Path(file)))

    def _export(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, "Export", "playbook.toml", "*.toml")
        if file:
            try:
                write_whole(Path(file), self._workshop.text.encode(), force=True)
            except PrompterError as error:
                self._say(error)

    def _choose_version(self) -> None:
        names = [version.name for version in self._workshop.versions()]
        if not names:
            QMessageBox.information(self, "Playbook", "No earlier versions yet.")
            return
        name, chosen = QInputDialog.getItem(
            self, "Earlier versions", "The playbook as it was until", names, 0, False
        )
        if chosen:
            self._change(
                lambda: self._workshop.replace_text(self._workshop.version_text(name), Path(name))
            )

    def _say(self, error: PrompterError) -> None:
        QMessageBox.warning(self, "Playbook", str(error))
