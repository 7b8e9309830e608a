"""A recorder that something else moves to another source never goes on with the wrong voice.

PulseAudio moves it, and it is stopped at once. PipeWire would move a recorder whose source
vanishes to another sink, and one whose stream has ended to the microphone; a recorder that asks
it not to is ended instead, and can't be moved.
"""

from __future__ import annotations

import subprocess

from prompter.capture.pulse import Wish
from prompter.messages import Channel, FaultKind
from tests.capture.hearing import NOTICE_S, PLAY_HZ, RECOVER_S, Hear, tone
from tests.pipewire_server import PipeWireServer
from tests.sound_server import SoundServer


def test_a_recorder_that_the_server_moves_elsewhere_is_stopped_at_once(
    pulseaudio: SoundServer, hear: Hear
) -> None:
    pulseaudio.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    outputs = pulseaudio.control("list", "source-outputs", "short").stdout.splitlines()
    ours = next(line.split()[0] for line in outputs if "protocol-native" in line)
    pulseaudio.control("move-source-output", ours, "fakemic")
    heard.until_fault(FaultKind.SOURCE_SWAPPED, Channel.THEM, over=False, within_s=NOTICE_S)
    heard.until_fault(FaultKind.SOURCE_SWAPPED, Channel.THEM, over=True, within_s=RECOVER_S)
    assert heard.loudest() < 200, "the microphone was heard"


def test_a_recorder_can_not_be_moved_to_the_microphone(
    pipewire: PipeWireServer, hear: Hear
) -> None:
    pipewire.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    outputs = pipewire.control("list", "source-outputs").stdout.split("Source Output #")
    ours = next(o.split()[0] for o in outputs if 'application.name = "Prompter"' in o)
    moved = pipewire.control("move-source-output", ours, "fakemic", check=False)
    assert moved.returncode != 0
    wish = ["pw-metadata", ours, "target.object", "fakemic"]
    subprocess.run(wish, env=pipewire.environment, capture_output=True, check=True)
    before = len(heard.items)
    heard.until(lambda: len(heard.items) > before + 20, NOTICE_S, "sound that goes on")
    assert heard.loudest() < 200, "the microphone was heard"
    assert heard.faults() == []
