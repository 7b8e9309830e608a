"""`prompter voice`: enrol from a recording, see how a call was judged, forget."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from prompter.cli import voice
from prompter.errors import PrompterError
from prompter.messages import RATE_HZ
from prompter.recognize.models import install_model
from tests.bench.room import from_loudspeaker, microphone, near
from tests.bench.speakers import lines_of, voices_on_file, with_pauses

RUNNER = CliRunner()


@pytest.fixture
def folder(data_folder: Path) -> Path:
    install_model("vosk-spk")
    return data_folder


def test_the_voice_is_enrolled_from_a_recording_used_and_forgotten(
    folder: Path, tmp_path: Path
) -> None:
    heart, joe = voices_on_file("heart", "joe")
    alone = tmp_path / "me.flac"
    soundfile.write(alone, microphone(near(with_pauses(lines_of(heart, "enrolment")))), RATE_HZ)
    done = RUNNER.invoke(voice.app, ["enrol", "--from", str(alone)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "Your voice is known now" in done.output
    kept = folder / "voice.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    pause = np.zeros(RATE_HZ)
    said = [near(lines_of(heart, "lines")[11]), from_loudspeaker(lines_of(joe, "lines")[8])]
    both = tmp_path / "both.flac"
    soundfile.write(both, microphone(np.concatenate([pause, said[0], pause, said[1]])), RATE_HZ)
    done = RUNNER.invoke(voice.app, ["test", str(both)], catch_exceptions=False)
    lines = done.output.lower().splitlines()
    assert any(" you " in line and "first choice" in line for line in lines), lines
    assert any(" you " not in line and "sorry to say" in line for line in lines), lines

    done = RUNNER.invoke(voice.app, ["forget"], catch_exceptions=False)
    assert "is deleted" in done.output
    assert not kept.exists()
    assert "There was no print" in RUNNER.invoke(voice.app, ["forget"]).output
    with pytest.raises(PrompterError, match="prompter voice enrol"):
        RUNNER.invoke(voice.app, ["test", str(both)], catch_exceptions=False)


def test_a_silent_recording_enrols_nobody(folder: Path, tmp_path: Path) -> None:
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros(20 * RATE_HZ, np.int16), RATE_HZ)
    with pytest.raises(PrompterError, match="Nothing was heard"):
        RUNNER.invoke(voice.app, ["enrol", "--from", str(silent)], catch_exceptions=False)
    assert not (folder / "voice.json").exists()
