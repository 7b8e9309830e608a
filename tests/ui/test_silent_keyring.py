"""A keyring that does not answer delays neither the window nor a call, and closing neither."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from prompter.messages import Channel, Fault, Hypothesis, Word
from prompter.record import Archive, Keep, Recorder
from prompter.record.keys import KEYS, Protect
from tests.keyring_that_hangs import SILENT_S
from tests.sound_server import SoundServer

REAL_APP = Path(__file__).parent / "real_app.py"


@pytest.fixture
def kept(data_folder: Path) -> Path:
    """An encrypted archive; a call and a change of its key were cut off, old calls are due."""
    path = data_folder / "archive.db"
    KEYS.choose(Protect.AUTO)
    faults: list[Fault] = []
    with Archive.open(path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("one", "live")
        words = (Word("hello", 1.0, 2.0, 0.5),)
        recorder.take(Hypothesis(Channel.THEM, 1, "hello", words, True, 1.0, 2.0))
    (data_folder / "archive.db.call-1").touch()
    (data_folder / "archive.db.salts").write_text(
        json.dumps(["00" * 16, path.read_bytes()[:16].hex()])
    )
    (data_folder / "settings.toml").write_text(
        'engine = "vosk"\nkeep = "transcript"\nkeep_days = 30\nfirst_run = false\n'
    )
    assert faults == []
    return path


def real_app(server: SoundServer, acts: str) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(REAL_APP), acts],
        env={
            **os.environ,
            **server.environment,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "tests.keyring_that_hangs.Keyring",
        },
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["what"]: line for line in lines}


def test_the_window_is_there_at_once_and_says_that_it_waits_and_closes(
    kept: Path, sound_server: SoundServer
) -> None:
    before = kept.read_bytes()
    seen = real_app(sound_server, "look")
    assert seen["window"]["at_s"] < SILENT_S / 2
    assert "Waiting for the system's keyring" in seen["note"]["text"]
    assert seen["note"]["at_s"] < SILENT_S / 2
    assert kept.read_bytes() == before


def test_a_call_begins_and_says_that_nothing_of_it_is_kept(
    kept: Path, sound_server: SoundServer
) -> None:
    before = kept.read_bytes()
    seen = real_app(sound_server, "begin")
    assert seen["window"]["at_s"] < SILENT_S / 2
    assert seen["window"]["can_begin"]
    assert seen["call"]["at_s"] < SILENT_S
    assert "Nothing of this call is kept: the system's keyring does not answer" in " ".join(
        seen["call"]["said"]
    )
    assert kept.read_bytes() == before
