"""The keyboard, lent to the overlay when the user asks for it, and given back.

The overlay never takes the keyboard by itself. On X11 it goes back to the very window that had
it; elsewhere the system decides.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from prompter.ui.x11_active import activate, active_window

AGAIN_MS = 250
TRIES = 8
NO_FOCUS = Qt.WindowType.WindowDoesNotAcceptFocus


class KeyboardGuest:
    """Borrows the keyboard for one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._owner = 0
        self.has_keys = False

    def borrow(self) -> None:
        """Let the window have the keyboard until `give_back`."""
        if not self._window.isVisible():
            return
        handle = self._window.windowHandle()
        if not self.has_keys:
            self._owner = active_window() if _on_x11() else 0
        self.has_keys = True
        handle.setFlag(NO_FOCUS, False)
        handle.requestActivate()
        if _on_x11():
            activate(int(self._window.winId()))

    def give_back(self) -> None:
        """The window that had it shall have it again."""
        owner = self._owner
        self.forget()
        if owner and _on_x11():
            self._hand_to(owner, TRIES)

    def _hand_to(self, owner: int, tries: int) -> None:
        """Ask until it is so: a busy window manager may see the wish before the window's flag."""
        activate(owner)
        if tries > 1:
            QTimer.singleShot(AGAIN_MS, self._window, lambda: self._look(owner, tries - 1))

    def _look(self, owner: int, tries: int) -> None:
        if not self.has_keys and active_window() == int(self._window.winId()):
            self._hand_to(owner, tries)

    def forget(self) -> None:
        """The keyboard went elsewhere by itself."""
        self._owner, self.has_keys = 0, False
        self._window.windowHandle().setFlag(NO_FOCUS, True)


def _on_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"
