"""A live call on a real PulseAudio and on a real PipeWire: what is wanted is heard, and every
trouble is said.

Each fault must be there within 2 seconds and be over within 3 seconds of the device's return.
"""

from __future__ import annotations

import os
import signal
import time

import numpy as np

from prompter.capture.pulse import Wish
from prompter.messages import RATE_HZ, AudioBlock, Channel, FaultKind
from tests.capture.hearing import NOTICE_S, PLAY_HZ, RECOVER_S, Hear, tone
from tests.sound_server import SoundServer


def test_what_the_call_plays_and_what_the_microphone_hears_are_two_channels(
    sound: SoundServer, hear: Hear
) -> None:
    heard = hear(me=Wish())
    sound.play(tone(440), PLAY_HZ)
    sound.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard.until_hz(Channel.THEM, 440)
    heard.until_hz(Channel.ME, 1000)


def test_both_channels_run_on_one_clock(sound: SoundServer, hear: Hear) -> None:
    heard = hear(me=Wish())
    sound.play(tone(440), PLAY_HZ)
    sound.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard.until_hz(Channel.THEM, 440)
    heard.until_hz(Channel.ME, 1000)
    time.sleep(2)
    ends = {}
    for item in heard.items:
        if isinstance(item, AudioBlock):
            ends[item.channel] = item.end_s
    assert abs(ends[Channel.THEM] - ends[Channel.ME]) < 0.2


def test_only_the_call_app_is_heard_while_music_plays(sound: SoundServer, hear: Hear) -> None:
    sound.play(tone(2000), PLAY_HZ, app="Music")
    sound.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    pcm = heard.samples(Channel.THEM, 0.5).astype(float)
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    at = [round(hz * len(pcm) / RATE_HZ) for hz in (440, 2000)]
    wanted, music = (spectrum[place - 3 : place + 4].max() for place in at)
    assert music < wanted / 100


def test_without_being_asked_a_call_app_is_preferred_to_music(
    sound: SoundServer, hear: Hear
) -> None:
    sound.play(tone(2000), PLAY_HZ, app="Music")
    sound.play(tone(440), PLAY_HZ, app="ZOOM VoiceEngine")
    hear().until_hz(Channel.THEM, 440)


def test_when_the_call_apps_stream_ends_the_next_one_is_heard(
    sound: SoundServer, hear: Hear
) -> None:
    sound.play(tone(2000), PLAY_HZ, app="Music")
    first = sound.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    first.kill()
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=False, within_s=NOTICE_S)
    sound.play(tone(660), PLAY_HZ, app="Zoom")
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=True, within_s=RECOVER_S)
    heard.until_hz(Channel.THEM, 660)


def test_a_headset_that_is_pulled_is_said_and_heard_again_when_it_is_back(
    sound: SoundServer, hear: Hear
) -> None:
    sound.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(Wish(sink="call"))
    sound.control("unload-module", sound.module_with("sink_name=call"))
    heard.until(
        lambda: any(f.channel is Channel.THEM and not f.over for f in heard.faults()),
        NOTICE_S,
        "the fault",
    )
    before = len(heard.items)
    time.sleep(1.0)
    assert not any(isinstance(item, AudioBlock) for item in heard.items[before:])
    assert heard.loudest() < 200, "THEM turned into the other sink"
    sound.control("load-module", "module-null-sink", "sink_name=call", "rate=48000")
    sound.play(tone(440), PLAY_HZ)
    heard.until(lambda: heard.faults()[-1].over, RECOVER_S, "recovery")
    heard.until(lambda: heard.loudest() > 200, RECOVER_S, "sound")


def test_a_bluetooth_headset_that_changes_its_profile_is_heard_on(
    sound: SoundServer, hear: Hear
) -> None:
    headset = "bluez_sink.00_1B_66_AA_BB_CC"
    described = "sink_properties=device.description=Momentum"

    def switch_to(profile: str) -> str:
        name = f"{headset}.{profile}"
        sound.control("load-module", "module-null-sink", f"sink_name={name}", described)
        return name

    music = switch_to("a2dp_sink")
    sound.play(tone(440), PLAY_HZ, sink=music)
    heard = hear(Wish(sink=music))
    heard.until_hz(Channel.THEM, 440)
    sound.control("unload-module", sound.module_with(f"sink_name={music}"))
    heard.until(lambda: any(not f.over for f in heard.faults()), NOTICE_S, "the fault")
    call = switch_to("handsfree_head_unit")
    sound.play(tone(660), PLAY_HZ, sink=call, app="Player")
    heard.until(lambda: heard.faults()[-1].over, RECOVER_S, "recovery")
    heard.until_hz(Channel.THEM, 660)


