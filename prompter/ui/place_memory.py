"""Where the overlay was dragged to, and on which screen: kept for the next call."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication


class PlaceMemory:
    """The place as the setting overlay_place has it: "LEFT TOP SCREEN", logical pixels."""

    def __init__(self, place: str = "", keep: Callable[[str], None] | None = None) -> None:
        """keep: writes the setting; it may fail, and says so itself."""
        self.place, self._keep = place, keep

    def position(self) -> QPoint | None:
        """The place on the desktop; None when there is none, or its screen isn't there."""
        left, top, name = (*self.place.split(" ", maxsplit=2), "", "", "")[:3]
        if not _is_number(left) or not _is_number(top):
            return None
        for screen in QGuiApplication.screens():
            if screen.name() == name:
                return screen.geometry().topLeft() + QPoint(int(left), int(top))
        return None

    def remember(self, window: QRect) -> None:
        """Keep the place of a window that the user has dragged."""
        screen = QGuiApplication.screenAt(window.center()) or QGuiApplication.primaryScreen()
        offset = window.topLeft() - screen.geometry().topLeft()
        place = f"{offset.x()} {offset.y()} {screen.name()}"
        if place != self.place:
            self.place = place
            if self._keep is not None:
                self._keep(place)


def _is_number(text: str) -> bool:
    return text.lstrip("-").isdecimal()
