"""A list of texts that wrap: phrases, cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget


def item_list(name: str, parent: QWidget) -> QListWidget:
    """name: for screen readers."""
    made = QListWidget(parent)
    made.setObjectName("wordings")
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setResizeMode(QListWidget.ResizeMode.Adjust)  # rows get higher in a narrower list
    made.setTextElideMode(Qt.TextElideMode.ElideNone)
    made.setMinimumHeight(150)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def point_at(items: QListWidget, words: str) -> bool:
    """Choose the first item in which all words stand; False when there is none."""
    wanted = words.casefold().split()
    for row in range(items.count()):
        text = items.item(row).text().casefold()
        if all(word in text for word in wanted):
            items.setCurrentRow(row)
            return True
    return False
