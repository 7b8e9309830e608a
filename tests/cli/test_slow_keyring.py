"""`prompter run` where the keyring does not answer: it says what it waits for, and goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from prompter.messages import Fault
from prompter.record import Archive
from prompter.record.keys import KEYS, Protect
from tests.sound_server import SoundServer

WITH_LESS_PATIENCE = (
    "from prompter.record import keyring_store; keyring_store.PATIENCE_S = 4.0; "
    "from prompter.__main__ import main; main()"
)


def test_a_call_in_the_terminal_says_at_once_that_it_waits_and_then_is_not_kept(
    data_folder: Path, sound_server: SoundServer
) -> None:
    path = data_folder / "archive.db"
    KEYS.choose(Protect.AUTO)
    faults: list[Fault] = []
    Archive.open(path, on_fault=faults.append).close()
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    before = path.read_bytes()
    command = [sys.executable, "-c", WITH_LESS_PATIENCE, "run", "--terminal", "--events", "-"]
    with subprocess.Popen(
        command,
        env={
            **os.environ,
            **sound_server.environment,
            "PYTHON_KEYRING_BACKEND": "tests.keyring_that_hangs.Keyring",
        },
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as call:  # fmt: skip
        give_up = threading.Timer(60, call.kill)
        give_up.start()
        assert call.stdout is not None
        assert call.stderr is not None
        first = call.stderr.readline()
        assert first == (
            "prompter: waiting for the system's keyring; unlock it (4 seconds at most)\n"
        )
        assert call.stderr.readline().startswith(
            "prompter: Nothing of this call is kept: the system's keyring does not answer"
        )
        assert any(json.loads(line)["type"] == "level" for line in call.stdout), "it is heard"
        call.send_signal(signal.SIGINT)
        rest, errors = call.communicate()
        give_up.cancel()
    assert call.returncode == 0, errors
    assert "Kept as" not in rest + errors
    assert "waiting" not in errors, "said once"
    assert path.read_bytes() == before
