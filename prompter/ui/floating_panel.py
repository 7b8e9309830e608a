# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The overlay's window itself: frameless, above all others, never focused, dragged by its body."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from prompter.ui.display import compositor_runs
from prompter.ui.placement import all_screens, clamped, screen_with_pointer, top_center
from prompter.ui.theme import Theme, translucent

CORNER_PX = 14
STRIPES_PX = 9
"""The height of the striped band along the top of a panel that rests."""

SETTLE_MS = 2_000
"""A window manager has adopted a new window by then, also on a busy machine."""
AGAIN_MS = 50


class FloatingPanel(QWidget):
    """A rounded panel that floats above the desktop and leaves the keyboard where it is.

    Its content is changed while it stays shown: hiding and showing it again makes some
    window managers forget that it belongs above the others.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self._theme = theme
        self._blends = QGuiApplication.platformName() != "xcb" or compositor_runs()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._blends)
        self._striped = False
        self._dragged_from: QPoint | None = None
        self.dragged = False
        """Whether the user moves it now, or has just moved it."""
        self._place = QPoint()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self.bring_back)

    def open_at(self, position: tuple[int, int] | None) -> None:
        """Show the panel at `position`, or at the top of the screen the pointer is on."""
        wanted = QPoint(*position) if position else top_center(self.size(), screen_with_pointer())
        self._place = clamped(QRect(wanted, self.size()), all_screens())
        self.move(self._place)
        self._settling.start()
        self.show()

    def bring_back(self) -> None:
        """Move the panel onto a screen that exists."""
        place = self._place if self._settling.isActive() else self.pos()
        self._place = clamped(QRect(place, self.size()), all_screens())
        self.move(self._place)

    def paint_with(self, theme: Theme) -> None:
        """Use these colors from now on."""
        self._theme = theme
        self.update()

    def show_stripes(self, here: bool) -> None:
        """A striped band along the top: a mark of rest that needs no color."""
        self._striped = here
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rounded ground and its thin edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        alpha = self._theme.panel_alpha if self._blends else 1.0
        painter.setPen(QColor(self._theme.edge))
        painter.setBrush(translucent(self._theme.panel, alpha))
        inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inside, CORNER_PX, CORNER_PX)
        if self._striped:
            outline = QPainterPath()
            outline.addRoundedRect(inside, CORNER_PX, CORNER_PX)
            painter.setClipPath(outline)
            painter.setPen(QPen(QColor(self._theme.idle), 4))
            for left in range(-STRIPES_PX, self.width() + STRIPES_PX, 12):
                painter.drawLine(left, STRIPES_PX, left + STRIPES_PX, 0)
        painter.end()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Without a compositor the corners must be cut off, or they are black."""
        if not self._blends:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), CORNER_PX, CORNER_PX)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def moveEvent(self, event: QMoveEvent) -> None:
        """Ask again for our place when it seems lost just after opening.

        While a window manager puts its frame around the window, Qt may read the frame's passing
        place (0, 0) and keep it; the next resize would then take the overlay to that corner.
        """
        if self._settling.isActive() and event.pos() != self._place:
            QTimer.singleShot(AGAIN_MS, self, self._return_to_place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag: the window manager's own where it has one."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._settling.stop()
        self.dragged = True
        handle = self.windowHandle()
        if handle is None or not handle.startSystemMove():
            self._dragged_from = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, where the window manager does not."""
        if self._dragged_from is not None:
            self.move(event.globalPosition().toPoint() - self._dragged_from)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End our own drag."""
        if self._dragged_from is not None:
            self._dragged_from = None
            self.bring_back()

    def _return_to_place(self) -> None:
        if self._settling.isActive():
            self.move(self._place)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the panel is gone; who shows it decides what that ends."""
        event.accept()
        self.hide()  # at once: what listens may take a moment
        self.closed.emit()