def test_a_sound_that_crashes_is_said_and_found_again(sound: SoundServer, hear: Hear) -> None:
    heard = hear(me=Wish())
    sound.kill()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=False, within_s=NOTICE_S)
    sound.start()
    for channel in Channel:
        heard.until_fault(FaultKind.SOURCE_LOST, channel, over=True, within_s=RECOVER_S + 2)
    sound.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)


def test_the_default_device_is_followed_when_it_changes(sound: SoundServer, hear: Hear) -> None:
    heard = hear()
    sound.control("load-module", "module-null-sink", "sink_name=other", "rate=48000")
    sound.control("set-default-sink", "other")
    sound.play(tone(440), PLAY_HZ, sink="other", app="Player")
    heard.until_hz(Channel.THEM, 440)


def test_a_recorder_that_dies_is_started_again(sound: SoundServer, hear: Hear) -> None:
    heard = hear(Wish(sink="call"))
    sound.play(tone(440), PLAY_HZ)
    heard.until_hz(Channel.THEM, 440)
    (recorder,) = sound.recorder_pids("call.monitor")
    os.kill(recorder, signal.SIGKILL)
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=False, within_s=NOTICE_S)
    heard.until_fault(FaultKind.SOURCE_LOST, Channel.THEM, over=True, within_s=RECOVER_S)
    said = heard.faults()[0].text
    assert said == "I lost the employer's sound for a moment and listen anew.", "nothing is gone"


def test_a_call_that_is_moved_to_other_headphones_is_heard_on_and_nothing_is_said_to_be_gone(
    sound: SoundServer, hear: Hear
) -> None:
    sound.control("load-module", "module-null-sink", "sink_name=other", "rate=48000")
    sound.play(tone(440), PLAY_HZ, app="Zoom")
    heard = hear(Wish(app="Zoom"))
    heard.until_hz(Channel.THEM, 440)
    streams = sound.control("list", "sink-inputs").stdout.split("Sink Input #")[1:]
    zoom = next(each.split()[0] for each in streams if '"Zoom"' in each)
    before = len(heard.items)
    sound.control("move-sink-input", zoom, "other")
    heard.until(
        lambda: sum(isinstance(each, AudioBlock) for each in heard.items[before:]) > 20,
        RECOVER_S,
        "sound from the other headphones",
    )
    heard.until(lambda: all(f.over for f in heard.faults()[-1:]), RECOVER_S, "no fault left")
    assert not any("gone" in fault.text for fault in heard.faults())


def test_a_muted_microphone_is_said(sound: SoundServer, hear: Hear) -> None:
    sound.play(tone(1000), PLAY_HZ, sink="micsink", app="mouth")
    heard = hear(me=Wish())
    heard.until_hz(Channel.ME, 1000)
    sound.control("set-source-mute", "fakemic", "1")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=False, within_s=NOTICE_S)
    time.sleep(2.0)
    sound.control("set-source-mute", "fakemic", "0")
    heard.until_fault(FaultKind.SILENT, Channel.ME, over=True, within_s=RECOVER_S)
    time.sleep(0.5)
    assert [fault.over for fault in heard.faults()] == [False, True], "said once, and over once"


def test_a_microphone_that_is_pulled_leaves_the_employer_heard(
    sound: SoundServer, hear: Hear
) -> None:
    sound.play(tone(440), PLAY_HZ)
    heard = hear(me=Wish(source="fakemic"))
    module = sound.module_with("source_name=fakemic")
    sound.control("unload-module", module)
    heard.until(
        lambda: any(f.channel is Channel.ME and not f.over for f in heard.faults()),
        NOTICE_S,
        "the fault",
    )
    heard.until_hz(Channel.THEM, 440)
    assert not any(f.channel is Channel.THEM for f in heard.faults())
