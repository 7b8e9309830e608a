"""Reaching the running calls of this user, from another process."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prompter.control.commands import MOST_ANSWER_BYTES, Answer, Command, read_answer
from prompter.control.place import control_folder, socket_file
from prompter.errors import PrompterError

PATIENCE_S = 3.0
"""A busy computer answers by then."""
CROWD_S = 0.02


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call that runs in that process, and what it said of itself."""

    process_id: int
    answer: Answer

    @property
    def name(self) -> str:
        """What is heard, for people."""
        return str(self.answer.state.get("source", "a call"))


def send(command: Command, process_id: int | None = None) -> Answer:
    """Tell the one running call, or that of a process, what to do; gives its answer.

    Raises PrompterError, with one line, when there is none, more than one, or no answer.
    """
    if sys.platform == "win32":
        from prompter.control.windows_pipe import ask_pipe

        answer = ask_pipe(command)
        if answer is None:
            raise PrompterError("no call is running; start one with: prompter run")
        return answer
    if process_id is None:
        process_id = _the_only(list(running_calls()))
    answer = _ask(socket_file(process_id), command)
    if answer is None:
        raise PrompterError(f"no call is running in process {process_id}")
    return answer


def running_calls() -> Iterator[FoundCall]:
    """Every call that answers. Sockets that a crash left are passed over."""
    folder = control_folder()
    for file in sorted(folder.glob("*.sock")) if folder.is_dir() else ():
        if file.stem.isdigit() and (answer := _ask(file, Command.STATE)) is not None:
            yield FoundCall(int(file.stem), answer)


def _the_only(calls: list[FoundCall]) -> int:
    if not calls:
        raise PrompterError("no call is running; start one with: prompter run")
    if len(calls) > 1:
        names = "; ".join(f"{call.name}, process {call.process_id}" for call in calls)
        raise PrompterError(
            f"{len(calls)} calls are running ({names}); name one with --process NUMBER"
        )
    return calls[0].process_id


def _ask(file: Path, command: Command) -> Answer | None:
    """None when nobody listens there any more. Raises PrompterError when nothing is answered."""
    deadline_s = time.monotonic() + PATIENCE_S
    told = b""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as to_call:
        to_call.settimeout(PATIENCE_S)
        try:
            _connect(to_call, file, deadline_s)
            to_call.sendall(command.encode() + b"\n")
            while len(told) < MOST_ANSWER_BYTES and time.monotonic() < deadline_s:
                part = to_call.recv(4096)
                told += part
                if not part or part.endswith(b"\n"):
                    break
        except (ConnectionRefusedError, FileNotFoundError):
            return None
        except (OSError, TimeoutError) as error:
            raise PrompterError(f"{file}: the call there does not answer ({error})") from error
    answer = read_answer(told)
    if answer is None:
        raise PrompterError(f"{file}: what answers there is no call of Prompter's")
    return answer


def _connect(to_call: socket.socket, file: Path, deadline_s: float) -> None:
    """Wait a little where others are crowding in; raises OSError as `connect` does."""
    while True:
        try:
            to_call.connect(str(file))
            return
        except BlockingIOError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(CROWD_S)
