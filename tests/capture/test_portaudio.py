"""Microphones through PortAudio: what is asked of it, and its errors in one clear line.

Streams and devices are stand-ins here, since the tests have no sound card; the module itself
and its library are the real ones.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import sounddevice

from prompter.capture import portaudio
from prompter.capture.portaudio import PortAudioInput, input_names, loopback_input, play
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ

Pcm = npt.NDArray[np.int16]


class FakeStream:
    """Stands in for sounddevice.InputStream; gives what it was asked, and sound on demand."""

    made: list[FakeStream]
    fails: Exception | None = None

    def __init__(self, *, callback: Callable[..., None], **asked: Any) -> None:
        if self.fails:
            raise self.fails
        self.asked, self.callback = asked, callback
        self.started = self.closed = False
        self.made.append(self)

    def start(self) -> None:
        self.started = True

    def close(self, ignore_errors: bool = False) -> None:
        assert ignore_errors, "a device that is gone can't be closed well"
        self.closed = True

    def hear(self, samples: Pcm) -> None:
        data = samples.reshape(-1, 1).copy()
        self.callback(data, len(data), None, None)
        data[:] = 0  # PortAudio uses its memory again


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> list[FakeStream]:
    """The streams that were opened."""
    made: list[FakeStream] = []
    monkeypatch.setattr(FakeStream, "made", made, raising=False)
    monkeypatch.setattr(FakeStream, "fails", None)
    monkeypatch.setattr(sounddevice, "InputStream", FakeStream)
    monkeypatch.setattr(portaudio, "_running", set())
    return made


@pytest.fixture
def listed_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done to make PortAudio look for devices again."""
    done: list[str] = []
    for name in ("_terminate", "_initialize"):
        monkeypatch.setattr(sounddevice, name, lambda name=name: done.append(name))
    return done


def devices(*named: tuple[str, int]) -> list[dict[str, object]]:
    return [{"name": name, "max_input_channels": inputs} for name, inputs in named]


def test_the_real_library_is_loaded_and_opens_nothing_by_itself() -> None:
    code = (
        "import prompter.capture.portaudio as p, sounddevice;"
        "print(sounddevice.get_portaudio_version()[0] > 0, p.input_names())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True [")


def test_a_microphone_is_asked_for_16_bit_mono_at_our_rate(streams: list[FakeStream]) -> None:
    PortAudioInput("Desk microphone").open(lambda _samples: None)
    (stream,) = streams
    assert stream.started
    assert stream.asked["device"] == "Desk microphone"
    asked = {name: stream.asked[name] for name in ("samplerate", "channels", "dtype")}
    assert asked == {"samplerate": RATE_HZ, "channels": 1, "dtype": "int16"}
    assert 0.02 <= stream.asked["blocksize"] / RATE_HZ <= 0.1


def test_without_a_name_the_default_microphone_is_opened(streams: list[FakeStream]) -> None:
    PortAudioInput().open(lambda _samples: None)
    assert streams[0].asked["device"] is None


def test_on_windows_the_rate_is_converted_by_the_system(
    streams: list[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[bool] = []

    def wasapi(*, auto_convert: bool) -> str:
        wanted.append(auto_convert)
        return "converted"

    monkeypatch.setattr(sounddevice, "WasapiSettings", wasapi)
    monkeypatch.setattr(sys, "platform", "win32")
    PortAudioInput().open(lambda _samples: None)
    assert wanted == [True]
    assert streams[0].asked["extra_settings"] == "converted"


def test_sound_is_copied_out_of_portaudios_memory(streams: list[FakeStream]) -> None:
    heard: list[Pcm] = []
    PortAudioInput().open(heard.append)
    streams[0].hear(np.array([1, -2, 3], np.int16))
    assert heard[0].dtype == np.int16
    assert heard[0].tolist() == [1, -2, 3]


@pytest.mark.parametrize("error", [sounddevice.PortAudioError("busy", -1), ValueError("no match")])
@pytest.mark.parametrize(("label", "named"), [("USB mic", "USB mic"), ("", "default microphone")])
def test_what_can_not_be_opened_is_one_line_with_its_name(
    streams: list[FakeStream],
    listed_anew: list[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    label: str,
    named: str,
) -> None:
    monkeypatch.setattr(FakeStream, "fails", error)
    with pytest.raises(AudioTrouble) as caught:
        PortAudioInput(label).open(lambda _samples: None)
    assert f"{named} can't be opened" in str(caught.value)
    assert "choose another input" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert listed_anew == ["_terminate", "_initialize"], "so that a new device is found next time"
    assert streams == []


def test_devices_are_not_listed_anew_while_the_employer_is_heard(
    streams: list[FakeStream], listed_anew: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    employer = PortAudioInput("BlackHole 2ch").open(lambda _samples: None)
    monkeypatch.setattr(FakeStream, "fails", ValueError("no match"))
    for expected in ([], ["_terminate", "_initialize"]):
        with pytest.raises(AudioTrouble):
            PortAudioInput("USB mic").open(lambda _samples: None)
        assert listed_anew == expected
        employer.close()
    assert streams[0].closed


def test_only_inputs_are_listed_and_a_loopback_driver_is_found_among_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = devices(("Speakers", 0), ("MacBook Microphone", 1), ("BlackHole 2ch", 2))
    monkeypatch.setattr(sounddevice, "query_devices", lambda: found)
    assert input_names() == ["MacBook Microphone", "BlackHole 2ch"]
    assert loopback_input() == "BlackHole 2ch"


def test_without_a_loopback_driver_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounddevice, "query_devices", lambda: devices(("Microphone", 1)))
    assert loopback_input() is None


def test_devices_that_can_not_be_listed_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise sounddevice.PortAudioError("Internal error", -9986)

    monkeypatch.setattr(sounddevice, "query_devices", fail)
    with pytest.raises(AudioTrouble, match="the sound devices can't be listed"):
        input_names()


def test_a_chime_that_can_not_be_played_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, bool]] = []

    def fail(_samples: Pcm, rate_hz: int, *, blocking: bool) -> None:
        asked.append((rate_hz, blocking))
        raise sounddevice.PortAudioError("no device", -9996)

    monkeypatch.setattr(sounddevice, "play", fail)
    with pytest.raises(AudioTrouble, match="the chime can't be played"):
        play(np.zeros(10, np.int16), 48_000)
    assert asked == [(48_000, True)]
