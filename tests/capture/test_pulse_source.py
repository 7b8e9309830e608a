"""A live call on a real PulseAudio: the right thing is heard, and every trouble is said.

Each fault must be there within 2 seconds and be over within 3 seconds of the device's return.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest

from prompter.capture import EndOfAudio
from prompter.capture.pulse import PulseSource, Wish
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Level
from tests.sound_server import SoundServer

PLAY_HZ = 48_000
NOTICE_S, RECOVER_S = 2.0, 3.0


def tone(hz: float, seconds: float = 60.0) -> npt.NDArray[np.int16]:
    at = np.arange(round(seconds * PLAY_HZ)) / PLAY_HZ
    return np.asarray(8000 * np.sin(2 * np.pi * hz * at), np.int16)


class Heard:
    """A source that runs, and what it delivered."""

    def __init__(self, source: PulseSource) -> None:
        self.items: list[AudioBlock | Level | Fault | EndOfAudio] = []
        self.source = source
        source.start(self.items.append)

    def faults(self) -> list[Fault]:
        return [item for item in self.items if isinstance(item, Fault)]

    def samples(self, channel: Channel, last_s: float) -> npt.NDArray[np.int16]:
        blocks = [i for i in self.items if isinstance(i, AudioBlock) and i.channel is channel]
        pieces = [block.samples for block in blocks[-round(last_s * 20) :]]
        return np.concatenate([*pieces, np.zeros(1, np.int16)])

    def loudest_hz(self, channel: Channel) -> float:
        """The frequency that stands out in the last half second; 0 in silence."""
        pcm = self.samples(channel, 0.5).astype(float)
        if np.abs(pcm).max() < 200:
            return 0.0
        spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
        return float(np.argmax(spectrum) * RATE_HZ / len(pcm))

    def until(self, there: Callable[[], bool], within_s: float, what: str) -> float:
        """Wait until `there`; the seconds it took."""
        started = time.monotonic()
        while not there():
            assert time.monotonic() - started < within_s, f"{what}: {self.faults()}"
            time.sleep(0.01)
        return time.monotonic() - started

    def until_fault(
        self, kind: FaultKind, channel: Channel, *, over: bool, within_s: float
    ) -> None:
        def there() -> bool:
            return any(
                f.kind is kind and f.channel is channel and f.over is over for f in self.faults()
            )

        self.until(there, within_s, f"{kind} over={over}")

    def until_hz(self, channel: Channel, hz: float, within_s: float = 8.0) -> None:
        self.until(lambda: abs(self.loudest_hz(channel) - hz) < 15, within_s, f"{hz} Hz")


@pytest.fixture
def hear(sound_server: SoundServer) -> Iterator[Callable[..., Heard]]:
    """Start hearing with these wishes; stopped at the end of the test."""
    assert sound_server.environment
    running: list[Heard] = []

    def start(them: Wish | None = None, me: Wish | None = None) -> Heard:
        wishes = {Channel.THEM: them or Wish()} | ({Channel.ME: me} if me else {})
        heard = Heard(PulseSource(wishes))
        running.append(heard)
        heard.until(lambda: len(heard.items) > 5, 8.0, "the first sound")
        return heard

    yield start
    for heard in running:
        heard.source.stop()


def test_what_the_call_plays_and_what_the_microphone_hears_are_two_channels(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    heard = hear(me=Wish())
    sound_server.play(tone(440), PLAY_HZ)
    sound_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard.until_hz(Channel.THEM, 440)
    heard.until_hz(Channel.ME, 1000)


def test_both_channels_run_on_one_clock(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    heard = hear(me=Wish())
    sound_server.play(tone(440), PLAY_HZ)
    sound_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard.until_hz(Channel.THEM, 440)
    heard.until_hz(Channel.ME, 1000)
    time.sleep(2)
    ends = {}
    for item in heard.items:
        if isinstance(item, AudioBlock):
            ends[item.channel] = item.end_s
    assert abs(ends[Channel.THEM] - ends[Channel.ME]) < 0.2


def test_only_the_call_app_is_heard_while_music_plays(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    sound_server.play(tone(2000), PLAY_HZ, app="Music")
    sound_server.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    pcm = heard.samples(Channel.THEM, 0.5).astype(float)
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    at = [round(hz * len(pcm) / RATE_HZ) for hz in (440, 2000)]
    wanted, music = (spectrum[place - 3 : place + 4].max() for place in at)
    assert music < wanted / 100


def test_without_being_asked_a_call_app_is_preferred_to_music(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    sound_server.play(tone(2000), PLAY_HZ, app="Music")
    sound_server.play(tone(440), PLAY_HZ, app="ZOOM VoiceEngine")
    hear().until_hz(Channel.THEM, 440)


def test_a_headset_that_is_pulled_is_said_and_heard_again_when_it_is_back(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    sound_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    module = next(
        line.split()[0]
        for line in sound_server.control("list", "modules", "short").stdout.splitlines()
        if "sink_name=call" in line
    )
    sound_server.control("unload-module", module)
    heard.until(
        lambda: any(f.channel is Channel.THEM and not f.over for f in heard.faults()),
        NOTICE_S,
        "the fault",
    )
    before = len(heard.items)
    time.sleep(1.0)
    blocks = [item for item in heard.items[before:] if isinstance(item, AudioBlock)]
    assert blocks == [], "THEM must never turn into another source"
    sound_server.control("load-module", "module-null-sink", "sink_name=call", "rate=48000")
    sound_server.play(tone(440), PLAY_HZ)
    heard.until(lambda: heard.faults()[-1].over, RECOVER_S, "recovery")
    heard.until_hz(Channel.THEM, 440)


def test_a_recorder_that_the_server_moves_elsewhere_is_stopped_at_once(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    sound_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    outputs = sound_server.control("list", "source-outputs", "short").stdout.splitlines()
    ours = next(line.split()[0] for line in outputs if "protocol-native" in line)
    sound_server.control("move-source-output", ours, "fakemic")
    heard.until_fault(FaultKind.SOURCE_SWAPPED, Channel.THEM, over=False, within_s=NOTICE_S)
    heard.until_fault(FaultKind.SOURCE_SWAPPED, Channel.THEM, over=True, within_s=RECOVER_S)
    blocks = [item for item in heard.items if isinstance(item, AudioBlock)]
    assert max(np.abs(block.samples).max() for block in blocks) < 200, "the microphone was heard"


def test_a_sound_server_that_crashes_is_said_and_found_again(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    heard = hear(me=Wish())
    sound_server.kill()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=False, within_s=NOTICE_S)
    sound_server.start()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=True, within_s=RECOVER_S + 2)
    sound_server.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)


def test_the_default_device_is_followed_when_it_changes(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    heard = hear()
    sound_server.control("load-module", "module-null-sink", "sink_name=other", "rate=48000")
    sound_server.control("set-default-sink", "other")
    sound_server.play(tone(440), PLAY_HZ, sink="other", app="Player")
    heard.until_hz(Channel.THEM, 440)


def test_a_recorder_that_dies_is_started_again(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    heard = hear(Wish(sink="call"))
    sound_server.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)
    assert (
        subprocess.run(["pkill", "-KILL", "-f", "parec.*call.monitor"], check=False).returncode == 0
    )
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=False, within_s=NOTICE_S)
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=True, within_s=RECOVER_S)


def test_a_muted_microphone_is_said(sound_server: SoundServer, hear: Callable[..., Heard]) -> None:
    sound_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(me=Wish())
    heard.until_hz(Channel.ME, 1000)
    sound_server.control("set-source-mute", "fakemic", "1")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=False, within_s=NOTICE_S)
    sound_server.control("set-source-mute", "fakemic", "0")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=True, within_s=RECOVER_S)


def test_a_microphone_that_is_pulled_leaves_the_employer_heard(
    sound_server: SoundServer, hear: Callable[..., Heard]
) -> None:
    sound_server.play(tone(440), PLAY_HZ)
    heard = hear(me=Wish(source="fakemic"))
    module = next(
        line.split()[0]
        for line in sound_server.control("list", "modules", "short").stdout.splitlines()
        if "source_name=fakemic" in line
    )
    sound_server.control("unload-module", module)
    heard.until(
        lambda: any(f.channel is Channel.ME and not f.over for f in heard.faults()),
        NOTICE_S,
        "the fault",
    )
    heard.until_hz(Channel.THEM, 440)
    assert not any(f.channel is Channel.THEM for f in heard.faults())
