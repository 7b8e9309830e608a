"""Global hotkeys on Windows: RegisterHotKey, on a thread with a message queue of its own.

In:      names and key combinations.
Out:     `press` with the name, on this listener's thread.
Thread:  its own; Windows ties hotkeys to the thread that asked for them.
Errors:  none; a key that another program holds is named in `trouble`.
Source:  RegisterHotKey refuses a key that is taken; MOD_NOREPEAT keeps a held key from repeating.
Not run on Windows by the tests: there a stand-in takes the place of user32.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Mapping
from ctypes import Structure, c_int, c_long, c_size_t, c_uint, c_void_p
from typing import Any

from prompter.control.hotkeys import taken_line
from prompter.key_names import KeyCombination

MODIFIERS = {"alt": 1, "ctrl": 2, "shift": 4, "super": 8}
NO_REPEAT = 0x4000
WM_HOTKEY, WM_QUIT = 0x0312, 0x0012
VIRTUAL_KEYS = {
    "backspace": 0x08, "tab": 0x09, "return": 0x0D, "pause": 0x13, "escape": 0x1B, "space": 0x20,
    "pageup": 0x21, "pagedown": 0x22, "end": 0x23, "home": 0x24, "left": 0x25, "up": 0x26,
    "right": 0x27, "down": 0x28, "insert": 0x2D, "delete": 0x2E,
    **{f"f{number}": 0x6F + number for number in range(1, 13)},
}  # fmt: skip
"""Windows' own numbers (winuser.h); a letter's or digit's is its capital ASCII code."""


class Message(Structure):
    """MSG."""

    _fields_ = (
        ("window", c_void_p),
        ("message", c_uint),
        ("wparam", c_size_t),
        ("lparam", c_void_p),
        ("time", c_uint),
        ("x", c_long),
        ("y", c_long),
        ("private", c_uint),
    )


def open_windows_keys(
    keys: Mapping[str, KeyCombination], press: Callable[[str], None]
) -> WindowsKeys:
    """Ask Windows for these keys, and listen."""
    loaded = getattr(ctypes, "windll")  # noqa: B009  (only there on Windows)
    return WindowsKeys(keys, press, loaded.user32, loaded.kernel32)


class WindowsKeys:
    """Listens from the beginning until `stop`."""

    def __init__(
        self,
        keys: Mapping[str, KeyCombination],
        press: Callable[[str], None],
        user32: Any,
        kernel32: Any,
    ) -> None:
        """user32, kernel32: the system's libraries, or stand-ins."""
        self._keys, self._press = list(keys.items()), press
        self._user32, self._kernel32 = user32, kernel32
        self._thread_id = 0
        self._asked = threading.Event()
        self.trouble = ""
        self._thread = threading.Thread(target=self._listen, name="hotkeys", daemon=True)
        self._thread.start()
        self._asked.wait()

    def stop(self) -> None:
        """Give the keys back. May be called more than once."""
        if self._thread.is_alive():
            self._user32.PostThreadMessageW(self._thread_id, WM_QUIT, 0, 0)
            self._thread.join()

    def _listen(self) -> None:
        self._thread_id = self._kernel32.GetCurrentThreadId()
        message = Message()
        # the first look makes the thread's message queue, so that `stop` can post to it
        self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)
        refused = [entry for number, entry in enumerate(self._keys) if not self._ask(number)]
        self.trouble = taken_line(refused)
        self._asked.set()
        self._user32.GetMessageW.restype = c_int
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY and message.wparam < len(self._keys):
                self._press(self._keys[message.wparam][0])
        for number in range(len(self._keys)):
            self._user32.UnregisterHotKey(None, number)

    def _ask(self, number: int) -> bool:
        _name, keys = self._keys[number]
        held = sum(MODIFIERS[modifier] for modifier in keys.modifiers) | NO_REPEAT
        code = VIRTUAL_KEYS.get(keys.key) or ord(keys.key.upper())
        return bool(self._user32.RegisterHotKey(None, number, held, code))
