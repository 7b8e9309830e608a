"""Python loads this at its start: any socket but AF_UNIX is noted and refused.

The processes that Prompter starts inherit PYTHONPATH, and so they are guarded too.
"""

from __future__ import annotations

import os
import sys

_NAMES = (
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "socket.sethostname",
    "urllib.Request",
    "http.client.connect",
)
_NOTES = os.environ["PROMPTER_TEST_NETWORK_NOTES"]


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith(("socket.", "urllib.", "http.")):
        return
    wrong = event in _NAMES
    if event == "socket.__new__":
        wrong = getattr(arguments[1], "name", "") != "AF_UNIX" and arguments[1] not in (-1, 1)
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        wrong = not isinstance(arguments[1], str | bytes)
    if wrong:
        note = f"{os.getpid()} {event} {arguments[1:]!r}\n".encode()
        handle = os.open(_NOTES, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.write(handle, note)
        os.close(handle)
        raise PermissionError(f"no network in this test: {event}")


sys.addaudithook(_refuse)
