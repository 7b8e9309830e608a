"""The sound of a call: kept only when asked for, heard again, written out, deleted alone."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.cli.conftest import Run
from tests.playback.test_player import Ear
from tests.sound_server import SoundServer


@pytest.fixture
def kept(run: Run, data_folder: Path, short_call: Path) -> Path:
    """The recording of call 1, which is kept with its sound."""
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    done = run("replay", short_call, "--pace", "fast", "--sound")
    assert "Kept as call 1, with its sound" in done.stdout
    return short_call


def test_the_sound_comes_out_as_it_went_in(run: Run, kept: Path, tmp_path: Path) -> None:
    out = tmp_path / "call.flac"
    assert run("calls", "sound", "1", out).returncode == 0
    before, _ = soundfile.read(kept, dtype="int16")
    after, rate_hz = soundfile.read(out, dtype="int16")
    assert rate_hz == 16_000
    assert np.array_equal(after, before)
    assert out.stat().st_mode & 0o077 == 0
    again = run("calls", "sound", "1", out)
    assert again.returncode == 1
    assert "--force" in again.stderr


@pytest.mark.usefixtures("kept")
def test_a_call_is_heard_from_a_place_with_its_words_until_its_sound_is_deleted(
    run: Run, data_folder: Path, sound_server: SoundServer
) -> None:
    assert "Its sound is kept: 28 s" in run("calls", "show", "1").stdout
    wrong = run("calls", "play", "1", "--from", "1:2:3:4")
    assert wrong.stderr == "prompter: --from 1:2:3:4: write it as 02:10, minutes and seconds\n"
    ear = Ear(sound_server)
    began = time.monotonic()
    done = run("calls", "play", "1", "--from", "00:22", "--speed", "2")
    took_s = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    assert 3.0 <= took_s < 20.0, "six seconds at twice the pace"
    assert "Employer: " in done.stdout
    assert np.abs(ear.heard.astype(int)).max() > 500
    ear.close()

    with_sound = (data_folder / "archive.db").stat().st_size
    done = run("calls", "delete", "1", "--sound", "--yes")
    assert "The sound of call 1 is deleted." in done.stdout
    assert (data_folder / "archive.db").stat().st_size < with_sound / 2
    assert "Employer" in run("calls", "show", "1").stdout
    said = run("calls", "play", "1")
    assert said.returncode == 1
    assert "no sound was kept of call 1" in said.stderr


def test_sound_of_a_call_that_is_not_kept_is_refused(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    refused = run("replay", short_call, "--pace", "fast", "--sound", "--no-keep")
    assert refused.returncode == 1
    assert "nothing of this call is kept" in refused.stderr
    assert not (data_folder / "archive.db").exists()
