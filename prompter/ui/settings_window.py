# ruff: noqa: N802  (Qt names the events that are overridden here)
"""All settings in one window: each change holds at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QLabel

from prompter.errors import BadSettings
from prompter.settings import Settings, load_settings, save_setting
from prompter.ui.changes import Changes
from prompter.ui.fitted_label import sized
from prompter.ui.plain_page import PlainPage, button, panel, text_line
from prompter.ui.setting_rows import Row, Value, known_settings, value_of
from prompter.ui.setting_words import GROUPS, words_for
from prompter.ui.theme import ThemeChoice

Change = tuple[str, Value]
"""A setting and its value."""
SIZE = QSize(700, 820)
HELP = "Each change holds at once and is written to {}"
SAMPLE = "What would have made me your first choice?"
LAST = "\N{HORIZONTAL ELLIPSIS}; the default is used"
FONT, THEME = "font_size_pt", "theme"


class SettingsWindow(PlainPage):
    """Reads and writes one settings file, whose comments stay."""

    changed = Signal(object)
    """The Settings as they are now."""
    closed = Signal()
    about_wanted = Signal()

    def __init__(self, file: Path) -> None:
        self._file = file
        self.settings, self._complaints, broken = _read(file)
        super().__init__("settings_window", "Settings", SIZE, self._theme)
        self._changes: Changes[Change] = Changes()
        self.column.addWidget(text_line("title", "Settings", self.inner))
        self.column.addWidget(text_line("help", HELP.format(_short(file)), self.inner))
        self.trouble = text_line("trouble", "", self.inner)
        self.column.addWidget(self.trouble)
        self.rows: dict[str, Row] = {}
        self.sample = QLabel(SAMPLE, self.inner)
        self._add_rows()
        self.column.addStretch(1)
        self.undo = button("undo", "second", "&Undo", self)
        done = button("done", "main", "&Done", self)
        self.about = button("about", "link", "&About Prompter", self)
        self.about.clicked.connect(self.about_wanted)
        self.told = text_line("saved", "", self)
        self.foot.addWidget(self.about)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.undo)
        self.foot.addWidget(done)
        self.filled()
        self.undo.clicked.connect(self.take_back)
        done.clicked.connect(self.close)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Undo, self.take_back),
            (keys.Redo, self.do_again),
            (keys.Close, self.close),
            (keys.Cancel, self.close),
        ):
            self.act_on(key, act)
        self._show_all()
        for row in self.rows.values():
            row.setEnabled(not broken)
        next(iter(self.rows.values())).editor.setFocus()

    def take_back(self) -> None:
        """Undo the last change."""
        self._go(self._changes.last, self._changes.undo)

    def do_again(self) -> None:
        """Take back the last undo."""
        self._go(self._changes.next, self._changes.redo)

    def changeEvent(self, event: QEvent) -> None:
        """The file may have been edited by hand meanwhile."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.read_again()
        super().changeEvent(event)

    def read_again(self) -> None:
        """Show what the file says now."""
        settings, complaints, broken = _read(self._file)
        if (settings, complaints) == (self.settings, self._complaints):
            return
        self.settings, self._complaints = settings, complaints
        self._show_all()
        for row in self.rows.values():
            row.setEnabled(not broken)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed last counts too."""
        for row in self.rows.values():
            row.flush()
        event.accept()
        self.closed.emit()

    @property
    def _theme(self) -> ThemeChoice:
        return cast(ThemeChoice, self.settings.theme)

    def _add_rows(self) -> None:
        known = known_settings()
        for group in GROUPS:
            mine = [each for each in known if words_for(each.key).group == group]
            if not mine:
                continue
            self.column.addSpacing(12)
            self.column.addWidget(text_line("group", group, self.inner))
            frame, column = panel(self.inner)
            for each in mine:
                row = Row(each, self._change, frame)
                self.rows[each.key] = row
                column.addWidget(row)
                if each.key == FONT:
                    self.sample.setObjectName("sample")
                    self.sample.setWordWrap(True)
                    self.sample.setAccessibleName("How large a card's text is")
                    column.addWidget(self.sample)
            self.column.addWidget(frame)

    def _change(self, key: str, value: Value) -> None:
        before = value_of(self.settings, key)
        if value != before and self._write(key, value, before):
            self._changes.note((key, before))
            self.undo.setEnabled(True)

    def _write(self, key: str, value: Value, before: Value) -> bool:
        row = self.rows[key]
        try:
            save_setting(self._file, key, value)
            settings, complaints = load_settings(self._file)
            wrong = [line for line in complaints if f": {key.rpartition('.')[2]} " in line]
            if wrong:
                save_setting(self._file, key, before)
                reason = wrong[0].partition(f": {key.rpartition('.')[2]} ")[2]
                row.show_trouble(f"This {reason.replace(LAST[1:], '')}. It stays as it was.")
                return False
        except BadSettings as error:
            row.show_trouble(str(error))
            return False
        self.settings, self._complaints = settings, complaints
        row.show_trouble("")
        self.told.setText("Saved.")
        self._show_look()
        self.changed.emit(settings)
        return True

    def _go(self, change: Change | None, step: Callable[[Change], Change | None]) -> None:
        if change is None:
            return
        key, value = change
        before = value_of(self.settings, key)
        if self._write(key, value, before):
            step((key, before))
            self.rows[key].show_value(value)
            self.rows[key].editor.setFocus()
            self.told.setText(f"{words_for(key).title}: as it was.")
        self.undo.setEnabled(self._changes.can_undo)

    def _show_all(self) -> None:
        self.trouble.setText("\n".join(self._complaints))
        self.trouble.setVisible(bool(self._complaints))
        for key, row in self.rows.items():
            row.show_value(value_of(self.settings, key))
        self.undo.setEnabled(self._changes.can_undo)
        self._show_look()

    def _show_look(self) -> None:
        """The colors and the sample follow at once."""
        self.use_theme(self._theme)
        size = self.settings.font_size_pt
        self.sample.setFont(sized(self.sample.font(), size))


def _short(file: Path) -> str:
    """The file's place, from the user's own folder on where it lies in there."""
    home = Path.home()
    return str(Path("~") / file.relative_to(home)) if file.is_relative_to(home) else str(file)


def _read(file: Path) -> tuple[Settings, list[str], bool]:
    """The settings, what is wrong in the file, and whether it can't be read at all."""
    try:
        settings, complaints = load_settings(file)
    except BadSettings as error:
        return Settings(), [str(error)], True
    return settings, complaints, False
