"""Which kind of local server hears `prompter ctl` on this system."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from prompter.control.commands import Answer, Command


class Server(Protocol):
    """Hears commands on a thread of its own until it is stopped."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def open_server(obey: Callable[[Command], Answer]) -> Server:
    """Begin to hear commands. Raises PrompterError when that can't be done here."""
    server: Server
    if sys.platform == "win32":
        from prompter.control.windows_pipe import PipeServer

        server = PipeServer(obey)
    else:
        from prompter.control.socket_server import SocketServer

        server = SocketServer(obey)
    server.start()
    return server
