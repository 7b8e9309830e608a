"""The local socket of a running call: takes one command a connection, and answers it.

In:      connections of this user; a line of at most MOST_BYTES each.
Out:     each command to `obey`, whose answer goes back.
Thread:  its own; `obey` is called on it and must return at once.
Errors:  PrompterError when the socket can't be made; a bad client only loses its connection.
Source:  the limits keep garbage, floods and slow clients from taking time from a call.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from prompter.control.commands import MOST_BYTES, Answer, Command, read_command
from prompter.control.peer import is_this_user
from prompter.control.place import make_control_folder, socket_file
from prompter.errors import PrompterError

Obey = Callable[[Command], Answer]

MOST_CLIENTS = 8
BACKLOG = 64
PATIENCE_S = 1.0
"""A client that has not sent its line by then is cut off."""
LEAST_GAP_S = 0.02
"""Between two commands that change something: nobody presses faster, and a flood takes no more
than 50 a second."""
POLL_S = 0.2


@dataclass(slots=True)
class _Client:
    """A connection whose line is not whole yet."""

    socket: socket.socket
    deadline_s: float
    line: bytes = b""


@dataclass(slots=True)
class SocketServer:
    """Listens from `start` to `stop`."""

    obey: Obey
    _listening: socket.socket | None = None
    _file: Path | None = None
    _clients: dict[int, _Client] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _obeyed_s: float = 0.0

    def start(self) -> None:
        """Make the socket (0600 in a 0700 folder) and listen."""
        make_control_folder()
        self._file = socket_file(os.getpid())
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._file.unlink(missing_ok=True)  # left by an earlier process of this number
            listening.bind(str(self._file))
            self._file.chmod(0o600)
            listening.listen(BACKLOG)
        except OSError as error:
            listening.close()
            self._file = None
            raise PrompterError(
                f"{socket_file(os.getpid())}: prompter ctl can't reach this call ({error})"
            ) from error
        listening.setblocking(False)
        self._listening = listening
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more, and take the socket away. May be called more than once."""
        self._ended.set()
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join()
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def _run(self) -> None:
        assert self._listening is not None
        with selectors.DefaultSelector() as selector, self._listening as listening:
            selector.register(listening, selectors.EVENT_READ)
            while not self._ended.is_set():
                for key, _events in selector.select(POLL_S):
                    if key.fileobj is listening:
                        self._accept(listening, selector)
                    elif (client := self._clients.get(key.fd)) is not None:
                        self._read(client, selector)
                self._cut_off_the_slow(selector)
            for client in list(self._clients.values()):
                self._drop(client, selector)

    def _accept(self, listening: socket.socket, selector: selectors.BaseSelector) -> None:
        try:
            made, _address = listening.accept()
        except OSError:  # gone again before it was taken in
            return
        made.setblocking(False)
        client = _Client(made, time.monotonic() + PATIENCE_S)
        if len(self._clients) >= MOST_CLIENTS:
            self._drop(min(self._clients.values(), key=lambda one: one.deadline_s), selector)
        if not is_this_user(made):
            made.close()
            return
        self._clients[made.fileno()] = client
        selector.register(made, selectors.EVENT_READ)

    def _read(self, client: _Client, selector: selectors.BaseSelector) -> None:
        try:
            told = client.socket.recv(MOST_BYTES + 1)
        except OSError:
            told = b""
        client.line += told
        if b"\n" in client.line or len(client.line) > MOST_BYTES:
            self._answer(client)
            self._drop(client, selector)
        elif not told:
            self._drop(client, selector)

    def _answer(self, client: _Client) -> None:
        line, ended, _more = client.line.partition(b"\n")
        command = read_command(line) if ended else None
        if command is None:
            answer = Answer(f"not a command; commands are {', '.join(Command)}")
        elif command is Command.STATE:
            answer = self.obey(command)
        elif time.monotonic() - self._obeyed_s < LEAST_GAP_S:
            answer = Answer("too many commands at once")
        else:
            self._obeyed_s = time.monotonic()
            answer = self.obey(command)
        with contextlib.suppress(OSError):  # who hangs up needs no answer
            client.socket.send(answer.to_line())

    def _cut_off_the_slow(self, selector: selectors.BaseSelector) -> None:
        now_s = time.monotonic()
        for client in [one for one in self._clients.values() if one.deadline_s <= now_s]:
            self._drop(client, selector)

    def _drop(self, client: _Client, selector: selectors.BaseSelector) -> None:
        selector.unregister(client.socket)
        del self._clients[client.socket.fileno()]
        client.socket.close()
