"""The passphrase of the kept calls: asked for to open them, or chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from prompter.archive_vault import ArchiveVault
from prompter.errors import PrompterError
from prompter.ui.plain_page import button, text_line

OPEN, CHOOSE = "Open your kept calls", "Protect your calls"
ABOUT_OPEN = "They are encrypted. Type their passphrase; it is forgotten when Prompter closes."
ABOUT_CHOOSE = (
    "No keyring is here that could keep a key, so your calls are encrypted with a passphrase. "
    "Four words are good. Should you forget it, nobody can read them, not even you."
)
ABOUT_LEAVE_OPEN = "Left open, whoever can read the files of this account can read your calls."
DIFFER = "These are two different passphrases."


class PassphraseDialog(QDialog):
    """Closes when the archive is open, or when the user cancels: then nothing has changed."""

    def __init__(self, vault: ArchiveVault, parent: QWidget, *, choose: bool) -> None:
        """choose: a passphrase is chosen, not asked for."""
        super().__init__(parent)
        self.setObjectName("passphrase")
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(CHOOSE if choose else OPEN)
        self.setMinimumWidth(460)
        self._vault, self._choose = vault, choose
        self.first = _field("Passphrase", self)
        self.second = _field("Once more", self)
        self.second.setVisible(choose)
        self.trouble = text_line("trouble", "", self)
        self.trouble.hide()
        self.accept_button = button("save", "main", "&Protect" if choose else "&Open", self)
        self.leave_open = button("leave_open", "link", "&Leave them open", self)
        self.leave_open.setVisible(choose)
        self.cancel = button("leave", "second", "&Cancel", self)
        self._lay_out()
        for field in (self.first, self.second):
            field.textChanged.connect(self._typed)
        self.accept_button.clicked.connect(self._use)
        self.leave_open.clicked.connect(lambda: self._try(self._vault.leave_open))
        self.cancel.clicked.connect(self.reject)
        self.accept_button.setDefault(True)
        self._typed()
        self.first.setFocus()

    def _typed(self) -> None:
        self.trouble.hide()
        self.accept_button.setEnabled(bool(self.first.text()))

    def _use(self) -> None:
        passphrase = self.first.text()
        if self._choose and passphrase != self.second.text():
            self._say(DIFFER)
            self.second.setFocus()
        elif self._choose:
            self._try(lambda: self._vault.use_passphrase(passphrase))
        else:
            self._try(lambda: self._vault.unlock(passphrase))

    def _try(self, change: Callable[[], None]) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a quarter of a second
        try:
            change()
        except PrompterError as error:
            self._say(str(error))
            self.first.selectAll()
            self.first.setFocus()
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.accept()

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()
        self.adjustSize()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(text_line("heading", CHOOSE if self._choose else OPEN, self))
        column.addWidget(text_line("body", ABOUT_CHOOSE if self._choose else ABOUT_OPEN, self))
        for field in (self.first, self.second):
            column.addWidget(field)
        column.addWidget(self.trouble)
        if self._choose:
            column.addWidget(text_line("help", ABOUT_LEAVE_OPEN, self))
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.leave_open)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.accept_button)
        column.addLayout(row)


def _field(name: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field
