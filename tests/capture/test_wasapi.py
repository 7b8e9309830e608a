"""What Windows plays, with a stand-in for PyAudioWPatch, which exists on Windows only."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from prompter.capture.wasapi import WasapiLoopback
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ

Pcm = npt.NDArray[np.int16]
SPEAKERS = {"index": 7, "name": "Speakers [Loopback]", "defaultSampleRate": 48_000.0,
            "maxInputChannels": 2}  # fmt: skip
HEADSET = {"index": 9, "name": "Headset [Loopback]", "defaultSampleRate": 44_100.0,
           "maxInputChannels": 1}  # fmt: skip


class FakePyAudio:
    """Stands in for pyaudiowpatch.PyAudio, with the parts of it that are used."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.closed = self.terminated = False
        self.open_fails: OSError | None = None
        self.close_fails: OSError | None = None
        self.no_loudspeaker = False

    def get_default_wasapi_loopback(self) -> dict[str, Any]:
        if self.no_loudspeaker:
            raise LookupError("no default loopback")
        return SPEAKERS

    def get_loopback_device_info_generator(self) -> Iterator[dict[str, Any]]:
        yield from (SPEAKERS, HEADSET)

    def open(self, **asked: Any) -> FakePyAudio:
        if self.open_fails:
            raise self.open_fails
        self.asked = asked
        return self

    def close(self) -> None:
        self.closed = True
        if self.close_fails:
            raise self.close_fails

    def terminate(self) -> None:
        self.terminated = True


class FakeModule(ModuleType):
    """Stands in for the module pyaudiowpatch."""

    paInt16 = 8  # noqa: N815 - its name there
    paContinue = 0  # noqa: N815

    def __init__(self) -> None:
        super().__init__("pyaudiowpatch")
        self.audio = FakePyAudio()

    def PyAudio(self) -> FakePyAudio:  # noqa: N802
        return self.audio


@pytest.fixture
def pyaudio() -> FakeModule:
    return FakeModule()


def sine(hz: float, seconds: float, rate_hz: int) -> Pcm:
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.asarray(10_000 * np.sin(2 * np.pi * hz * at), np.int16)


def loudest_hz(pcm: Pcm) -> float:
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return float(np.argmax(spectrum) * RATE_HZ / len(pcm))


def test_the_default_loudspeaker_is_opened_at_its_own_rate_and_channels(
    pyaudio: FakeModule,
) -> None:
    WasapiLoopback(pyaudio).open(lambda _samples: None)
    asked = pyaudio.audio.asked
    assert asked["input_device_index"] == 7
    assert (asked["rate"], asked["channels"], asked["format"]) == (48_000, 2, 8)
    assert asked["input"] is True
    assert asked["frames_per_buffer"] == 2_400


def test_a_loudspeaker_is_found_by_a_part_of_its_name(pyaudio: FakeModule) -> None:
    WasapiLoopback(pyaudio, "Headset").open(lambda _samples: None)
    assert (pyaudio.audio.asked["input_device_index"], pyaudio.audio.asked["rate"]) == (9, 44_100)


@pytest.mark.parametrize(("label", "rate_hz", "channels"), [("", 48_000, 2), ("Head", 44_100, 1)])
def test_its_sound_comes_as_mono_at_our_rate_without_a_break(
    pyaudio: FakeModule, label: str, rate_hz: int, channels: int
) -> None:
    heard: list[Pcm] = []
    WasapiLoopback(pyaudio, label).open(heard.append)
    sound = np.repeat(sine(440, 2.0, rate_hz)[:, None], channels, 1)
    size = rate_hz // 20
    for at in range(0, len(sound), size):
        data = sound[at : at + size].tobytes()
        said = pyaudio.audio.asked["stream_callback"](data, size, {}, 0)
        assert said == (None, FakeModule.paContinue)
    pcm = np.concatenate(heard)
    assert pcm.dtype == np.int16
    assert len(pcm) == pytest.approx(2 * RATE_HZ, abs=0.05 * RATE_HZ)
    middle = pcm[RATE_HZ // 2 : -RATE_HZ // 4]
    assert loudest_hz(middle) == pytest.approx(440, abs=2)
    assert np.abs(np.diff(middle.astype(int))).max() < 2_000, "no clicks between the pieces"


def test_left_and_right_are_mixed_evenly(pyaudio: FakeModule) -> None:
    heard: list[Pcm] = []
    WasapiLoopback(pyaudio).open(heard.append)
    left_only = np.zeros((48_000, 2), np.int16)
    left_only[:, 0] = sine(440, 1.0, 48_000)
    pyaudio.audio.asked["stream_callback"](left_only.tobytes(), 48_000, {}, 0)
    assert np.abs(np.concatenate(heard)[2000:-2000]).max() == pytest.approx(5_000, abs=100)


def test_a_name_that_no_loudspeaker_has_is_one_line(pyaudio: FakeModule) -> None:
    with pytest.raises(AudioTrouble, match="HDMI can't be listened to: no loudspeaker is named"):
        WasapiLoopback(pyaudio, "HDMI").open(lambda _samples: None)
    assert pyaudio.audio.terminated


@pytest.mark.parametrize("what", ["busy", "no loudspeaker"])
def test_what_can_not_be_opened_is_one_line_and_nothing_stays_open(
    pyaudio: FakeModule, what: str
) -> None:
    pyaudio.audio.open_fails = OSError("Device unavailable") if what == "busy" else None
    pyaudio.audio.no_loudspeaker = what != "busy"
    with pytest.raises(AudioTrouble, match="the loudspeaker can't be listened to"):
        WasapiLoopback(pyaudio).open(lambda _samples: None)
    assert pyaudio.audio.terminated


def test_closing_lets_all_go_even_when_the_device_is_gone(pyaudio: FakeModule) -> None:
    stream = WasapiLoopback(pyaudio).open(lambda _samples: None)
    pyaudio.audio.close_fails = OSError("Stream closed")
    stream.close()
    assert pyaudio.audio.closed
    assert pyaudio.audio.terminated
