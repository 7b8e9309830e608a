"""Where a widget is on the screen, in real pixels, as the X tools count them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def middle(widget: QWidget) -> list[int]:
    """Its middle on the screen, in real pixels."""
    point = widget.mapToGlobal(widget.rect().center())
    scale = widget.devicePixelRatioF()
    return [round(point.x() * scale), round(point.y() * scale)]


def place(window: QWidget) -> dict[str, object]:
    """The window's X id, and its corners in real pixels."""
    scale = window.devicePixelRatioF()
    rect = window.geometry()
    numbers = (rect.x(), rect.y(), rect.width(), rect.height())
    return {"id": int(window.winId()), "rect": [round(number * scale) for number in numbers]}
