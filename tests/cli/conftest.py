"""The real program, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from prompter.assemble import sample

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def short_call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample call until just after the rejection, 28 seconds."""
    pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16", frames=28 * 16_000)
    file = tmp_path_factory.mktemp("call") / "short_call.wav"
    soundfile.write(file, pcm, rate_hz)
    return file


@pytest.fixture
def run(data_folder: Path) -> Run:
    """Run `prompter ARGS`; nothing it says may be a traceback."""

    def run_prompter(*args: object, text: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "prompter", *map(str, args)],
            input=text,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            env={**os.environ, "PROMPTER_DATA_DIR": str(data_folder), "COLUMNS": "120"},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run_prompter
