"""Global hotkeys on X11: single keys asked of the server, on a connection of their own.

In:      names and key combinations.
Out:     `press` with the name, on this listener's thread.
Thread:  its own.
Errors:  none; what can't be had is said in `trouble`.
Source:  a grab counts for one exact set of modifiers, so each key is asked for with and without
         Caps Lock and Num Lock. A held key repeats as releases and presses of the same moment.
"""

from __future__ import annotations

import ctypes
import os
import select
import threading
from collections.abc import Callable, Mapping

from prompter.control.hotkeys import NoHotkeys, taken_line
from prompter.key_names import KeyCombination
from prompter.xcb import free, load_xcb

MASKS = {"shift": 1, "ctrl": 4, "alt": 8, "super": 64}
LOCKS = (0, 2, 16, 18)
"""Neither lock, Caps Lock, Num Lock, both."""
READ_MASK = 1 | 4 | 8 | 64
ASYNC = 1
PRESS, RELEASE, MAPPING_CHANGED = 2, 3, 34
KEYSYMS = {
    "space": 0x20, "return": 0xFF0D, "escape": 0xFF1B, "tab": 0xFF09, "backspace": 0xFF08,
    "insert": 0xFF63, "delete": 0xFFFF, "home": 0xFF50, "left": 0xFF51, "up": 0xFF52,
    "right": 0xFF53, "down": 0xFF54, "pageup": 0xFF55, "pagedown": 0xFF56, "end": 0xFF57,
    "pause": 0xFF13, **{f"f{number}": 0xFFBD + number for number in range(1, 13)},
}  # fmt: skip
"""X11's own numbers (keysymdef.h); a letter's or digit's is its ASCII code."""


def open_x11_keys(
    keys: Mapping[str, KeyCombination], press: Callable[[str], None]
) -> X11Keys | NoHotkeys:
    """Ask the display for these keys, and listen."""
    try:
        return X11Keys(keys, press)
    except OSError as error:
        return NoHotkeys(f"No hotkeys: {error}.")


class X11Keys:
    """Listens from the beginning until `stop`."""

    def __init__(self, keys: Mapping[str, KeyCombination], press: Callable[[str], None]) -> None:
        """Raises OSError when there is no libxcb or the display doesn't answer."""
        self._keys, self._press = dict(keys), press
        self._xcb = load_xcb()
        self._display = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._display):
            self._xcb.xcb_disconnect(self._display)
            raise OSError(f"display {os.environ.get('DISPLAY', '')} doesn't answer")
        self._setup = self._xcb.xcb_get_setup(self._display)
        self._root = self._xcb.xcb_setup_roots_iterator(self._setup).root[0]
        self._grabbed: dict[tuple[int, int], str] = {}
        self._asked = self._wanted()
        self._released_ms = -1
        self._wake_reader, self._wake_writer = os.pipe()
        self.trouble = taken_line(self._grab())
        self._thread = threading.Thread(target=self._listen, name="hotkeys", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give the keys back. May be called more than once."""
        if self._wake_writer >= 0:
            os.close(self._wake_writer)
            self._wake_writer = -1
            self._thread.join()

    def _wanted(self) -> dict[str, list[tuple[int, int]]]:
        """Keycodes with their modifiers, for each name; a keyboard may have a key twice."""
        return {
            name: [
                (code, sum(MASKS[held] for held in keys.modifiers))
                for code in self._keycodes(KEYSYMS.get(keys.key) or ord(keys.key))
            ]
            for name, keys in self._keys.items()
        }

    def _grab(self) -> list[tuple[str, KeyCombination]]:
        """Ask for every key; gives those that can't be had, with their names."""
        refused = []
        for name, codes in self._asked.items():
            if codes and all(self._grab_one(code, mask) for code, mask in codes):
                self._grabbed.update(dict.fromkeys(codes, name))
                continue
            refused.append((name, self._keys[name]))
            for code, mask in codes:
                self._ungrab_one(code, mask)
        return refused

    def _grab_one(self, code: int, mask: int) -> bool:
        cookies = [
            self._xcb.xcb_grab_key_checked(
                self._display, 0, self._root, mask | lock, code, ASYNC, ASYNC
            )
            for lock in LOCKS
        ]
        errors = [self._xcb.xcb_request_check(self._display, cookie) for cookie in cookies]
        for error in filter(None, errors):
            free(error)
        return not any(errors)

    def _ungrab_one(self, code: int, mask: int) -> None:
        for lock in LOCKS:
            self._xcb.xcb_ungrab_key(self._display, code, self._root, mask | lock)
        self._xcb.xcb_flush(self._display)

    def _keycodes(self, keysym: int) -> list[int]:
        """The keys that have this meaning in the first place; failing that, in any."""
        first, last = self._setup[0].min_keycode, self._setup[0].max_keycode
        xcb, display = self._xcb, self._display
        asked = xcb.xcb_get_keyboard_mapping(display, first, last - first + 1)
        mapping = xcb.xcb_get_keyboard_mapping_reply(display, asked, None)
        if not mapping:
            return []
        count = xcb.xcb_get_keyboard_mapping_keysyms_length(mapping)
        each = mapping[0].keysyms_per_keycode
        syms = xcb.xcb_get_keyboard_mapping_keysyms(mapping)[:count]
        free(mapping)
        found = [first + place // each for place, sym in enumerate(syms) if sym == keysym]
        plain = [code for code in found if syms[(code - first) * each] == keysym]
        return list(dict.fromkeys(plain or found))

    def _listen(self) -> None:
        number = self._xcb.xcb_get_file_descriptor(self._display)
        while True:
            while event := self._xcb.xcb_poll_for_event(self._display):
                self._take(event[0])
                free(event)
            if self._xcb.xcb_connection_has_error(self._display):
                break  # the display is gone, and with it every window
            ready, _, _ = select.select([number, self._wake_reader], [], [])
            if self._wake_reader in ready:
                break
        os.close(self._wake_reader)
        self._xcb.xcb_disconnect(self._display)

    def _take(self, event: ctypes.Structure) -> None:
        kind = event.response_type & 0x7F
        if kind == RELEASE:
            self._released_ms = event.time_ms
        elif kind == PRESS and event.time_ms != self._released_ms:
            name = self._grabbed.get((event.keycode, event.state & READ_MASK))
            if name is not None:
                self._press(name)
        elif kind == MAPPING_CHANGED and (wanted := self._wanted()) != self._asked:
            for code, mask in self._grabbed:
                self._ungrab_one(code, mask)
            self._grabbed.clear()
            self._asked = wanted
            self._grab()
