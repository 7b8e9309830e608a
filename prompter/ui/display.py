"""What must be known of the display before and after Qt starts.

Source:  Qt aborts the whole process when it can't reach a display, so that is tried first.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import MutableMapping

from prompter.errors import PrompterError

LOG = logging.getLogger(__name__)


def choose_platform(environ: MutableMapping[str, str]) -> None:
    """Set QT_QPA_PLATFORM for a window that stays on top; call it before QApplication.

    Wayland lets no program place its window or keep it above others, Xwayland does.
    Raises PrompterError when there is no display that answers.
    """
    if not sys.platform.startswith("linux") or environ.get("QT_QPA_PLATFORM"):
        return
    has_wayland, has_x = bool(environ.get("WAYLAND_DISPLAY")), bool(environ.get("DISPLAY"))
    if not has_wayland and not has_x:
        raise PrompterError(
            "no display: DISPLAY and WAYLAND_DISPLAY are both unset; start Prompter from a desktop"
        )
    if has_wayland and not has_x:
        LOG.warning("Wayland without Xwayland: the overlay can't keep above other windows here")
        return
    if has_wayland:
        LOG.info("Wayland can't keep a window above others: using Xwayland, QT_QPA_PLATFORM=xcb")
    environ["QT_QPA_PLATFORM"] = "xcb"
    _check_x(environ["DISPLAY"])


def compositor_runs() -> bool:
    """Whether the X11 desktop blends translucent windows; without that their corners are black.

    A compositor owns the selection _NET_WM_CM_Sn (Extended Window Manager Hints).
    """
    try:
        x11 = _x11()
    except OSError:
        return True
    display = x11.XOpenDisplay(None)
    if not display:
        return True
    name = f"_NET_WM_CM_S{x11.XDefaultScreen(display)}".encode()
    owner = x11.XGetSelectionOwner(display, x11.XInternAtom(display, name, 0))
    x11.XCloseDisplay(display)
    return bool(owner)


def _check_x(display_name: str) -> None:
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError as error:
        raise PrompterError(
            "libxcb-cursor.so.0: not found, and no window opens without it; "
            "on Debian and Ubuntu: apt install libxcb-cursor0"
        ) from error
    x11 = _x11()
    display = x11.XOpenDisplay(None)
    if not display:
        raise PrompterError(
            f"display {display_name}: doesn't answer; check DISPLAY, or log in to the desktop"
        )
    x11.XCloseDisplay(display)


def _x11() -> ctypes.CDLL:
    """Xlib, which Qt's own X11 plugin loads too. Raises OSError when it isn't there."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDefaultScreen.argtypes = [ctypes.c_void_p]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    return x11
