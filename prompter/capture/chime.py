"""Stage 1, capture: a short, soft chime, to hear whether what this computer plays is heard.

In:      nothing.
Out:     half a second of sound on the default loudspeaker.
Thread:  the caller's; returns when it has been handed over.
Errors:  AudioTrouble when it can't be played.
Source:  two tones a fifth apart with soft ends, 20 dB below full scale: no fright on a headset.
"""

from __future__ import annotations

import platform
import subprocess

import numpy as np
import numpy.typing as npt

from prompter.errors import AudioTrouble

RATE_HZ = 48_000
LENGTH_S = 0.6
_LEVEL = 0.1


def chime() -> npt.NDArray[np.int16]:
    """The chime's samples: int16, mono, at RATE_HZ."""
    at_s = np.arange(round(LENGTH_S * RATE_HZ)) / RATE_HZ
    tones = np.sin(2 * np.pi * 523.25 * at_s) + np.sin(2 * np.pi * 783.99 * at_s)
    fade = np.minimum(1.0, np.minimum(at_s / 0.02, (LENGTH_S - at_s) / 0.3))
    return np.asarray(tones / 2 * fade * _LEVEL * 32_767, np.int16)


def play_chime() -> None:
    """Play it once. Raises AudioTrouble."""
    if platform.system() == "Linux":
        _by_sound_server()
    else:
        from prompter.capture.portaudio import play

        play(chime(), RATE_HZ)


def _by_sound_server() -> None:
    command = [
        "pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
        "--client-name=Prompter",
    ]  # fmt: skip
    try:
        subprocess.run(command, input=chime().tobytes(), capture_output=True, check=True, timeout=5)
    except (OSError, subprocess.SubprocessError) as error:
        raise AudioTrouble("the chime can't be played; is a loudspeaker chosen?") from error
