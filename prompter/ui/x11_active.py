"""Which window has the keyboard on X11, and giving it to another (EWMH, _NET_ACTIVE_WINDOW)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prompter.xcb import ClientMessage, free, load_xcb

ATOM_WINDOW = 33
CLIENT_MESSAGE = 33
SUBSTRUCTURE = 0x80000 | 0x100000
"""SubstructureNotify and SubstructureRedirect: the window manager hears it."""
PAGER = 2
"""The source that window managers obey: a wish of the user, not of an application."""


def active_window() -> int:
    """The id of the window that has the keyboard; 0 when that is not known."""
    with own_display() as (xcb, display, root):
        if display is None:
            return 0
        atom = _atom(xcb, display)
        asked = xcb.xcb_get_property(display, 0, root, atom, ATOM_WINDOW, 0, 1)
        reply = xcb.xcb_get_property_reply(display, asked, None)
        if not reply:
            return 0
        found = 0
        if xcb.xcb_get_property_value_length(reply) >= 4:
            value = xcb.xcb_get_property_value(reply)
            found = ctypes.cast(value, ctypes.POINTER(ctypes.c_uint32))[0]
        free(reply)
        return found


def activate(window: int) -> None:
    """Ask the window manager to give this window the keyboard; one that is gone is no harm."""
    with own_display() as (xcb, display, root):
        if display is None:
            return
        message = ClientMessage(CLIENT_MESSAGE, 32, 0, window, _atom(xcb, display))
        message.data[0] = PAGER
        xcb.xcb_send_event(display, 0, root, SUBSTRUCTURE, ctypes.byref(message))
        xcb.xcb_flush(display)


@contextmanager
def own_display() -> Iterator[tuple[Any, Any, int]]:
    """A connection of its own: an error on it ends nothing else."""
    try:
        xcb = load_xcb()
    except OSError:
        yield None, None, 0
        return
    display = xcb.xcb_connect(None, None)
    try:
        if xcb.xcb_connection_has_error(display):
            yield xcb, None, 0
        else:
            screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(display))
            yield xcb, display, screens.root[0]
    finally:
        xcb.xcb_disconnect(display)


def _atom(xcb: Any, display: Any) -> int:
    name = b"_NET_ACTIVE_WINDOW"
    reply = xcb.xcb_intern_atom_reply(
        display, xcb.xcb_intern_atom(display, 0, len(name), name), None
    )
    if not reply:
        return 0
    atom = int(reply[0].atom)
    free(reply)
    return atom
