# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""Which app is heard: chosen by itself, or one of those that play now, by name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from prompter.ui.choice_box import ChoiceBox
from prompter.ui.live_parts import LiveParts

AUTOMATIC = "Automatic"


class AppPicker(ChoiceBox):
    """Looks afresh which apps play each time it is opened or gets the keyboard."""

    picked = Signal(str)
    """The app's name; empty for automatic."""

    def __init__(self, live: LiveParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self.setObjectName("app")
        self.setAccessibleName("Hear")
        self.setAccessibleDescription("The app whose sound is heard as the employer's")
        self.refresh()
        self.activated.connect(lambda place: self.picked.emit(self.itemData(place)))

    def refresh(self) -> None:
        """List automatic, what plays, and what was chosen though it doesn't play."""
        chosen, playing = self._live.chosen_app, self._live.apps()
        names = dict.fromkeys(["", *([chosen] if chosen else []), *playing])
        self.clear()
        for name in names:
            waits = bool(name) and name not in playing
            self.addItem(f"{name} (not playing now)" if waits else name or AUTOMATIC, name)
        self.setCurrentIndex(self.findData(chosen))

    def showPopup(self) -> None:
        """Open the list as it is now."""
        self.refresh()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The arrow keys choose without opening the list."""
        if not self.view().isVisible():
            self.refresh()
        super().focusInEvent(event)
