"""Who is at the other end of a local socket, as the kernel tells it."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys

_CREDENTIALS = struct.Struct("3i")
"""Linux's struct ucred: process, user, group."""


def is_this_user(client: socket.socket) -> bool:
    """Whether the other end runs as this user (or as root on this user's behalf).

    Linux: SO_PEERCRED. macOS: getpeereid, not run by the tests. Elsewhere the rights of the
    socket's folder alone decide.
    """
    if sys.platform == "linux":
        told = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _process, user, _group = _CREDENTIALS.unpack(told)
        is_known = user in (0, os.getuid())
    elif sys.platform == "darwin":
        uid, gid = ctypes.c_uint(), ctypes.c_uint()
        library = ctypes.CDLL(None)
        failed = library.getpeereid(client.fileno(), ctypes.byref(uid), ctypes.byref(gid))
        is_known = not failed and uid.value in (0, os.getuid())
    else:
        is_known = True
    return is_known
