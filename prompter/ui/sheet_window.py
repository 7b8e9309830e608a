# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The call sheet's window: what is typed is saved by itself, and can be taken back."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence

from prompter.call_sheet import CallSheet
from prompter.errors import BadSheet, PrompterError
from prompter.sheet_store import SheetStore
from prompter.ui.changes import Changes
from prompter.ui.own_data import OwnData
from prompter.ui.plain_page import PlainPage, button, text_line
from prompter.ui.sheet_fields import SheetFields, Typed
from prompter.ui.text_field import TextField
from prompter.ui.theme import ThemeChoice

SAVE_AFTER_MS = 500
"""After the last key."""
SIZE = QSize(640, 800)
HELP = "Fill in what you know; nothing has to be there. The cards use it word for word."
NEW = "Saved by itself as soon as you type."
SAVED = "Saved."
TYPING = "Saving\N{HORIZONTAL ELLIPSIS}"


class SheetWindow(PlainPage):
    """One call sheet. An empty one that is new leaves no file."""

    closed = Signal(str)
    """The sheet's name; empty when there is none."""

    def __init__(self, store: SheetStore, name: str, own: OwnData, theme: ThemeChoice) -> None:
        """name: of the sheet; empty for a new one. own: the user's name and number."""
        super().__init__("sheet_window", "Call sheet", SIZE, theme)
        self._store, self.name, self._own = store, name, own
        self._is_new = not name
        self._leaving = False
        self.trouble = text_line("trouble", "", self.inner)
        self.trouble.hide()
        self.column.addWidget(text_line("title", "Call sheet", self.inner))
        self.column.addWidget(text_line("help", HELP, self.inner))
        self.column.addWidget(self.trouble)
        self.fields = SheetFields(self.inner, self.column)
        self.column.addStretch(1)
        self.saved = text_line("saved", NEW, self)
        self.undo = button("undo", "second", "&Undo", self)
        self.done = button("done", "main", "&Done", self)
        self.foot.addWidget(self.saved, 1)
        self.foot.addWidget(self.undo)
        self.foot.addWidget(self.done)
        self.filled()
        self._changes: Changes[Typed] = Changes()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SAVE_AFTER_MS)
        self._typing.timeout.connect(self._save)
        self._field: TextField | None = None
        self._load()
        self._connect()

    @property
    def sheet(self) -> CallSheet:
        """The sheet as it stands in the window."""
        return self.fields.typed().sheet

    def take_back(self) -> None:
        """Undo what was typed last."""
        self._show(self._changes.undo(self._now))

    def do_again(self) -> None:
        """Take back the last undo."""
        self._show(self._changes.redo(self._now))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was typed last. When that fails, say so, and close only when asked again."""
        self._save()
        if self._kept != self._now and not self._leaving:
            self._leaving = True
            event.ignore()
            return
        if self.name and self._is_new:
            with suppress(BadSheet):  # then it keeps the name it was given first
                self.name = self._store.rename(self.name, self.sheet.title)
        event.accept()
        self.closed.emit(self.name)

    def _load(self) -> None:
        typed = Typed(CallSheet(), self._own.name, self._own.number)
        try:
            if self.name:
                typed = Typed(self._store.load(self.name), typed.name, typed.number)
                self.saved.setText(SAVED)
        except BadSheet as error:
            self._say(str(error))
            self.fields.lock()
        self.fields.show(typed)
        self._now = self._kept = typed
        self._show_undo()

    def _connect(self) -> None:
        for field in self.fields.all:
            field.textChanged.connect(lambda field=field: self._typed(field))
        self.undo.clicked.connect(self.take_back)
        self.done.clicked.connect(self.close)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Undo, self.take_back),
            (keys.Redo, self.do_again),
            (keys.Close, self.close),
            (keys.Cancel, self.close),
        ):
            self.act_on(key, act)
        self.fields.all[0].setFocus()

    def _typed(self, field: TextField) -> None:
        now = self.fields.typed()
        if now == self._now:
            return
        if field is not self._field or not self._typing.isActive():
            self._changes.note(self._now)
        self._now, self._field = now, field
        self._wait_to_save()

    def _show(self, typed: Typed | None) -> None:
        if typed is None:
            return
        self._now, self._field = typed, None
        self.fields.show(typed)
        self._wait_to_save()

    def _wait_to_save(self) -> None:
        self.saved.setText(TYPING)
        self._leaving = False
        self._typing.start()
        self._show_undo()

    def _save(self) -> None:
        self._typing.stop()
        if self._now == self._kept:
            if self.name:
                self.saved.setText(SAVED)
            return
        try:
            if self._now.sheet != self._kept.sheet:
                self.name = self.name or self._store.new_name("new sheet")
                self._store.save(self.name, self._now.sheet)
            self._own.keep(self._now.name, self._now.number)
        except PrompterError as error:
            self._say(str(error))
            self.saved.setText("Not saved.")
            return
        self._kept = self._now
        self.trouble.hide()
        self.saved.setText(SAVED)

    def _say(self, trouble: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.show()
        self.area.verticalScrollBar().setValue(0)

    def _show_undo(self) -> None:
        self.undo.setEnabled(self._changes.can_undo)
