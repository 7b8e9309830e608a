# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""Which call sheet goes with the next call: none, or one of those that there are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from prompter.sheet_store import SheetStore
from prompter.ui.choice_box import ChoiceBox

NONE = "None"


class SheetPicker(ChoiceBox):
    """Lists the sheets by title, afresh each time it is opened."""

    picked = Signal(str)
    """The sheet's name; empty for none."""

    def __init__(self, store: SheetStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self.setObjectName("call_sheet")
        self.setMinimumContentsLength(5)  # beside two buttons, in a small window too
        self.setAccessibleName("Call sheet")
        self.setAccessibleDescription("Its words fill the cards of the next call")
        self.activated.connect(lambda place: self.picked.emit(self.itemData(place)))

    @property
    def name(self) -> str:
        """The sheet that is picked; empty for none."""
        return self.currentData() or ""

    def refresh(self, picked: str) -> None:
        """List all sheets, with this one picked; one that is gone becomes none."""
        self.clear()
        self.addItem(NONE, "")
        for each in self._store.listed():
            title = " ".join(each.title.split())
            self.addItem(f"{title} (can't be read)" if each.trouble else title, each.name)
        self.setCurrentIndex(max(0, self.findData(picked)))

    def showPopup(self) -> None:
        """Open the list as it is now."""
        self.refresh(self.name)
        super().showPopup()
