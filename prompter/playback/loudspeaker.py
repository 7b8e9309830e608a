"""The default loudspeaker, for sound that is made while it plays.

In:      int16 samples, mono, at RATE_HZ.
Out:     sound, about LATENCY_S later.
Thread:  the player's.
Errors:  AudioTrouble.
Source:  on Linux `pacat` of the sound server; elsewhere PortAudio.
"""

from __future__ import annotations

import contextlib
import platform
import subprocess
from typing import Protocol

import numpy as np
import numpy.typing as npt

from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ

LATENCY_S = 0.1
_NO_SPEAKER = "the sound can't be played; is a loudspeaker chosen?"


class Loudspeaker(Protocol):
    """Where sound goes. `write` may wait until there is room."""

    def write(self, samples: npt.NDArray[np.int16]) -> None: ...

    def finish(self) -> None:
        """Play to the end what was written, then close."""
        ...

    def close(self) -> None:
        """Be silent at once."""
        ...


def open_loudspeaker() -> Loudspeaker:
    """The default one, silent until written to. Raises AudioTrouble."""
    return _PulseSpeaker() if platform.system() == "Linux" else _PortAudioSpeaker()


class _PulseSpeaker:
    def __init__(self) -> None:
        command = [
            "pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
            "--client-name=Prompter", f"--latency-msec={round(LATENCY_S * 1000)}",
        ]  # fmt: skip
        try:
            self._pacat = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise AudioTrouble(
                "pacat is missing; install it: sudo apt install pulseaudio-utils"
            ) from error

    def write(self, samples: npt.NDArray[np.int16]) -> None:
        assert self._pacat.stdin is not None
        try:
            self._pacat.stdin.write(samples.tobytes())
            self._pacat.stdin.flush()
        except OSError as error:  # it ended by itself
            raise AudioTrouble(_NO_SPEAKER) from error

    def finish(self) -> None:
        assert self._pacat.stdin is not None
        try:
            self._pacat.stdin.close()
            self._pacat.wait(2)
        except (OSError, subprocess.TimeoutExpired):
            self.close()

    def close(self) -> None:
        self._pacat.kill()
        self._pacat.wait()
        if self._pacat.stdin is not None:
            with contextlib.suppress(OSError):  # what was still to be written is not wanted
                self._pacat.stdin.close()


class _PortAudioSpeaker:
    def __init__(self) -> None:
        import sounddevice  # needs the PortAudio library

        self._sounddevice = sounddevice
        try:
            self._stream = sounddevice.OutputStream(
                samplerate=RATE_HZ, channels=1, dtype="int16", latency=LATENCY_S
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise AudioTrouble(_NO_SPEAKER) from error

    def write(self, samples: npt.NDArray[np.int16]) -> None:
        try:
            self._stream.write(samples.reshape(-1, 1))
        except self._sounddevice.PortAudioError as error:
            raise AudioTrouble(_NO_SPEAKER) from error

    def finish(self) -> None:
        self._stream.stop(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def close(self) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
