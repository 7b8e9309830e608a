"""How one microphone hears two voices: the user near it, the employer out of a loudspeaker."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from prompter.messages import RATE_HZ

Pcm = npt.NDArray[np.float64]
SPEECH_RMS = 0.06
LAW = 255.0
"""mu of ITU-T G.711."""


def band(pcm: Pcm, low_hz: float, high_hz: float) -> Pcm:
    """Only what lies between two frequencies, with slopes a third as wide as the edge."""
    spectrum = np.fft.rfft(pcm)
    hz = np.fft.rfftfreq(len(pcm), 1 / RATE_HZ)
    gain = np.clip((hz - low_hz * 2 / 3) / (low_hz / 3), 0, 1)
    gain *= np.clip((high_hz * 4 / 3 - hz) / (high_hz / 3), 0, 1)
    return np.asarray(np.fft.irfft(spectrum * gain, len(pcm)))


def leveled(pcm: Pcm, rms: float = SPEECH_RMS) -> Pcm:
    """The same with `rms` where there is speech."""
    spoken = pcm[np.abs(pcm) > 0.01 * np.abs(pcm).max()]
    return np.asarray(pcm * rms / np.sqrt((spoken**2).mean()))


def in_room(pcm: Pcm, wet: float, fade_s: float = 0.3, seed: int = 1) -> Pcm:
    """With reverberation: `wet` is its energy for 1.0 of direct sound; -60 dB after `fade_s`."""
    at = np.arange(int(fade_s * RATE_HZ))
    tail = np.random.default_rng(seed).standard_normal(len(at)) * 10 ** (-3 * at / len(at))
    room = np.concatenate([[1.0], np.zeros(int(0.005 * RATE_HZ)), tail])
    room[1:] *= np.sqrt(wet / (tail**2).sum())
    size = 1 << (len(pcm) + len(room)).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(pcm, size) * np.fft.rfft(room, size))[: len(pcm)])


def on_phone(pcm: Pcm) -> Pcm:
    """300 to 3,400 Hz and mu-law in 8 bits."""
    x = np.clip(leveled(band(pcm, 300, 3400), 0.08), -1, 1)
    squeezed = np.sign(x) * np.log1p(LAW * np.abs(x)) / np.log1p(LAW)
    squeezed = np.round((squeezed + 1) / 2 * 255) / 255 * 2 - 1
    return np.asarray(np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log1p(LAW)) / LAW)


def near(pcm: Pcm) -> Pcm:
    """The user, half a meter from the microphone."""
    return in_room(leveled(pcm), wet=0.1)


def from_loudspeaker(pcm: Pcm) -> Pcm:
    """The employer: over the phone, out of a small loudspeaker, across the room."""
    return in_room(leveled(band(on_phone(pcm), 400, 6000), SPEECH_RMS * 0.7), wet=0.4, seed=2)


def microphone(pcm: Pcm, snr_db: float = 20.0, seed: int = 3) -> npt.NDArray[np.int16]:
    """What the microphone gives: with noise that is `snr_db` below speech."""
    noise = np.random.default_rng(seed).standard_normal(len(pcm))
    noisy = pcm + noise * SPEECH_RMS * 10 ** (-snr_db / 20)
    return np.asarray(np.clip(noisy, -1, 1) * 32_767, np.int16)
