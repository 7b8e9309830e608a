"""A kept call is heard again on a real sound server: from any place, at any pace."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel
from prompter.playback.call_sound import CallSound
from prompter.playback.loudspeaker import Loudspeaker
from prompter.playback.player import Player, PlayState
from prompter.record import Archive, Keep, Recorder
from prompter.record.sound import Samples, SoundPieces
from tests.sound_server import SoundServer

LOW_HZ, HIGH_HZ = 300.0, 700.0
LENGTH_S = 6.0


def tone(hz: float) -> Samples:
    at_s = np.arange(round(LENGTH_S / 2 * RATE_HZ)) / RATE_HZ
    return np.asarray(8000 * np.sin(2 * np.pi * hz * at_s), np.int16)


class Ear:
    """Hears what the loudspeaker plays."""

    def __init__(self, server: SoundServer) -> None:
        command = ["parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
                   "--device=call.monitor", "--latency-msec=20"]  # fmt: skip
        self._parec = subprocess.Popen(command, env=server.environment, stdout=subprocess.PIPE)
        self._bytes = bytearray()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._parec.stdout is not None
        while chunk := self._parec.stdout.read(640):
            self._bytes += chunk

    @property
    def heard(self) -> Samples:
        whole = bytes(self._bytes[: len(self._bytes) // 2 * 2])
        return np.frombuffer(whole, np.int16)

    def tone_s(self, hz: float) -> float:
        """How long this tone was heard, in steps of a twentieth of a second."""
        step = RATE_HZ // 20
        heard = self.heard[: len(self.heard) // step * step].reshape(-1, step).astype(float)
        spectra = np.abs(np.fft.rfft(heard * np.hanning(step), axis=1))
        there = (np.argmax(spectra, axis=1) == round(hz / 20)) & (np.abs(heard).max(axis=1) > 500)
        return float(there.sum()) / 20

    def close(self) -> None:
        self._parec.kill()
        self._parec.wait()
        self._thread.join()
        assert self._parec.stdout is not None
        self._parec.stdout.close()


@pytest.fixture
def ear(sound_server: SoundServer) -> Iterator[Ear]:
    made = Ear(sound_server)
    yield made
    made.close()


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, int]:
    """A call of six seconds: first the employer, a low tone, then the user, a high one."""
    path = tmp_path / "archive" / "archive.db"
    with Archive.open(path, on_fault=lambda fault: pytest.fail(fault.text)) as archive:
        recorder = Recorder(archive, Keep.CARDS, on_fault=lambda fault: pytest.fail(fault.text))
        number = recorder.begin("Acme", "live")
        pieces = SoundPieces()
        for channel, hz, start_s in ((Channel.THEM, LOW_HZ, 0.0), (Channel.ME, HIGH_HZ, 3.0)):
            recorder.take_sound(pieces.take(AudioBlock(channel, start_s, tone(hz))))
        recorder.take_sound(pieces.rest())
        recorder.end(LENGTH_S)
    assert number is not None
    return path, number


@pytest.fixture
def states() -> list[PlayState]:
    return []


@pytest.fixture
def player(kept: tuple[Path, int], states: list[PlayState]) -> Iterator[Player]:
    made = Player(CallSound(*kept).read, LENGTH_S, states.append)
    yield made
    made.close()


def until(there: Callable[[], bool], what: str, within_s: float = 15.0) -> None:
    give_up = time.monotonic() + within_s
    while not there():
        assert time.monotonic() < give_up, what
        time.sleep(0.02)


@pytest.mark.parametrize("speed", [0.75, 2.0])
def test_both_sides_are_heard_faster_or_slower_at_their_own_pitch(
    player: Player, ear: Ear, states: list[PlayState], speed: float
) -> None:
    player.set_speed(speed)
    player.play()
    player.wait()
    until(lambda: ear.tone_s(HIGH_HZ) > 2.5 / speed, "the end is heard", 3.0)
    assert ear.tone_s(LOW_HZ) == pytest.approx(3.0 / speed, abs=0.4)
    assert ear.tone_s(HIGH_HZ) == pytest.approx(3.0 / speed, abs=0.4)
    places = [state.at_s for state in states if state.playing]
    assert places == sorted(places)
    assert states[-1] == PlayState(LENGTH_S, False)


def test_it_plays_from_any_place_and_again_from_the_start(player: Player, ear: Ear) -> None:
    player.play(4.0)
    player.wait()
    until(lambda: ear.tone_s(HIGH_HZ) > 1.6, "the last two seconds are heard", 3.0)
    assert ear.tone_s(LOW_HZ) == 0.0
    player.play()
    until(lambda: ear.tone_s(LOW_HZ) > 0.2, "from the start")


def test_a_pause_is_silent_at_once_and_goes_on_where_it_stopped(
    player: Player, ear: Ear, states: list[PlayState]
) -> None:
    player.play()
    until(lambda: ear.tone_s(LOW_HZ) > 0.5, "it plays")
    player.pause()
    until(lambda: not states[-1].playing, "it is told")
    stopped_at_s = player.at_s
    assert 0.4 < stopped_at_s < 2.5
    time.sleep(0.5)
    heard_s = ear.tone_s(LOW_HZ)
    time.sleep(0.5)
    assert ear.tone_s(LOW_HZ) == heard_s
    player.play()
    until(lambda: states[-1].playing, "it goes on")
    assert next(state for state in reversed(states) if not state.playing).at_s == stopped_at_s


def test_a_jump_while_it_plays_is_heard(player: Player, ear: Ear) -> None:
    player.play()
    until(lambda: ear.tone_s(LOW_HZ) > 0.2, "it plays")
    player.seek(3.5)
    until(lambda: ear.tone_s(HIGH_HZ) > 0.2, "the other place is heard")


def test_a_sound_server_that_dies_stops_it_with_a_word(
    player: Player, ear: Ear, sound_server: SoundServer, states: list[PlayState]
) -> None:
    player.play()
    until(lambda: ear.tone_s(LOW_HZ) > 0.2, "it plays")
    sound_server.kill()
    until(lambda: bool(states[-1].trouble), "it is told")
    assert "loudspeaker" in states[-1].trouble
    assert not player.playing


def test_what_can_not_be_opened_is_told_and_tried_again_next_time(
    states: list[PlayState],
) -> None:
    def no_speaker() -> Loudspeaker:
        raise AudioTrouble("no loudspeaker")

    player = Player(lambda _from, _to: np.zeros(1600, np.int16), 1.0, states.append, no_speaker)
    for tries in (1, 2):
        player.play()
        player.wait()
        assert sum(1 for state in states if state.trouble == "no loudspeaker") == tries
    player.close()
