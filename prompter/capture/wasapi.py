"""Stage 1, capture: what Windows plays, through WASAPI loopback.

In:      the default loudspeaker, or one by name.
Out:     int16 mono at RATE_HZ to a callback.
Thread:  PyAudio's.
Errors:  AudioTrouble.
Source:  PyAudioWPatch, since PortAudio's own releases have no WASAPI loopback. Not run by this
         project's checks, which have no Windows: kept thin, and tested against a stand-in.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from prompter.capture.device_source import OnSound, Stream
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ


@dataclass(slots=True)
class WasapiLoopback:
    """What a loudspeaker plays; see device_source.Opener. pyaudio: the module to use."""

    pyaudio: ModuleType
    label: str = ""

    def open(self, on_sound: OnSound) -> Stream:
        audio = self.pyaudio.PyAudio()
        try:
            device = self._device(audio)
            rate_hz, channels = int(device["defaultSampleRate"]), int(device["maxInputChannels"])
            convert = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="int16")

            def heard(data: bytes, _frames: int, _time: object, _status: int) -> tuple[None, int]:
                mono = np.frombuffer(data, np.int16).reshape(-1, channels).mean(1)
                samples: npt.NDArray[np.int16] = convert.resample_chunk(mono.astype(np.int16))
                if len(samples):
                    on_sound(samples)
                return None, self.pyaudio.paContinue

            stream = audio.open(
                format=self.pyaudio.paInt16,
                channels=channels,
                rate=rate_hz,
                frames_per_buffer=rate_hz // 20,
                input=True,
                input_device_index=device["index"],
                stream_callback=heard,
            )
        except (OSError, LookupError) as error:
            audio.terminate()
            raise AudioTrouble(
                f"{self.label or 'the loudspeaker'} can't be listened to: {error}"
            ) from error
        return _Closed(audio, stream)

    def _device(self, audio: Any) -> dict[str, Any]:
        """Raises LookupError when no loopback has that name."""
        if not self.label:
            return dict(audio.get_default_wasapi_loopback())
        for device in audio.get_loopback_device_info_generator():
            if self.label in device["name"]:
                return dict(device)
        raise LookupError(f"no loudspeaker is named {self.label}")


@dataclass(slots=True)
class _Closed:
    """Closes the stream and lets PyAudio go."""

    audio: Any
    stream: Any

    def close(self) -> None:
        with contextlib.suppress(OSError):  # of a device that is gone
            self.stream.close()
        self.audio.terminate()
