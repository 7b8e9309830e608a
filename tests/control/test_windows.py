"""What is asked of Windows, with stand-ins for its libraries: none of it was run on Windows."""

from __future__ import annotations

import ctypes
import queue
from types import SimpleNamespace
from typing import Any

import pytest

from prompter.control.commands import Answer, Command, read_answer
from prompter.control.windows_keys import WM_HOTKEY, WM_QUIT, Message, WindowsKeys
from prompter.control.windows_pipe import ACCESS, FIRST_INSTANCE, REJECT_REMOTE, PipeServer
from prompter.errors import PrompterError
from prompter.key_names import parse_keys


class User32:
    """Hotkeys and a message queue, as Windows keeps them for a thread."""

    def __init__(self, taken: set[int]) -> None:
        self.asked: dict[int, tuple[int, int]] = {}
        self.given_back: list[int] = []
        self._taken = taken
        self.messages: queue.Queue[tuple[int, int]] = queue.Queue()
        self.GetMessageW: Any = _Function(self._next)

    def PeekMessageW(self, *_arguments: object) -> int:  # noqa: N802
        return 0

    def RegisterHotKey(self, _window: None, number: int, held: int, code: int) -> int:  # noqa: N802
        self.asked[number] = (held, code)
        return 0 if code in self._taken else 1

    def UnregisterHotKey(self, _window: None, number: int) -> int:  # noqa: N802
        self.given_back.append(number)
        return 1

    def PostThreadMessageW(self, _thread: int, kind: int, wparam: int, _l: int) -> int:  # noqa: N802
        self.messages.put((kind, wparam))
        return 1

    def _next(self, pointer: Any, *_arguments: object) -> int:
        message: Message = pointer._obj
        message.message, message.wparam = self.messages.get(timeout=10)
        return 0 if message.message == WM_QUIT else 1


class _Function:
    """A function that also has the attributes ctypes sets."""

    def __init__(self, do: Any) -> None:
        self._do = do
        self.restype: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self._do(*arguments)


KERNEL32 = SimpleNamespace(GetCurrentThreadId=lambda: 7)


def test_a_hotkey_is_asked_for_without_repeats_heard_and_given_back() -> None:
    user32, heard = User32(set()), queue.Queue[str]()
    keys = {"next": parse_keys("ctrl+alt+n"), "mark": parse_keys("super+f7")}
    listener = WindowsKeys(keys, heard.put, user32, KERNEL32)
    assert listener.trouble == ""
    assert user32.asked == {0: (0x4003, ord("N")), 1: (0x4008, 0x76)}
    user32.messages.put((WM_HOTKEY, 1))
    assert heard.get(timeout=10) == "mark"
    listener.stop()
    assert user32.given_back == [0, 1]


def test_a_taken_hotkey_is_named_and_the_others_work() -> None:
    user32, heard = User32({ord("N")}), queue.Queue[str]()
    keys = {"next": parse_keys("ctrl+alt+n"), "mark": parse_keys("ctrl+alt+m")}
    listener = WindowsKeys(keys, heard.put, user32, KERNEL32)
    assert listener.trouble.startswith("Ctrl+Alt+N (next) belongs to another program.")
    user32.messages.put((WM_HOTKEY, 1))
    assert heard.get(timeout=10) == "mark"
    listener.stop()


class Kernel32:
    """One pipe, and one client that says one line."""

    def __init__(self, line: bytes, server: list[PipeServer], *, handle: int | None = 5) -> None:
        self._line, self._server = line, server
        self.written = b""
        self.made: tuple[Any, ...] = ()
        self.closed = False
        self._handle = handle
        self.CreateNamedPipeW: Any = _Function(self._create)

    def _create(self, *told: Any) -> int | None:
        self.made = told
        return self._handle

    def ConnectNamedPipe(self, _pipe: Any, _overlapped: None) -> int:  # noqa: N802
        return 1

    def PeekNamedPipe(self, _p: Any, _b: None, _s: int, _r: None, waiting: Any, _m: None) -> int:  # noqa: N802
        waiting._obj.value = len(self._line)
        return 1 if self._line else 0

    def ReadFile(self, _pipe: Any, buffer: Any, _size: int, count: Any, _o: None) -> int:  # noqa: N802
        buffer.raw = self._line[: len(buffer)].ljust(len(buffer), b"\0")
        count._obj.value = min(len(self._line), len(buffer))
        self._line = b""
        return 1

    def WriteFile(self, _pipe: Any, line: bytes, _size: int, _count: Any, _o: None) -> int:  # noqa: N802
        self.written += line
        return 1

    def FlushFileBuffers(self, _pipe: Any) -> int:  # noqa: N802
        self._server[0]._ended.set()
        return 1

    def DisconnectNamedPipe(self, _pipe: Any) -> int:  # noqa: N802
        return 1

    def CloseHandle(self, _pipe: Any) -> int:  # noqa: N802
        self.closed = True
        return 1


def served(line: bytes) -> tuple[Kernel32, list[Command], str]:
    told: list[Command] = []
    access: list[str] = []

    def make_access(text: str, *_rest: object) -> int:
        access.append(text)
        return 1

    servers: list[PipeServer] = []
    kernel = Kernel32(line, servers)
    advapi = SimpleNamespace(ConvertStringSecurityDescriptorToSecurityDescriptorW=make_access)
    system = SimpleNamespace(kernel32=kernel, advapi32=advapi)

    def obey(command: Command) -> Answer:
        told.append(command)
        return Answer()

    servers.append(PipeServer(obey, system))
    servers[0].start()
    servers[0]._thread.join(10)
    assert kernel.closed
    return kernel, told, access[0]


def test_the_pipe_is_this_users_local_and_the_only_one() -> None:
    kernel, told, access = served(b"next\n")
    assert access == ACCESS
    name, how, kind, *_sizes, attributes = kernel.made
    assert name.startswith(r"\\.\pipe\prompter-")
    assert how & FIRST_INSTANCE
    assert kind & REJECT_REMOTE
    assert attributes._obj.length == ctypes.sizeof(attributes._obj)
    assert told == [Command.NEXT]
    assert read_answer(kernel.written) == Answer()


def test_garbage_in_the_pipe_is_refused() -> None:
    kernel, told, _access = served(b"\xff" * 500)
    assert told == []
    answer = read_answer(kernel.written)
    assert answer is not None
    assert "not a command" in answer.error


def test_a_pipe_that_another_call_has_is_one_clear_line() -> None:
    advapi = SimpleNamespace(ConvertStringSecurityDescriptorToSecurityDescriptorW=lambda *_told: 1)
    kernel = Kernel32(b"", [], handle=ctypes.c_void_p(-1).value)
    system = SimpleNamespace(kernel32=kernel, advapi32=advapi)
    with pytest.raises(PrompterError, match="another one has its pipe"):
        PipeServer(lambda _command: Answer(), system).start()
