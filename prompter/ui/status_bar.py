# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The top row of the overlay: status light, no-counter, elapsed time, and the close button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from prompter.ui.signs import Sign, draw_sign
from prompter.ui.theme import Theme

MOST_NOES = 3
"""After this many noes the ask ladder ends: three asks at most."""


class StatusBar(QWidget):
    """Tells at a glance whether Prompter hears the call."""

    close_wanted = Signal()
    hide_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, can_hide: bool = False) -> None:
        """can_hide: offer to hide the overlay while the call goes on."""
        super().__init__(parent)
        self.light = Light(theme.idle, self)
        self.status = QLabel("Starting", self)
        self.status.setObjectName("status")
        self.noes = QLabel("", self)
        self.noes.setObjectName("noes")
        self.pips = Pips(MOST_NOES, theme.text, 9, self)
        self.elapsed = QLabel("00:00", self)
        self.elapsed.setObjectName("elapsed")
        self.elapsed.setAccessibleName("Elapsed time")
        self.hide_it = _button("hide", "\N{MINUS SIGN}", "Hide the overlay", self)
        self.hide_it.clicked.connect(self.hide_wanted)
        self.close_it = _button("close", "\N{MULTIPLICATION SIGN}", "Close the overlay", self)
        self.close_it.clicked.connect(self.close_wanted)
        self._can_hide = can_hide
        self.show_buttons(True)
        self._lay_out()
        self.show_noes(0)

    def show_buttons(self, here: bool) -> None:
        """Show what can be clicked, or hide what can't."""
        self.hide_it.setVisible(here and self._can_hide)
        self.close_it.setVisible(here)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.light)
        row.addWidget(self.status)
        row.addStretch(1)
        row.addWidget(self.noes)
        row.addWidget(self.pips)
        row.addSpacing(12)
        row.addWidget(self.elapsed)
        row.addSpacing(4)
        if self._can_hide:
            row.addWidget(self.hide_it)
        row.addWidget(self.close_it)

    def show_status(self, word: str, sign: Sign, color: str) -> None:
        """A word, and the shape and color of the light beside it."""
        self.status.setText(word)
        self.light.show_sign(sign, color)

    def show_noes(self, noes: int) -> None:
        """How many noes the employer has said; nothing is shown before the first."""
        self.noes.setText(f"No {noes} of {MOST_NOES}" if noes <= MOST_NOES else f"No {noes}")
        self.noes.setVisible(noes > 0)
        self.pips.setVisible(noes > 0)
        self.pips.show_lit(min(noes, MOST_NOES))

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on; the light's is set with its word."""
        self.pips.show_lit(self.pips.lit, theme.text)

    def show_elapsed(self, elapsed_s: float) -> None:
        """The call clock as minutes and seconds."""
        minutes, seconds = divmod(max(0, int(elapsed_s)), 60)
        self.elapsed.setText(f"{minutes:02}:{seconds:02}")


def _button(name: str, sign: str, meaning: str, parent: QWidget) -> QToolButton:
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setProperty("corner", True)
    made.setText(sign)
    made.setAccessibleName(meaning)
    made.setToolTip(meaning)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    policy = made.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # what is hidden leaves all else where it was
    made.setSizePolicy(policy)
    return made


class Light(QWidget):
    """The status light: its shape tells the state as well as its color."""

    SIZE_PX = 12

    def __init__(self, color: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.sign, self._color = Sign.RING, color
        self.setFixedSize(self.SIZE_PX, self.SIZE_PX + 4)

    def show_sign(self, sign: Sign, color: str) -> None:
        """Show this shape in this color."""
        self.sign, self._color = sign, color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape."""
        painter = QPainter(self)
        box = QRectF(0.5, 3, self.SIZE_PX - 1, self.SIZE_PX - 1)
        draw_sign(painter, self.sign, box, QColor(self._color))
        painter.end()


class Pips(QWidget):
    """A row of small round lamps: lit ones are filled, the others are rings."""

    def __init__(self, count: int, color: str, size_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._count, self._lit, self._color, self._size_px = count, 0, color, size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    @property
    def lit(self) -> int:
        """How many lamps are filled."""
        return self._lit

    def sizeHint(self) -> QSize:
        """Room for all lamps and the gaps between them."""
        gap = self._size_px // 2
        return QSize(self._count * self._size_px + (self._count - 1) * gap + 2, self._size_px + 4)

    def show_lit(self, lit: int, color: str | None = None) -> None:
        """Fill this many lamps; with `color`, change that too."""
        self._lit, self._color = lit, color or self._color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lamps from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, size = QColor(self._color), self._size_px
        painter.setPen(color)
        for number in range(self._count):
            painter.setBrush(color if number < self._lit else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(1 + number * (size + size // 2), 3, size - 1, size - 1)
        painter.end()
