"""A live call from end to end: real sound server, real recorder, real models, real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile
import soxr

from prompter.assemble import sample
from tests.cli.conftest import Run
from tests.sound_server import SoundServer

PLAY_HZ = 48_000
REJECTION_S = 30.0


class LiveCall:
    """`prompter run` in a process of its own, and the events it wrote so far."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        self.out = folder / "events.jsonl"
        command = [sys.executable, "-m", "prompter", "run", "--terminal", "--events", str(self.out)]
        self.process = subprocess.Popen(
            [*command, *options],
            env={**environment, "PROMPTER_DATA_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def events(self) -> list[dict[str, Any]]:
        if not self.out.exists():
            return []
        lines = self.out.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def cards(self) -> list[str]:
        return [event["cue"] for event in self.events() if event["type"] == "card_shown"]

    def until(self, event_type: str, within_s: float, **fields: object) -> dict[str, Any]:
        give_up = time.monotonic() + within_s
        while time.monotonic() < give_up:
            for event in self.events():
                if event["type"] == event_type and fields.items() <= event.items():
                    return event
            time.sleep(0.05)
        raise AssertionError(f"no {event_type} {fields} in {self.events()}")

    def end(self) -> str:
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=30)
        return str(said)


@pytest.fixture
def live(data_folder: Path, sound_server: SoundServer) -> Iterator[LiveCall]:
    (data_folder / "settings.toml").write_text('keep = "transcript"\n')
    call = LiveCall(data_folder, {**os.environ, **sound_server.environment})
    try:
        call.until("level", 30.0, channel="them")
        yield call
    finally:
        call.process.kill()
        call.process.communicate()


def sample_call(channel: int, from_s: float, to_s: float) -> np.ndarray:
    pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16")
    part = pcm[int(from_s * rate_hz) : int(to_s * rate_hz), channel]
    return np.asarray(soxr.resample(part, rate_hz, PLAY_HZ))


def test_a_rejection_that_is_played_by_the_call_app_brings_its_card(
    live: LiveCall, sound_server: SoundServer, run: Run
) -> None:
    sound_server.play(sample_call(0, 0.0, REJECTION_S), PLAY_HZ, app="Zoom")
    sound_server.play(sample_call(1, 0.0, REJECTION_S), PLAY_HZ, sink="micsink", app="mouth")
    live.until("card_shown", REJECTION_S + 15, cue="chose_other")
    live.until("hypothesis", 15.0, channel="me", final=True)
    assert "position_frozen" not in live.cards()
    said = live.end()
    assert "Traceback" not in said
    assert live.process.returncode == 0
    assert "Kept as call 1" in said
    shown = run("calls", "show", "1").stdout
    assert "Employer:" in shown
    assert "You:" in shown


def test_a_sound_server_that_crashes_in_mid_call_is_a_fault_and_the_call_goes_on(
    live: LiveCall, sound_server: SoundServer
) -> None:
    sound_server.kill()
    live.until("fault", 5.0, kind="source_lost", channel="them", over=False)
    sound_server.start()
    live.until("fault", 8.0, kind="source_lost", channel="them", over=True)
    live.end()
    assert live.process.returncode == 0


def test_a_call_whose_speech_process_died_and_came_back_ends_well(
    data_folder: Path, sound_server: SoundServer
) -> None:
    (data_folder / "settings.toml").write_text('engine = "moonshine"\nkeep = "transcript"\n')
    call = LiveCall(data_folder, {**os.environ, **sound_server.environment})
    try:
        call.until("level", 60.0, channel="them")
        died = {"kind": "recognizer_failed", "channel": "them"}
        os.kill(speech_process(call.process.pid), signal.SIGKILL)
        sound_server.play(sample_call(0, 0.0, 12.0), PLAY_HZ, app="Zoom")
        call.until("fault", 30.0, **died, over=False)
        call.until("fault", 60.0, **died, over=True)
        said = call.end()
    finally:
        call.process.kill()
        call.process.communicate()
    assert call.process.returncode == 0, said
    assert "Kept as call 1" in said
    assert "prompter: Speech recognition stopped" not in said


def speech_process(program: int) -> int:
    """The one that hears the employer: there is one for each side, and theirs began first."""
    children = psutil.Process(program).children()
    speech = [child for child in children if any("spawn_main" in word for word in child.cmdline())]
    return int(min(speech, key=lambda child: child.create_time()).pid)


def test_without_a_sound_server_a_live_call_says_so_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
    done = run("run", "--terminal")
    assert done.returncode == 1
    assert "no sound server answers" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_check_hears_the_chime_and_the_spoken_word(sound_server: SoundServer, run: Run) -> None:
    spoken = np.concatenate([np.zeros(PLAY_HZ * 4, np.int16), sample_call(1, 24.0, 29.0)])
    sound_server.play(spoken, PLAY_HZ, sink="micsink", app="mouth")
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert "I can hear the employer." in done.stdout
    assert "I can hear you: “" in done.stdout


def test_the_check_says_what_to_do_when_the_loudspeaker_is_muted_off(
    sound_server: SoundServer, run: Run
) -> None:
    sound_server.control("load-module", "module-null-sink", "sink_name=gone", "rate=48000")
    sound_server.control("set-default-sink", "gone")
    sound_server.control("set-sink-volume", "gone", "0")
    done = run("check")
    assert done.returncode == 1
    assert "I can't hear the employer." in done.stdout
    assert "turn the sound on" in " ".join(done.stdout.split())
