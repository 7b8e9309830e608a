"""The frame that an X11 window manager puts around a window, and whether clicks pass through it.

Qt lets clicks through the window itself. Some window managers (openbox) hand that on to their
frame, others (icewm) don't; then the frame would catch every click.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from prompter.ui.x11_active import own_display
from prompter.xcb import free

SET, INPUT, UNSORTED, NOTHING = 0, 2, 0, 0
"""Numbers of the SHAPE extension."""
DEEPEST = 5
"""Window managers put a window into two others at most."""


def let_clicks_pass_frame(window: int, passing: bool) -> None:
    """Let clicks through all that lies between this window and the desktop, or take them."""
    with own_display() as (xcb, display, root):
        if display is None:
            return
        try:
            shape = ctypes.CDLL("libxcb-shape.so.0")  # Qt's X11 plugin needs it as well
        except OSError:
            return
        number = ctypes.c_uint32
        for frame in _frames(xcb, display, root, window):
            where = (number(frame), ctypes.c_int16(0), ctypes.c_int16(0))
            to = (ctypes.c_void_p(display), ctypes.c_uint8(SET), ctypes.c_uint8(INPUT))
            if passing:
                shape.xcb_shape_rectangles(
                    *to, ctypes.c_uint8(UNSORTED), *where, number(NOTHING), None
                )
            else:
                shape.xcb_shape_mask(*to, *where, number(NOTHING))
        xcb.xcb_flush(display)


def _frames(xcb: Any, display: Any, root: int, window: int) -> Iterator[int]:
    for _level in range(DEEPEST):
        reply = xcb.xcb_query_tree_reply(display, xcb.xcb_query_tree(display, window), None)
        if not reply:
            return
        parent = int(reply[0].parent)
        free(reply)
        if parent in (0, root):
            return
        yield parent
        window = parent
