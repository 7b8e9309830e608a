"""Key combinations as people write them: "ctrl+alt+n"."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

MODIFIERS = ("ctrl", "alt", "shift", "super")
"""In the order in which they are shown. super: the Windows key."""
NAMED_KEYS = (
    "space", "return", "escape", "tab", "backspace", "insert", "delete", "home", "end",
    "pageup", "pagedown", "left", "right", "up", "down", "pause",
)  # fmt: skip
FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class KeyCombination:
    """modifiers: some of MODIFIERS. key: a letter or digit, a function key, or a named key."""

    modifiers: frozenset[str]
    key: str

    def __str__(self) -> str:
        held = [name.capitalize() for name in MODIFIERS if name in self.modifiers]
        return "+".join([*held, self.key.capitalize()])


def parse_keys(text: str) -> KeyCombination:
    """Read "ctrl+alt+n". Raises ValueError with what is wrong with it."""
    *held, key = [part.strip().lower() for part in text.split("+")]
    unknown = [name for name in held if name not in MODIFIERS]
    if unknown:
        raise ValueError(f"begins with {', '.join(MODIFIERS)}, not with {unknown[0]!r}")
    is_sign = len(key) == 1 and key.isascii() and key.isalnum()
    if not is_sign and key not in NAMED_KEYS + FUNCTION_KEYS:
        raise ValueError(f"ends with a letter, a digit, f1 to f12 or a key's name, not {key!r}")
    if not held and key not in FUNCTION_KEYS:
        raise ValueError("needs ctrl, alt or super, or it would be taken from all typing")
    if set(held) == {"shift"} and key not in FUNCTION_KEYS:
        raise ValueError("needs more than shift, or it would be taken from all typing")
    return KeyCombination(frozenset(held), key)


def why_no_hotkeys(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Why there are no global hotkeys here, and what to do; empty where there are."""
    instead = "bind keys to prompter ctl in the desktop's own settings"
    if platform == "win32":
        return ""
    if platform == "darwin":
        return f"macOS gives no program single keys; {instead}"
    if environ.get("WAYLAND_DISPLAY"):
        return f"Wayland gives no program single keys; {instead}"
    return "" if environ.get("DISPLAY") else "there is no display"
