"""Global hotkeys: keys that reach a call whatever program has the keyboard.

In:      the settings' hotkeys.
Out:     `press` with a hotkey's name, on the listener's own thread.
Thread:  the listener's.
Errors:  none; a key that another program holds is named in `trouble`, the others work.
Source:  X11 and Windows let a program ask for single keys. Wayland and macOS (without the right
         to watch all typing) don't: there the desktop's own settings bind keys to `prompter ctl`.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable
from typing import Protocol

from prompter.key_names import KeyCombination, parse_keys, why_no_hotkeys
from prompter.settings import Hotkeys

Press = Callable[[str], None]


class HotkeyListener(Protocol):
    """Hears keys until it is stopped. trouble: one line for the user, or empty."""

    trouble: str

    def stop(self) -> None: ...


@dataclasses.dataclass(slots=True)
class NoHotkeys:
    """Where there are none, or none are wanted."""

    trouble: str = ""

    def stop(self) -> None:
        """Nothing listens."""


def open_hotkeys(wanted: Hotkeys, press: Press) -> HotkeyListener:
    """Listen for the wanted keys, as far as this system lets a program do that."""
    keys = named_keys(wanted)
    if not keys or why_no_hotkeys(os.environ):
        return NoHotkeys()
    if sys.platform == "win32":
        from prompter.control.windows_keys import open_windows_keys

        return open_windows_keys(keys, press)
    from prompter.control.x11_keys import open_x11_keys

    return open_x11_keys(keys, press)


def named_keys(wanted: Hotkeys) -> dict[str, KeyCombination]:
    """The hotkeys that are set, by name."""
    named = dataclasses.asdict(wanted)
    return {name: parse_keys(text) for name, text in named.items() if text}


def taken_line(taken: list[tuple[str, KeyCombination]]) -> str:
    """One line that names the keys other programs hold; empty when there are none."""
    if not taken:
        return ""
    names = ", ".join(f"{keys} ({name.replace('_', ' ')})" for name, keys in taken)
    belong = "belongs" if len(taken) == 1 else "belong"
    return (
        f"{names} {belong} to another program. Choose other keys under [hotkeys] in the settings."
    )
