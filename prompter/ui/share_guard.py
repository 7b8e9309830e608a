"""Keeping a window out of screen shares, where the system can do that.

Source:  Windows 10 2004 and later: SetWindowDisplayAffinity, WDA_EXCLUDEFROMCAPTURE. macOS:
         NSWindowSharingNone, which newer ways of capture don't honor. X11 and Wayland: nothing.
Neither the Windows nor the macOS part was run by the tests, only with stand-ins.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from prompter.errors import PrompterError

EXCLUDE_FROM_CAPTURE = 0x11
SHARING_NONE = 0

CANNOT = (
    "This desktop can't hide a window from screen shares. Share one window, not the whole screen."
)
MAY_NOT = "Some programs share this overlay all the same. Share one window, not the whole screen."


def hide_from_shares(window_id: int, platform: str = sys.platform, system: Any = None) -> str:
    """Leave the window out of screen shares; call it before the first paint.

    Returns a line that the user must know, or nothing. Raises PrompterError on Windows when it
    can't be done: an overlay that would be seen must not open. system: a stand-in for tests.
    """
    if platform == "win32":
        user32 = system or getattr(ctypes, "windll").user32  # noqa: B009  (only there on Windows)
        if not user32.SetWindowDisplayAffinity(window_id, EXCLUDE_FROM_CAPTURE):
            raise PrompterError(
                "Windows can't hide the overlay from screen shares here; "
                "set hide_from_shares = false in settings.toml to open it all the same"
            )
        return ""
    if platform == "darwin":
        objc = system or ctypes.CDLL("libobjc.dylib")
        _set_sharing_type(objc, window_id)
        return MAY_NOT
    return CANNOT


def _set_sharing_type(objc: Any, view: int) -> None:
    """[[view window] setSharingType: NSWindowSharingNone]; Qt's window id is the view."""
    pointer = ctypes.c_void_p
    objc.sel_registerName.restype = pointer
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    send = objc.objc_msgSend
    send.restype, send.argtypes = pointer, [pointer, pointer]
    window = send(view, objc.sel_registerName(b"window"))
    send.restype, send.argtypes = None, [pointer, pointer, ctypes.c_ulong]
    send(window, objc.sel_registerName(b"setSharingType:"), SHARING_NONE)
