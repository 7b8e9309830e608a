"""Where the sockets of running calls lie: one a process, in a folder of this user alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from prompter import paths
from prompter.control.commands import Command

if sys.platform != "win32":
    import fcntl


def control_folder() -> Path:
    """The folder of the sockets; not made here."""
    return paths.data_folder() / "control"


def make_control_folder() -> Path:
    """Make it, 0700 even when it was there with laxer rights. Raises PrompterError."""
    paths.make_private_folder(paths.data_folder())
    folder = paths.make_private_folder(control_folder())
    if sys.platform != "win32":
        folder.chmod(0o700)
    return folder


def socket_file(process_id: int) -> Path:
    """The socket of the call that this process runs."""
    return control_folder() / f"{process_id}.sock"


class OnlyLiveCall:
    """A lock that one live call holds for as long as it runs; a crash lets go of it too."""

    def __init__(self) -> None:
        self._number: int | None = None

    def take(self) -> int | None:
        """Take it; gives the process id of the call that has it instead, 0 if that is not known.

        Raises PrompterError when the folder can't be made.
        """
        if sys.platform == "win32":
            from prompter.control.windows_pipe import ask_pipe

            return None if ask_pipe(Command.STATE) is None else 0
        file = make_control_folder() / "live.lock"
        number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(number, 20).decode("ascii", "replace").strip()
            os.close(number)
            return int(holder) if holder.isdigit() else 0
        os.truncate(number, 0)
        os.pwrite(number, f"{os.getpid()}\n".encode(), 0)
        self._number = number
        return None

    def let_go(self) -> None:
        """Another live call may begin. May be called more than once."""
        number, self._number = self._number, None
        if number is not None:
            os.close(number)
