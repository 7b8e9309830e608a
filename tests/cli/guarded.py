"""Runs the real program where there is no network, and notes each try to reach one.

Three guards at once: an empty network namespace, strace, which sees the sockets of C libraries
too, and an audit hook in each Python process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GUARD = Path(__file__).parent / "guard"
_SOCKET = re.compile(r"^\d+ +socket(?:pair)?\((\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guarded:
    """What came of a run. families: of all sockets it made; refused: what the hook stopped.

    programs: how many were started. alone: in a namespace of its own.
    """

    done: subprocess.CompletedProcess[str]
    families: set[str]
    refused: list[str]
    programs: int
    alone: bool


def namespace() -> list[str]:
    """The command that gives an empty network namespace; nothing where that isn't allowed."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return []


def run_guarded(
    folder: Path, notes: Path, *command: str, timeout_s: float = 240, **environment: str
) -> Guarded:
    """Run `command` with the data folder `folder`; `notes` is a folder for the guards' notes."""
    notes.mkdir(exist_ok=True)
    log, refused = notes / "strace.log", notes / "refused"
    trace = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-e",
        "trace=socket,socketpair,execve",
        "-o",
        str(log),
    ]
    alone = namespace()
    done = subprocess.run(
        [*alone, *trace, *command],
        env={
            **os.environ,
            "PROMPTER_DATA_DIR": str(folder),
            "PROMPTER_TEST_NETWORK_NOTES": str(refused),
            "PYTHONPATH": str(GUARD),
            "COLUMNS": "120",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    traced = log.read_text(encoding="utf-8", errors="replace")
    return Guarded(
        done,
        set(_SOCKET.findall(traced)),
        refused.read_text(encoding="utf-8").splitlines() if refused.exists() else [],
        traced.count("execve("),
        bool(alone),
    )


PROMPTER = (sys.executable, "-m", "prompter")
