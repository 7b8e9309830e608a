"""The user's own name and number: kept once, for all calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Keep = Callable[[str, str], None]
"""Keeps one setting: key, value. Raises BadSettings."""


@dataclass(slots=True)
class OwnData:
    """name, number: as the settings have them. keep_setting: writes one of them."""

    name: str
    number: str
    keep_setting: Keep

    def keep(self, name: str, number: str) -> None:
        """Remember both. Raises BadSettings when they can't be written."""
        if name != self.name:
            self.keep_setting("my_name", name)
            self.name = name
        if number != self.number:
            self.keep_setting("my_number", number)
            self.number = number
