"""Pictures of the screen and of a window, and how much they differ."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from tests.ui.desktop import Desktop
from tests.ui.prompter_window import Window


def on_screen(desktop: Desktop, rect: list[int]) -> QImage:
    """That part of a screenshot, without the rounded corners."""
    return without_corners(desktop.screenshot().copy(QRect(*rect)))


def without_corners(image: QImage) -> QImage:
    """Its inner part, which the round corners don't touch."""
    return image.copy(image.rect().adjusted(16, 16, -16, -16))


def drawn(window: Window) -> QImage:
    """The picture that the overlay itself has drawn at the last look."""
    image = QImage(str(window.picture)).convertToFormat(QImage.Format.Format_RGB32)
    return without_corners(image)


def differing(one: QImage, other: QImage) -> float:
    """The part of the pixels that differ, 0 to 1."""
    assert one.size() == other.size()
    pixels = (np.frombuffer(image.constBits(), np.uint32) for image in (one, other))
    return float(np.mean(np.not_equal(*pixels)))


def wait_until_on_screen(desktop: Desktop, window: Window) -> dict[str, Any]:
    """Wait until the screen shows the overlay as it draws itself, nothing over it; what it says.

    One pixel in two hundred may differ: the elapsed time goes on between two pictures.
    """
    return window.look_until(
        lambda seen: differing(on_screen(desktop, seen["rect"]), drawn(window)) < 0.005,
        "the overlay is on the screen, whole",
    )
