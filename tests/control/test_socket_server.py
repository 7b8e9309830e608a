"""The local socket of a running call: only this user reaches it, and nobody disturbs the call."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prompter.control import place, socket_server
from prompter.control.commands import Answer, Command, read_answer
from prompter.control.reach import running_calls, send
from prompter.control.socket_server import SocketServer
from prompter.errors import PrompterError


class Obeying:
    """A call that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Command] = []

    def obey(self, command: Command) -> Answer:
        self.told.append(command)
        if command is Command.STATE:
            return Answer(state={"state": "listening", "source": "call.flac"})
        return Answer("no card is on show") if command is Command.PIN else Answer()


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Obeying]:
    """A call whose socket is open."""
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path / "data"))
    obeying = Obeying()
    server = SocketServer(obeying.obey)
    server.start()
    yield obeying
    server.stop()
    assert list(place.control_folder().glob("*.sock")) == [], "no socket is left behind"


@pytest.fixture
def connect(call: Obeying) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections as any program of this user could."""
    assert call is not None
    opened: list[socket.socket] = []

    def make() -> socket.socket:
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(10)
        opened.append(made)
        made.connect(str(place.socket_file(os.getpid())))
        return made

    yield make
    for made in opened:
        made.close()


def answer_of(client: socket.socket) -> Answer:
    answer = read_answer(client.recv(4096))
    assert answer is not None
    return answer


def refuses(client: socket.socket, line: bytes) -> bool:
    """Whether the other end hangs up without a word."""
    try:
        client.sendall(line)
        return client.recv(10) == b""
    except (BrokenPipeError, ConnectionResetError):
        return True


def test_a_command_reaches_the_call_and_its_answer_comes_back(call: Obeying) -> None:
    assert send(Command.NEXT) == Answer()
    time.sleep(0.03)
    assert send(Command.PIN).error == "no card is on show"
    assert send(Command.STATE).state == {"state": "listening", "source": "call.flac"}
    assert [told for told in call.told if told is not Command.STATE] == [Command.NEXT, Command.PIN]


def test_the_socket_and_its_folder_are_for_this_user_alone(call: Obeying) -> None:
    assert call is not None
    file = place.socket_file(os.getpid())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_others_may_enter_is_closed_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    place.control_folder().mkdir(mode=0o777)
    place.control_folder().chmod(0o777)
    assert stat.S_IMODE(place.make_control_folder().stat().st_mode) == 0o700


def test_another_users_connection_is_closed_unheard(
    call: Obeying, connect: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_server, "is_this_user", lambda _client: False)
    client = connect()
    assert refuses(client, b"end\n")
    assert call.told == []


@pytest.mark.parametrize(
    "garbage", [b"\n", b"explode\n", b"\xff\x00\xfe\n", b"x" * 100_000, b"next" * 40]
)
def test_garbage_is_refused_and_the_next_command_is_obeyed(
    call: Obeying, connect: Callable[[], socket.socket], garbage: bytes
) -> None:
    client = connect()
    try:
        client.sendall(garbage)
        assert "not a command" in answer_of(client).error
    except (BrokenPipeError, ConnectionResetError):
        pass  # cut off in the middle of far too much
    assert send(Command.MARK) == Answer()
    assert call.told[-1] is Command.MARK


def test_a_flood_of_commands_is_thinned_out(
    call: Obeying, connect: Callable[[], socket.socket]
) -> None:
    began_s = time.monotonic()
    errors = []
    for _number in range(200):
        client = connect()
        client.sendall(b"next\n")
        errors.append(answer_of(client).error)
        client.close()
    passed_s = time.monotonic() - began_s
    assert len(call.told) <= passed_s / socket_server.LEAST_GAP_S + 1
    assert errors.count("too many commands at once") == 200 - len(call.told)


def test_slow_clients_are_cut_off_and_keep_nobody_waiting(
    call: Obeying, connect: Callable[[], socket.socket]
) -> None:
    slow = [connect() for _number in range(3 * socket_server.MOST_CLIENTS)]
    for client in slow[-3:]:
        client.sendall(b"ne")
    assert send(Command.DISMISS) == Answer()
    assert all(client.recv(10) == b"" for client in slow), "all were cut off"
    assert [told for told in call.told if told is not Command.STATE] == [Command.DISMISS]


def test_a_client_that_hangs_up_is_no_trouble(
    call: Obeying, connect: Callable[[], socket.socket]
) -> None:
    for part in (b"", b"nex", b"mark\n"):
        client = connect()
        client.sendall(part)
        client.close()
    time.sleep(0.05)
    assert send(Command.NEXT) == Answer()
    assert call.told[-1] is Command.NEXT


def test_without_a_call_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    with pytest.raises(PrompterError, match="no call is running; start one with: prompter run"):
        send(Command.NEXT)


def test_a_socket_that_a_crash_left_behind_is_no_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    place.make_control_folder()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(place.socket_file(99)))
    assert list(running_calls()) == []
    with pytest.raises(PrompterError, match="no call is running"):
        send(Command.NEXT)


def test_of_two_calls_one_must_be_named(call: Obeying, monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: 4711)
    second = Obeying()
    server = SocketServer(second.obey)
    server.start()
    try:
        with pytest.raises(PrompterError) as told:
            send(Command.NEXT)
        assert str(told.value).startswith("2 calls are running (call.flac, process ")
        assert "process 4711" in str(told.value)
        assert "--process NUMBER" in str(told.value)
        send(Command.NEXT, 4711)
        assert second.told[-1] is Command.NEXT
        assert Command.NEXT not in call.told
    finally:
        server.stop()
        monkeypatch.setattr(os, "getpid", lambda: own)


def test_a_path_too_long_for_a_socket_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path / ("long" * 40)))
    with pytest.raises(PrompterError, match="prompter ctl can't reach this call"):
        SocketServer(Obeying().obey).start()


def test_only_one_live_call_may_run_and_the_next_may_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    first, second = place.OnlyLiveCall(), place.OnlyLiveCall()
    assert first.take() is None
    assert second.take() == os.getpid()
    first.let_go()
    assert second.take() is None
    second.let_go()
