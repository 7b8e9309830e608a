# ruff: noqa: N802  (Qt names the functions that are overridden here)
"""Which app is heard: chosen by itself, or one of those that play now, by name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QWidget

from prompter.ui.live_parts import LiveParts

AUTOMATIC = "Automatic"


class AppPicker(QComboBox):
    """Looks afresh which apps play each time it is opened or gets the keyboard."""

    picked = Signal(str)
    """The app's name; empty for automatic."""

    def __init__(self, live: LiveParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self.setObjectName("app")
        self.setAccessibleName("Hear")
        self.setAccessibleDescription("The app whose sound is heard as the employer's")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The stylesheet's frame, and the arrow that says that it opens."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 2))
        right, middle = self.width() - 15, self.height() / 2
        arrow = [(right - 5, middle - 2.5), (right, middle + 2.5), (right + 5, middle - 2.5)]
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in arrow]))
        painter.end()

    def showPopup(self) -> None:
        """Open the list as it is now."""
        self.refresh()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The arrow keys choose without opening the list."""
        if not self.view().isVisible():
            self.refresh()
        super().focusInEvent(event)
