"""The named pipe of a running call on Windows: this user alone can open it.

In:      one connection at a time, a line of at most MOST_BYTES each.
Out:     each command to `obey`, whose answer goes back.
Thread:  its own.
Errors:  PrompterError when the pipe can't be made, as when another call has it.
Source:  the access list "D:P(A;;GA;;;OW)" names the owner and nobody else; remote clients are
         refused; FILE_FLAG_FIRST_PIPE_INSTANCE makes a second call fail.
Not run on Windows by the tests: there a stand-in takes the place of the system's libraries.
"""

from __future__ import annotations

import ctypes
import getpass
import hashlib
import threading
import time
from collections.abc import Callable
from ctypes import Structure, byref, c_int, c_ulong, c_void_p
from pathlib import Path
from typing import Any

from prompter import paths
from prompter.control.commands import MOST_BYTES, Answer, Command, read_answer, read_command
from prompter.errors import PrompterError

ACCESS = "D:P(A;;GA;;;OW)"
DUPLEX, FIRST_INSTANCE, REJECT_REMOTE = 0x3, 0x80000, 0x8
BUFFER_BYTES = 16_384
PATIENCE_S = 1.0
LOOK_S = 0.01


class SecurityAttributes(Structure):
    """SECURITY_ATTRIBUTES."""

    _fields_ = (("length", c_ulong), ("descriptor", c_void_p), ("inherit", c_int))


def pipe_name() -> str:
    """One for each user and data folder."""
    told = f"{getpass.getuser()}\n{paths.data_folder()}"
    return rf"\\.\pipe\prompter-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


class PipeServer:
    """Listens from `start` to `stop`."""

    def __init__(self, obey: Callable[[Command], Answer], system: Any = None) -> None:
        """system: what holds kernel32 and advapi32; a stand-in in tests."""
        self._obey = obey
        self._system = system or getattr(ctypes, "windll")  # noqa: B009  (only on Windows)
        self._pipe = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)

    def start(self) -> None:
        """Make the pipe and listen."""
        descriptor = c_void_p()
        made = self._system.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ACCESS, 1, byref(descriptor), None
        )
        if not made:
            raise PrompterError("prompter ctl can't reach this call: Windows makes no access list")
        access = SecurityAttributes(ctypes.sizeof(SecurityAttributes), descriptor, 0)
        kernel = self._system.kernel32
        kernel.CreateNamedPipeW.restype = c_void_p
        pipe = kernel.CreateNamedPipeW(
            pipe_name(),
            DUPLEX | FIRST_INSTANCE,
            REJECT_REMOTE,
            1,
            BUFFER_BYTES,
            BUFFER_BYTES,
            0,
            byref(access),
        )
        if pipe in (None, c_void_p(-1).value):
            raise PrompterError("prompter ctl can't reach this call: another one has its pipe")
        self._pipe = pipe
        self._thread.start()

    def stop(self) -> None:
        """Listen no more. May be called more than once."""
        self._ended.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            ask_pipe(Command.STATE)  # wakes the thread that waits for a connection
            self._thread.join()

    def _run(self) -> None:
        kernel, pipe = self._system.kernel32, c_void_p(self._pipe)
        while not self._ended.is_set():
            kernel.ConnectNamedPipe(pipe, None)  # fails when a client was faster, which is fine
            if line := self._read():
                self._write(self._answer(line))
            else:
                time.sleep(LOOK_S)
            kernel.DisconnectNamedPipe(pipe)
        kernel.CloseHandle(pipe)

    def _read(self) -> bytes:
        """The line, as far as it comes in time."""
        kernel, pipe = self._system.kernel32, c_void_p(self._pipe)
        deadline_s, line = time.monotonic() + PATIENCE_S, b""
        while b"\n" not in line and len(line) <= MOST_BYTES and time.monotonic() < deadline_s:
            waiting = c_ulong()
            if not kernel.PeekNamedPipe(pipe, None, 0, None, byref(waiting), None):
                break  # gone
            if not waiting.value:
                time.sleep(LOOK_S)
                continue
            buffer, count = ctypes.create_string_buffer(MOST_BYTES + 1), c_ulong()
            kernel.ReadFile(pipe, buffer, len(buffer), byref(count), None)
            line += buffer.raw[: count.value]
        return line

    def _answer(self, line: bytes) -> Answer:
        first, ended, _more = line.partition(b"\n")
        command = read_command(first) if ended else None
        if command is None:
            return Answer(f"not a command; commands are {', '.join(Command)}")
        return self._obey(command)

    def _write(self, answer: Answer) -> None:
        kernel, pipe = self._system.kernel32, c_void_p(self._pipe)
        line, count = answer.to_line(), c_ulong()
        kernel.WriteFile(pipe, line, len(line), byref(count), None)
        kernel.FlushFileBuffers(pipe)


def ask_pipe(command: Command, name: str = "") -> Answer | None:
    """Tell the running call; None when none is running. name: of another pipe, in tests."""
    try:
        with Path(name or pipe_name()).open("r+b", buffering=0) as pipe:
            pipe.write(command.encode() + b"\n")
            return read_answer(pipe.readline())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PrompterError(f"the running call does not answer ({error})") from error
