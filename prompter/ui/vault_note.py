"""The note on the start page that the kept calls are locked, or not protected yet.

The keyring may take its time to answer, so it is asked on a thread of its own.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from prompter.archive_vault import Guard
from prompter.errors import PrompterError
from prompter.ui.live_parts import LiveParts
from prompter.ui.passphrase_dialog import PassphraseDialog
from prompter.ui.plain_page import button, text_line

_TEXTS = {
    Guard.LOCKED: "Your kept calls are locked. Until you open them, nothing of a call is kept.",
    Guard.UNDECIDED: "No keyring is here to protect your calls. Until you choose a passphrase, or "
    "none, nothing of a call is kept.",
}
_WAITING = (
    "Waiting for the system's keyring: unlock it. Until it answers, nothing of a call is kept."
)
_WAITS_MS = 1500
"""A keyring that is open has answered by then."""
_ACTS = {Guard.LOCKED: "&Open them", Guard.UNDECIDED: "Ch&oose"}


class VaultNote(QFrame):
    """Hidden when calls can be kept, or are not to be."""

    in_order = Signal()
    """What a start has to do with kept calls is done, as far as they are open."""
    _found = Signal(object)
    """Guard, or the PrompterError that came instead, from the thread that asks."""

    def __init__(self, live: LiveParts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cut_off")
        self._live, self._guard = live, Guard.OPEN
        self.dialog: PassphraseDialog | None = None
        self.text = text_line("cut_off_text", "", self)
        self.act = button("vault_act", "second", "", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.text)
        column.addWidget(self.act)
        self._thread: threading.Thread | None = None
        self._is_to_order = True
        self.act.clicked.connect(self._open_dialog)
        self._found.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.hide()
        self.look_again()

    def look_again(self) -> None:
        """What protects the calls may have changed."""
        if self._thread is not None and self._thread.is_alive():
            return  # its answer is as good
        self._thread = threading.Thread(target=self._ask, name="vault")
        self._thread.start()
        QTimer.singleShot(_WAITS_MS, self, self._say_waiting)

    def wait(self) -> None:
        """Wait for the answer; nothing may be told to a window that is gone."""
        if self._thread is not None:
            self._thread.join()

    def _ask(self) -> None:
        try:
            if self._is_to_order:
                self._is_to_order = False
                self._live.put_in_order()
                self.in_order.emit()
            self._found.emit(self._live.vault.guard)
        except PrompterError as trouble:
            self._found.emit(trouble)

    def _show(self, found: Guard | PrompterError) -> None:
        if isinstance(found, Guard):
            self._guard, text = found, ""
        else:
            self._guard, text = Guard.LOCKED, f"Nothing of a call is kept: {found}"
        wanted = self._guard in _TEXTS and self._live.keep != "nothing"
        self.text.setText((text or _TEXTS[self._guard]) if wanted else "")
        self.act.setText(_ACTS[self._guard] if wanted else "")
        self.act.setVisible(not text)
        self.setVisible(wanted)

    def _say_waiting(self) -> None:
        if self._live.vault.waits_for_keyring and self._live.keep != "nothing":
            self.text.setText(_WAITING)
            self.act.hide()
            self.show()

    def _open_dialog(self) -> None:
        choose = self._guard is Guard.UNDECIDED
        self.dialog = PassphraseDialog(self._live.vault, self.window(), choose=choose)
        self.dialog.accepted.connect(self._accepted)
        self.dialog.setModal(True)
        self.dialog.show()

    def _accepted(self) -> None:
        self.hide()
        self._is_to_order = True
        self.look_again()
