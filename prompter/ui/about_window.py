# ruff: noqa: N802  (Qt names the events that are overridden here)
"""About Prompter: its version, its promise, its license and those of all its parts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontDatabase, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QPlainTextEdit

from prompter.about import LICENSE, NAME, STAYS_HERE, WHAT_IT_IS, Part, matching, parts_of
from prompter.about import third_party as read_third_party
from prompter.errors import PrompterError
from prompter.ui.fitted_label import sized
from prompter.ui.plain_page import PlainPage, button, text_line
from prompter.ui.playbook.item_list import item_list
from prompter.ui.theme import ThemeChoice

SIZE = QSize(720, 760)
OWN_LICENSE = f"Prompter itself: {LICENSE}."
MADE_WITH = "Made with the work of others"
FOUND = "{} of {} parts"
NONE_FOUND = "No part has that in its name or license."
LICENSE_PT = 10
_PART = Qt.ItemDataRole.UserRole


class AboutWindow(PlainPage):
    """Ctrl+F searches the parts, Down goes to the list, Escape closes."""

    closed = Signal()

    def __init__(self, theme: ThemeChoice) -> None:
        super().__init__("about_window", "About", SIZE, theme)
        self.column.addWidget(text_line("title", NAME, self.inner))
        for name, text in (("body", WHAT_IT_IS), ("say_this", STAYS_HERE), ("help", OWN_LICENSE)):
            line = text_line(name, text, self.inner)
            flags = Qt.TextInteractionFlag
            line.setTextInteractionFlags(flags.TextSelectableByMouse)
            self.column.addWidget(line)
        self.column.addSpacing(10)
        self.column.addWidget(text_line("group", MADE_WITH, self.inner))
        self.search = QLineEdit(self.inner)
        self.search.setPlaceholderText("Search names and licenses")
        self.search.setAccessibleName("Search the parts and their licenses")
        self.search.setClearButtonEnabled(True)
        self.found = text_line("help", "", self.inner)
        self.trouble = text_line("trouble", "", self.inner)
        self.list = item_list("Parts and their licenses", self.inner)
        self.text = QPlainTextEdit(self.inner)
        self.text.setObjectName("license")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(150)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.text.setFont(sized(fixed, LICENSE_PT))
        for widget in (self.search, self.found, self.trouble):
            self.column.addWidget(widget)
        self.column.addWidget(self.list, 2)
        self.column.addWidget(self.text, 3)
        done = button("done", "main", "&Done", self)
        self.foot.addStretch(1)
        self.foot.addWidget(done)
        self.filled()
        self._parts: tuple[Part, ...] = ()
        self.search.textChanged.connect(self._show_parts)
        self.list.currentItemChanged.connect(self._show_text)
        done.clicked.connect(self.close)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Close, self.close), (keys.Cancel, self.close), (keys.Find, self.search.setFocus),
        ):  # fmt: skip
            self.act_on(key, act)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, self.list.setFocus)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.search.setFocus()

    def come_forward(self) -> None:
        """Open it, or bring it to the front."""
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        """The parts are read when they are first looked at."""
        if not self._parts:
            self._parts = self._read()
            self._show_parts(self.search.text())
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell it."""
        event.accept()
        self.closed.emit()

    def _read(self) -> tuple[Part, ...]:
        try:
            parts = parts_of(read_third_party())
        except PrompterError as error:
            self.trouble.setText(str(error))
            parts = ()
        self.trouble.setVisible(not parts)
        return parts

    def _show_parts(self, words: str) -> None:
        parts = matching(self._parts, words)
        self.list.clear()
        for part in parts:
            item = QListWidgetItem(part.line, self.list)
            item.setData(_PART, part.text)
        self.found.setText(FOUND.format(len(parts), len(self._parts)) if parts else NONE_FOUND)
        self.found.setVisible(bool(self._parts))
        self.list.setCurrentRow(0 if parts else -1)

    def _show_text(self, item: QListWidgetItem | None) -> None:
        self.text.setPlainText("" if item is None else item.data(_PART))
        name = "" if item is None else item.text().partition(":")[0]
        self.text.setAccessibleName(f"The license of {name}" if name else "No license")
