"""What the windows before a call share: a page that scrolls, a foot that stays, and texts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from prompter.ui.theme import ThemeChoice, pick_theme, style_sheet


class PlainPage(QWidget):
    """A window whose `column` scrolls when the screen is small, above a `foot` with buttons."""

    def __init__(self, name: str, title: str, size: QSize, theme: ThemeChoice) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"{title} – Prompter")
        self.setMinimumSize(430, 320)
        self.resize(size.boundedTo(QGuiApplication.primaryScreen().availableSize() * 0.95))
        self.inner, self.area = QWidget(self), QScrollArea(self)
        self.inner.setObjectName("page_inner")
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(32, 22, 32, 22)
        self.column.setSpacing(6)
        self.area.setObjectName("page_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QFrame(self)
        foot.setObjectName("foot")
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(24, 10, 24, 10)
        self.foot.setSpacing(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(foot)
        self.use_theme(theme)

    def filled(self) -> None:
        """All is in the column: let it scroll. The one who has the keyboard is always in sight."""
        self.area.setWidget(self.inner)
        QGuiApplication.instance().focusObjectChanged.connect(self._show_focused)  # type: ignore[union-attr]

    def act_on(self, key: QKeySequence.StandardKey, act: Callable[[], object]) -> None:
        """Do this on every key combination that means it on this desktop."""
        for keys in QKeySequence.keyBindings(key):
            QShortcut(keys, self, act)

    def use_theme(self, theme: ThemeChoice) -> None:
        """Use these colors from now on."""
        self.setStyleSheet(style_sheet(pick_theme(theme)))

    def _show_focused(self, focused: object) -> None:
        if isinstance(focused, QWidget) and self.inner.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused, 0, 40)


def text_line(name: str, text: str, parent: QWidget) -> QLabel:
    """Words that wrap; `name` chooses their look in the stylesheet."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def button(name: str, role: str, text: str, parent: QWidget) -> QPushButton:
    """role: main, second, link or step. Enter presses it, as Space does."""
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setAutoDefault(True)
    return made


def panel(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    """A framed part of a page."""
    frame = QFrame(parent)
    frame.setObjectName("panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(6)
    return frame, column
