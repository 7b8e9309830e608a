"""Where the overlay goes on the desktop. Everything here is in logical pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QCursor, QGuiApplication

TOP_MARGIN_PX = 24


def top_center(size: QSize, screen: QRect) -> QPoint:
    """The default place: at the top of the screen, in the middle."""
    left = screen.left() + (screen.width() - size.width()) // 2
    return QPoint(left, screen.top() + TOP_MARGIN_PX)


def clamped(window: QRect, screens: Sequence[QRect]) -> QPoint:
    """The nearest place at which the whole window lies on one of the screens.

    A window larger than the screen starts at its top left corner.
    """
    screen = screen_of(window, screens)
    left = min(window.left(), screen.right() + 1 - window.width())
    top = min(window.top(), screen.bottom() + 1 - window.height())
    return QPoint(max(left, screen.left()), max(top, screen.top()))


def screen_of(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The screen that holds most of the window, or the first when none holds any."""
    return max(screens, key=lambda candidate: _area(candidate.intersected(window)))


def screen_with_pointer() -> QRect:
    """The usable area of the screen the pointer is on."""
    screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def all_screens() -> list[QRect]:
    """The usable areas of all screens, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not primary]
    return [screen.availableGeometry() for screen in (primary, *others)]


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
