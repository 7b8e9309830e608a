"""A call on a phone beside the computer: one microphone hears both sides."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import soundfile
import soxr

from prompter.messages import RATE_HZ
from prompter.recognize.models import install_model
from tests.bench.room import from_loudspeaker, microphone, near
from tests.bench.speakers import lines_of, voices_on_file, with_pauses
from tests.cli.conftest import Run
from tests.cli.test_live import PLAY_HZ, LiveCall
from tests.sound_server import SoundServer


def said_by(call: LiveCall, channel: str) -> str:
    """All that was recognized on a channel for good."""
    finals = [e for e in call.events() if e["type"] == "hypothesis" and e["final"]]
    return " ".join(e["text"] for e in finals if e["channel"] == channel).lower()


def test_each_side_gets_its_own_words_once_the_users_voice_is_known(
    data_folder: Path, tmp_path: Path, sound_server: SoundServer, run: Run
) -> None:
    (data_folder / "settings.toml").write_text("speakerphone = true\n")
    for command in (["check"], ["run", "--terminal"]):
        refused = run(*command)
        assert refused.returncode == 1
        assert "prompter voice enrol" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1

    install_model("vosk-spk")
    heart, joe = voices_on_file("heart", "joe")
    alone = tmp_path / "me.flac"
    soundfile.write(alone, microphone(near(with_pauses(lines_of(heart, "enrolment")))), RATE_HZ)
    assert run("voice", "enrol", "--from", str(alone)).returncode == 0

    call = LiveCall(data_folder, {**os.environ, **sound_server.environment}, "--no-keep")
    try:
        call.until("level", 40.0, channel="me")
        pause = np.zeros(2 * RATE_HZ)
        said = [
            pause, from_loudspeaker(lines_of(joe, "lines")[8]),
            pause, near(lines_of(heart, "lines")[11]), pause,
        ]  # fmt: skip
        both = soxr.resample(microphone(np.concatenate(said)), RATE_HZ, PLAY_HZ)
        sound_server.play(np.asarray(both), PLAY_HZ, sink="micsink", app="room")
        give_up = time.monotonic() + 60.0
        while "first choice" not in said_by(call, "me"):
            assert time.monotonic() < give_up, call.events()
            time.sleep(0.1)
        assert "sorry to say" in said_by(call, "them")
        assert "sorry to say" not in said_by(call, "me")
        assert "Traceback" not in call.end()
    finally:
        call.process.kill()
        call.process.communicate()
