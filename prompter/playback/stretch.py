"""Speech faster or slower, at the same pitch.

In:      int16 samples, mono, at RATE_HZ, in chunks of any length.
Out:     the same, 1 / speed as long.
Thread:  any, one at a time; 1 to 2 % of a core, measured.
Errors:  none.
Source:  WSOLA: W. Verhelst, M. Roelands, "An overlap-add technique based on waveform similarity
         (WSOLA) for high quality time-scale modification of speech", ICASSP 1993. Frames of 40 ms
         hold two periods of a low voice; half of one is searched to either side. Libraries were
         tried: the small ones click where chunks meet or are no longer kept, the others are GPL.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from prompter.messages import RATE_HZ

SLOWEST, FASTEST = 0.75, 2.0

Floats = npt.NDArray[np.float64]

_FRAME = RATE_HZ * 40 // 1000
_HOP = _FRAME // 2
_SEARCH = _FRAME // 4
_WINDOW: Floats = np.sin(np.pi * (np.arange(_FRAME) + 0.5) / _FRAME) ** 2
"""Two of them, half a frame apart, add up to one."""


class Stretcher:
    """One stream of speech; feed it chunk by chunk."""

    def __init__(self, speed: float) -> None:
        """speed: SLOWEST to FASTEST; 1 leaves everything as it is."""
        self._speed = speed
        self._sound: Floats = np.zeros(0)
        self._from = 0  # the sample of the stream with which `_sound` begins
        self._frames = 0
        self._last = 0  # where the last frame began
        self._tail: Floats = np.zeros(_HOP)

    def feed(self, samples: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
        """What can be given out after these samples; some milliseconds wait for more."""
        if self._speed == 1.0:
            return samples
        self._sound = np.concatenate([self._sound, samples.astype(np.float64)])
        out = []
        while True:
            wanted = round(self._frames * _HOP * self._speed)
            if wanted + _SEARCH + _FRAME > self._from + len(self._sound):
                break
            if self._last + _HOP + _FRAME > self._from + len(self._sound):
                break
            out.append(self._next_frame(wanted))
        self._forget()
        whole = np.concatenate(out) if out else np.zeros(0)
        return np.clip(np.rint(whole), -32_768, 32_767).astype(np.int16)

    def _next_frame(self, wanted: int) -> Floats:
        at = wanted if self._frames == 0 else self._most_alike(wanted)
        frame = self._cut(at, _FRAME) * _WINDOW
        ready = self._tail + frame[:_HOP]
        self._tail, self._last = frame[_HOP:], at
        self._frames += 1
        return ready

    def _most_alike(self, wanted: int) -> int:
        """Near `wanted`, the place that goes on most like the last frame would have."""
        begin = max(self._from, wanted - _SEARCH)
        there = self._cut(begin, wanted + _SEARCH + _FRAME - begin)
        going_on = self._cut(self._last + _HOP, _FRAME)
        alike = np.correlate(there, going_on, "valid")
        squares = np.concatenate([[0.0], np.cumsum(there**2)])
        power = squares[_FRAME:] - squares[:-_FRAME]
        return begin + int(np.argmax(alike / np.sqrt(power + 1.0)))

    def _cut(self, at: int, length: int) -> Floats:
        return self._sound[at - self._from : at - self._from + length]

    def _forget(self) -> None:
        """Drop what no later frame looks at."""
        keep_from = min(self._last + _HOP, round(self._frames * _HOP * self._speed) - _SEARCH)
        drop = max(0, keep_from - self._from)
        self._sound, self._from = self._sound[drop:], self._from + drop
