"""Stage 1, capture: microphones everywhere, and loopback drivers, through PortAudio.

In:      an input device of PortAudio; empty name: the default one.
Out:     int16 mono at RATE_HZ to a callback.
Thread:  PortAudio's.
Errors:  AudioTrouble.
Source:  sounddevice; the only module that imports it. On macOS a loopback driver such as
         BlackHole is an input like any other. On Windows WASAPI converts the rate itself.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sounddevice

from prompter.capture.device_source import OnSound, Stream
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ

BLOCK_FRAMES = RATE_HZ // 20
LOOPBACK_DRIVERS = ("blackhole", "loopback", "soundflower", "vb-cable", "cable output")
"""Inputs whose name holds one of these carry what the computer plays."""


def input_names() -> list[str]:
    """Names of all inputs. Raises AudioTrouble when PortAudio can't list them."""
    try:
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError as error:
        raise AudioTrouble(f"the sound devices can't be listed: {error}") from error
    return [str(device["name"]) for device in devices if device["max_input_channels"] > 0]


def loopback_input() -> str | None:
    """The input of a loopback driver, if one is installed."""
    names = input_names()
    return next((n for n in names if any(d in n.lower() for d in LOOPBACK_DRIVERS)), None)


_running: set[int] = set()
"""Streams that run, by identity: PortAudio keeps one list of devices for the whole process."""


def _list_anew() -> None:
    """Let a device be found that was plugged in since; it would end streams that run."""
    if not _running:
        sounddevice._terminate()
        sounddevice._initialize()


@dataclass(slots=True)
class PortAudioInput:
    """An input of PortAudio; see device_source.Opener."""

    label: str = ""

    def open(self, on_sound: OnSound) -> Stream:
        def heard(
            data: npt.NDArray[np.int16], _frames: int, _time: object, _status: object
        ) -> None:
            on_sound(data[:, 0].copy())

        extra = sounddevice.WasapiSettings(auto_convert=True) if sys.platform == "win32" else None
        try:
            stream = sounddevice.InputStream(
                samplerate=RATE_HZ,
                blocksize=BLOCK_FRAMES,
                device=self.label or None,
                channels=1,
                dtype="int16",
                callback=heard,
                extra_settings=extra,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            _list_anew()
            name = self.label or "the default microphone"
            raise AudioTrouble(f"{name} can't be opened: {error}; choose another input") from error
        _running.add(id(stream))
        return _Closed(stream)


@dataclass(slots=True)
class _Closed:
    """Closes a stream whatever state it is in."""

    stream: sounddevice.InputStream

    def close(self) -> None:
        _running.discard(id(self.stream))
        self.stream.close(ignore_errors=True)


def play(samples: npt.NDArray[np.int16], rate_hz: int) -> None:
    """Play samples on the default loudspeaker. Raises AudioTrouble."""
    try:
        sounddevice.play(samples, rate_hz, blocking=True)
    except sounddevice.PortAudioError as error:
        raise AudioTrouble(f"the chime can't be played: {error}") from error
