"""How the overlay looks and behaves, as the user wants it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

from PySide6.QtCore import QSize

from prompter.key_names import parse_keys, why_no_hotkeys
from prompter.settings import Hotkeys, Settings
from prompter.ui.card_view import SAY_PT
from prompter.ui.place_memory import PlaceMemory
from prompter.ui.theme import ThemeChoice

DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How the overlay looks; the names are those of the settings.

    width_px, height_px: logical pixels, for type of the usual size. opacity: of its ground.
    hotkeys: those that work here, to be named where they help.
    """

    theme: ThemeChoice = "auto"
    font_size_pt: int = SAY_PT
    width_px: int = DEFAULTS.overlay_width_px
    height_px: int = DEFAULTS.overlay_height_px
    opacity: float = DEFAULTS.overlay_opacity
    click_through: bool = False
    captions: bool = True
    hide_from_shares: bool = False
    hotkeys: Hotkeys | None = None
    place: PlaceMemory = field(default_factory=PlaceMemory)

    @classmethod
    def of(cls, settings: Settings, keep_place: Callable[[str], None]) -> ViewSettings:
        """What the settings say; keep_place writes where the overlay was dragged to."""
        return cls(
            theme=cast(ThemeChoice, settings.theme),
            font_size_pt=settings.font_size_pt,
            width_px=settings.overlay_width_px,
            height_px=settings.overlay_height_px,
            opacity=settings.overlay_opacity,
            click_through=settings.click_through,
            captions=settings.captions,
            hide_from_shares=settings.hide_from_shares,
            hotkeys=None if why_no_hotkeys(os.environ) else settings.hotkeys,
            place=PlaceMemory(settings.overlay_place, keep_place),
        )

    def with_look_of(self, settings: Settings) -> ViewSettings:
        """The same with the look that these settings ask for."""
        return replace(ViewSettings.of(settings, lambda _place: None), place=self.place)

    @property
    def size(self) -> QSize:
        """Width and height in logical pixels, before the screen's own limits.

        With larger type the whole overlay is larger.
        """
        grown = max(1.0, self.font_size_pt / SAY_PT)
        return QSize(round(self.width_px * grown), round(self.height_px * grown))

    def key_or_command(self, hotkey: str, command: str) -> str:
        """How something is done without the mouse: its hotkey, or failing that its command."""
        keys = getattr(self.hotkeys, hotkey) if self.hotkeys is not None else ""
        return str(parse_keys(keys)) if keys else f"prompter ctl {command}"
