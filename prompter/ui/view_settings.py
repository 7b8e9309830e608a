"""How the overlay looks, as the user wants it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from prompter.ui.card_view import SAY_PT
from prompter.ui.theme import ThemeChoice

SIZE = QSize(560, 340)
"""Holds a question of twenty words in large type, its reason and two lines of caption."""


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How the overlay looks.

    font_size_pt: of what is to be said; with larger type the whole overlay is larger.
    position: left and top in logical pixels, None for the default.
    """

    theme: ThemeChoice = "auto"
    font_size_pt: int = SAY_PT
    position: tuple[int, int] | None = None

    @property
    def size(self) -> QSize:
        """Width and height in logical pixels, before the screen's own limits."""
        grown = max(1.0, self.font_size_pt / SAY_PT)
        return QSize(round(SIZE.width() * grown), round(SIZE.height() * grown))
