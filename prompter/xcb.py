"""The few functions of libxcb that hotkeys and the keyboard's way back need.

Qt's X11 plugin loads the same library.

libxcb answers each request by itself, so that a key that is taken is told apart from one that
is free without a handler for the whole process.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint, c_void_p
from ctypes import c_uint8 as u8
from ctypes import c_uint16 as u16
from ctypes import c_uint32 as u32
from typing import Any


class Cookie(Structure):
    """Stands for a request whose answer is still to come."""

    _fields_ = (("sequence", c_uint),)


class Setup(Structure):
    """The beginning of xcb_setup_t, as far as it is read here."""

    _fields_ = (
        ("unread", u8 * 34),
        ("min_keycode", u8),
        ("max_keycode", u8),
    )


class ScreenIterator(Structure):
    """xcb_screen_iterator_t; a screen begins with its root window."""

    _fields_ = (("root", POINTER(u32)), ("rem", c_int), ("index", c_int))


class KeyboardMapping(Structure):
    """The beginning of the answer: how many meanings each key has."""

    _fields_ = (("response_type", u8), ("keysyms_per_keycode", u8))


class KeyEvent(Structure):
    """xcb_key_press_event_t; also the release of a key, and the head of any other event."""

    _fields_ = (
        ("response_type", u8),
        ("keycode", u8),
        ("sequence", u16),
        ("time_ms", u32),
        ("windows", u32 * 3),
        ("places", u16 * 4),
        ("state", u16),
    )


class AtomReply(Structure):
    """The answer to a name: its number."""

    _fields_ = (("head", u32 * 2), ("atom", u32))


class TreeReply(Structure):
    """The beginning of the answer to who a window's parent is."""

    _fields_ = (("head", u32 * 2), ("root", u32), ("parent", u32))


class ClientMessage(Structure):
    """xcb_client_message_event_t with five numbers of 32 bits."""

    _fields_ = (
        ("response_type", u8),
        ("format", u8),
        ("sequence", u16),
        ("window", u32),
        ("type", u32),
        ("data", u32 * 5),
    )


def load_xcb() -> Any:
    """libxcb with the types of its functions. Raises OSError when it isn't there."""
    xcb = ctypes.CDLL("libxcb.so.1")
    for name, result, *arguments in (
        ("xcb_connect", c_void_p, c_char_p, POINTER(c_int)),
        ("xcb_disconnect", None, c_void_p),
        ("xcb_connection_has_error", c_int, c_void_p),
        ("xcb_get_file_descriptor", c_int, c_void_p),
        ("xcb_flush", c_int, c_void_p),
        ("xcb_get_setup", POINTER(Setup), c_void_p),
        ("xcb_setup_roots_iterator", ScreenIterator, POINTER(Setup)),
        ("xcb_get_keyboard_mapping", Cookie, c_void_p, u8, u8),
        (
            "xcb_get_keyboard_mapping_reply",
            POINTER(KeyboardMapping),
            c_void_p,
            Cookie,
            c_void_p,
        ),
        ("xcb_get_keyboard_mapping_keysyms", POINTER(u32), POINTER(KeyboardMapping)),
        ("xcb_get_keyboard_mapping_keysyms_length", c_int, POINTER(KeyboardMapping)),
        ("xcb_grab_key_checked", Cookie, c_void_p, u8, u32, u16, u8, u8, u8),
        ("xcb_ungrab_key", Cookie, c_void_p, u8, u32, u16),
        ("xcb_request_check", c_void_p, c_void_p, Cookie),
        ("xcb_intern_atom", Cookie, c_void_p, u8, u16, c_char_p),
        ("xcb_intern_atom_reply", POINTER(AtomReply), c_void_p, Cookie, c_void_p),
        ("xcb_get_property", Cookie, c_void_p, u8, u32, u32, u32, u32, u32),
        ("xcb_get_property_reply", c_void_p, c_void_p, Cookie, c_void_p),
        ("xcb_get_property_value", c_void_p, c_void_p),
        ("xcb_get_property_value_length", c_int, c_void_p),
        ("xcb_query_tree", Cookie, c_void_p, u32),
        ("xcb_query_tree_reply", POINTER(TreeReply), c_void_p, Cookie, c_void_p),
        ("xcb_send_event", Cookie, c_void_p, u8, u32, u32, c_void_p),
        ("xcb_poll_for_event", POINTER(KeyEvent), c_void_p),
    ):
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    return xcb


def free(pointer: Any) -> None:
    """Give back what libxcb has handed over."""
    libc = ctypes.CDLL(None)
    libc.free.argtypes, libc.free.restype = [c_void_p], None
    libc.free(ctypes.cast(pointer, c_void_p))
