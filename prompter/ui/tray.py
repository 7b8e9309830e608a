"""The icon in the desktop's tray: how the call stands, and the way back to a hidden overlay."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from prompter.ui.signs import SIGNS, Look, draw_sign

SIZES_PX = (16, 22, 24, 32, 48, 64)
_GROUND, _EDGE = "#12161d", "#8d98a6"
_COLORS = {
    Look.IDLE: "#aab4c1",
    Look.LISTENING: "#4fd18b",
    Look.PAUSED: "#f5f7fa",
    Look.TROUBLE: "#ffb84d",
}


class CallTray(QObject):
    """Tells what the user picks in the icon's menu; works, unseen, where there is no tray."""

    show_wanted = Signal()
    pause_wanted = Signal()
    end_wanted = Signal()
    clicks_wanted = Signal()
    settings_wanted = Signal()
    about_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None, *, there: bool | None = None) -> None:
        """there: whether the desktop has a tray; None to look."""
        super().__init__(parent)
        self.there = QSystemTrayIcon.isSystemTrayAvailable() if there is None else there
        self.menu = QMenu()
        self.show_overlay = self.menu.addAction("Show Prompter")
        self.pause = self.menu.addAction("Pause")
        self.end = self.menu.addAction("End the call")
        self.clicks = self.menu.addAction("Let clicks through the overlay")
        self.clicks.setCheckable(True)
        self.clicks.setVisible(False)
        self.past_calls = self.menu.addAction("Past calls")
        self.menu.addSeparator()
        self.settings = self.menu.addAction("Settings")
        self.about = self.menu.addAction("About Prompter")
        self.quit = self.menu.addAction("Quit")
        self.show_overlay.triggered.connect(self.show_wanted)
        self.pause.triggered.connect(self.pause_wanted)
        self.end.triggered.connect(self.end_wanted)
        self.clicks.triggered.connect(self.clicks_wanted)
        self.settings.triggered.connect(self.settings_wanted)
        self.about.triggered.connect(self.about_wanted)
        self.quit.triggered.connect(self.quit_wanted)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.look = Look.IDLE
        self.show_look(Look.IDLE)
        if self.there:
            self.icon.show()

    def show_look(self, look: Look, *, in_call: bool = False) -> None:
        """Show how the call stands; in_call: there is one to pause and to end."""
        self.look = look
        self.icon.setIcon(tray_icon(look))
        self.icon.setToolTip(f"Prompter: {look}")
        self.show_overlay.setText("Show overlay" if in_call else "Show Prompter")
        self.pause.setText("Resume" if look is Look.PAUSED else "Pause")
        self.pause.setEnabled(in_call)
        self.end.setEnabled(in_call)
        self.clicks.setVisible(in_call)

    def without_page(self) -> None:
        """There is no start page behind it, whose windows it could open."""
        self.settings.setVisible(False)
        self.past_calls.setVisible(False)

    def show_clicks_pass(self, passing: bool) -> None:
        """Whether clicks go through the overlay now."""
        self.clicks.setChecked(passing)

    def close(self) -> None:
        """Take the icon away."""
        self.icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.show_wanted.emit()


def tray_icon(look: Look) -> QIcon:
    """The sign of the state on a dark ground with an edge, for bright and dark panels."""
    icon = QIcon()
    for size in SIZES_PX:
        icon.addPixmap(_drawn(look, size))
    return icon


def _drawn(look: Look, size_px: int) -> QPixmap:
    made = QPixmap(size_px, size_px)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(_EDGE))
    painter.setBrush(QColor(_GROUND))
    corner = size_px / 4
    painter.drawRoundedRect(QRectF(0.5, 0.5, size_px - 1, size_px - 1), corner, corner)
    inset = round(size_px * 0.27)
    inner = QRectF(inset, inset, size_px - 2 * inset, size_px - 2 * inset)
    draw_sign(painter, SIGNS[look], inner, QColor(_COLORS[look]))
    painter.end()
    return made
