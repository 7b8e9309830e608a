# ruff: noqa: N802  (Qt names the events that are overridden here)
"""A floating panel as the user handles it: its place, its clicks, its keys, screen shares."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMoveEvent

from prompter.messages import UserAct
from prompter.ui.floating_panel import SETTLE_MS, FloatingPanel
from prompter.ui.keyboard_guest import KeyboardGuest
from prompter.ui.share_guard import hide_from_shares
from prompter.ui.theme import Theme
from prompter.ui.view_settings import ViewSettings
from prompter.ui.x11_frame import let_clicks_pass_frame

KEYS = {
    Qt.Key.Key_N: UserAct.NEXT,
    Qt.Key.Key_A: UserAct.ASKED,
    Qt.Key.Key_P: UserAct.PIN,
    Qt.Key.Key_D: UserAct.DISMISS,
    Qt.Key.Key_M: UserAct.MARK,
}
"""What a key does while the user has lent the panel the keyboard; H hides, Escape gives it back."""

REST_MS = 400
"""A drag is over when the panel has not moved for so long: a window manager that moves it keeps
the release of the button to itself."""


class UserPanel(FloatingPanel):
    """Opens where it was last dragged to."""

    act_wanted = Signal(object)
    hide_wanted = Signal()
    clicks_pass_changed = Signal(str)

    def __init__(self, theme: Theme, settings: ViewSettings) -> None:
        super().__init__(theme)
        self._settings = settings
        self.keyboard = KeyboardGuest(self)
        self.clicks_pass = False
        self.share_notice = ""
        """What the user must know of screen shares; empty when all is as they want it."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._remember_place)

    def open(self) -> None:
        """Show the panel without taking the focus.

        Raises PrompterError when it can't be kept out of screen shares as the user wants.
        """
        if self._settings.hide_from_shares:
            self.share_notice = hide_from_shares(int(self.winId()), sys.platform)
        place = self._settings.place.position()
        self.open_at(None if place is None else (place.x(), place.y()))
        self.let_clicks_pass(self._settings.click_through)

    def come_back(self) -> None:
        """Show the panel again where it was."""
        if not self.isVisible():
            self.open_at((self.x(), self.y()))
            if self.clicks_pass:
                self._set_frame()

    def take_keyboard(self) -> None:
        """The user wants to use the panel with the keyboard, until Escape."""
        self.come_back()
        self.let_clicks_pass(False)
        self.keyboard.borrow()

    def hide_or_show(self) -> None:
        """Hide what is there, show what is hidden."""
        if self.isVisible():
            self.hide()
        else:
            self.come_back()

    def let_clicks_pass(self, passing: bool) -> None:
        """Let clicks through to what lies below the panel, or take them again."""
        handle = self.windowHandle()
        if handle is None or passing == self.clicks_pass:
            return
        self.clicks_pass = passing
        handle.setFlag(Qt.WindowType.WindowTransparentForInput, passing)
        self._set_frame()
        back = self._settings.key_or_command("click_through", "click-through")
        self.clicks_pass_changed.emit(f"Clicks pass through. Back: {back}" if passing else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the actions, while the panel has the keyboard."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_Escape:
            self.keyboard.give_back()
        elif key is Qt.Key.Key_H:
            self.hide_wanted.emit()
        elif key in KEYS:
            self.act_wanted.emit(KEYS[key])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The keyboard that is lent out is not taken again by a click."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            QTimer.singleShot(REST_MS, self, self._look_whether_keys_are_gone)

    def moveEvent(self, event: QMoveEvent) -> None:
        """A place the user has dragged it to is kept for the next call."""
        super().moveEvent(event)
        if self.dragged:
            self._rest.start()

    def _set_frame(self) -> None:
        """Now, and once more when a window manager has adopted the window."""
        if QGuiApplication.platformName() == "xcb":
            for delay_ms in (0, SETTLE_MS):
                QTimer.singleShot(delay_ms, self, self._let_clicks_pass_frame)

    def _let_clicks_pass_frame(self) -> None:
        let_clicks_pass_frame(int(self.winId()), self.clicks_pass)

    def _look_whether_keys_are_gone(self) -> None:
        """On their way from window to window the keys may be nowhere for a moment."""
        if not self.isActiveWindow() and self.keyboard.has_keys:
            self.keyboard.forget()

    def _remember_place(self) -> None:
        self.dragged = False
        self._settings.place.remember(QRect(self.pos(), self.size()))
