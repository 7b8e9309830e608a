"""A live call on a real PipeWire: what was shown on PulseAudio holds here too.

PipeWire would move a recorder whose source vanishes to another sink, and one whose stream has
ended to the microphone; a recorder that asks it not to is ended instead, and can't be moved.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from prompter.capture.pulse import PulseSource, Wish
from prompter.messages import RATE_HZ, AudioBlock, Channel, FaultKind
from tests.capture.test_pulse_source import NOTICE_S, PLAY_HZ, RECOVER_S, Heard, tone
from tests.pipewire_server import PipeWireServer, pipewire_server

__all__ = ["pipewire_server"]
Hear = Callable[..., Heard]


@pytest.fixture
def hear(pipewire_server: PipeWireServer) -> Iterator[Hear]:
    """Start hearing with these wishes; stopped at the end of the test."""
    assert pipewire_server.environment
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


def loudest(heard: Heard) -> int:
    """The highest sample of THEM so far."""
    blocks = [item for item in heard.items if isinstance(item, AudioBlock)]
    return max(int(np.abs(block.samples).max()) for block in blocks)


def module_with(server: PipeWireServer, words: str) -> str:
    modules = server.control("list", "modules", "short").stdout.splitlines()
    return next(line.split()[0] for line in modules if words in line)


def test_what_the_call_plays_and_what_the_microphone_hears_are_two_channels(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    heard = hear(me=Wish())
    pipewire_server.play(tone(440), PLAY_HZ)
    pipewire_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard.until_hz(Channel.THEM, 440)
    heard.until_hz(Channel.ME, 1000)


def test_only_the_call_app_is_heard_while_music_plays(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    pipewire_server.play(tone(2000), PLAY_HZ, app="Music")
    pipewire_server.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    pcm = heard.samples(Channel.THEM, 0.5).astype(float)
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    at = [round(hz * len(pcm) / RATE_HZ) for hz in (440, 2000)]
    wanted, music = (spectrum[place - 3 : place + 4].max() for place in at)
    assert music < wanted / 100


def test_when_the_call_apps_stream_ends_the_next_one_is_heard(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    pipewire_server.play(tone(2000), PLAY_HZ, app="Music")
    first = pipewire_server.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    first.kill()
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=False, within_s=NOTICE_S)
    pipewire_server.play(tone(660), PLAY_HZ, app="Zoom")
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=True, within_s=RECOVER_S)
    heard.until_hz(Channel.THEM, 660)


def test_a_headset_that_is_pulled_is_said_and_heard_again_when_it_is_back(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    pipewire_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    pipewire_server.control("unload-module", module_with(pipewire_server, "sink_name=call"))
    heard.until(
        lambda: any(f.channel is Channel.THEM and not f.over for f in heard.faults()),
        NOTICE_S,
        "the fault",
    )
    before = len(heard.items)
    time.sleep(1.0)
    assert not any(isinstance(item, AudioBlock) for item in heard.items[before:])
    assert loudest(heard) < 200, "THEM turned into the other sink"
    pipewire_server.control("load-module", "module-null-sink", "sink_name=call", "rate=48000")
    pipewire_server.play(tone(440), PLAY_HZ)
    heard.until(lambda: heard.faults()[-1].over, RECOVER_S, "recovery")
    heard.until(lambda: loudest(heard) > 200, RECOVER_S, "sound")


def test_a_recorder_can_not_be_moved_to_the_microphone(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    pipewire_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    outputs = pipewire_server.control("list", "source-outputs").stdout.split("Source Output #")
    ours = next(o.split()[0] for o in outputs if 'application.name = "Prompter"' in o)
    moved = pipewire_server.control("move-source-output", ours, "fakemic", check=False)
    assert moved.returncode != 0
    wish = ["pw-metadata", ours, "target.object", "fakemic"]
    subprocess.run(wish, env=pipewire_server.environment, capture_output=True, check=True)
    before = len(heard.items)
    heard.until(lambda: len(heard.items) > before + 20, NOTICE_S, "sound that goes on")
    assert loudest(heard) < 200, "the microphone was heard"
    assert heard.faults() == []


def test_a_sound_server_that_crashes_is_said_and_found_again(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    heard = hear(me=Wish())
    pipewire_server.kill()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=False, within_s=NOTICE_S)
    pipewire_server.start()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=True, within_s=RECOVER_S + 2)
    pipewire_server.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)


def test_the_default_device_is_followed_when_it_changes(
    pipewire_server: PipeWireServer, hear: Hear
) -> None:
    heard = hear()
    pipewire_server.control("load-module", "module-null-sink", "sink_name=other", "rate=48000")
    pipewire_server.control("set-default-sink", "other")
    pipewire_server.play(tone(440), PLAY_HZ, sink="other", app="Player")
    heard.until_hz(Channel.THEM, 440)


def test_a_recorder_that_dies_is_started_again(pipewire_server: PipeWireServer, hear: Hear) -> None:
    heard = hear(Wish(sink="call"))
    pipewire_server.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)
    (recorder,) = pipewire_server.recorder_pids("call.monitor")
    os.kill(recorder, signal.SIGKILL)
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=False, within_s=NOTICE_S)
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=True, within_s=RECOVER_S)


def test_a_muted_microphone_is_said(pipewire_server: PipeWireServer, hear: Hear) -> None:
    pipewire_server.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(me=Wish())
    heard.until_hz(Channel.ME, 1000)
    pipewire_server.control("set-source-mute", "fakemic", "1")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=False, within_s=NOTICE_S)
    pipewire_server.control("set-source-mute", "fakemic", "0")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=True, within_s=RECOVER_S)
