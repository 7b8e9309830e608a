"""Stage 1, capture: how loud a channel is, and whether something is wrong with it.

In:      the samples of one channel, in order.
Out:     peaks for the level lights; silent and clipping, as they begin and end.
Thread:  the owner's.
Errors:  none.
Source:  a muted device gives zeros; a live microphone never does for seconds. Clipping as
         PCM full scale in more than a few samples of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from prompter.messages import RATE_HZ

LEVEL_S = 0.25
FULL_SCALE = 32_700
CLIPPED_SHARE = 0.002
"""Share of a window's samples at full scale from which speech sounds torn."""


@dataclass(slots=True)
class LevelWatch:
    """silent_after_s: seconds of pure zeros that count as silence (a device, not a pause)."""

    silent_after_s: float
    zeros_s: float = 0.0
    clipping: bool = False
    _peak: int = 0
    _full: int = 0
    _samples: int = 0

    @property
    def silent(self) -> bool:
        return self.zeros_s >= self.silent_after_s

    def take(self, samples: npt.NDArray[np.int16]) -> float | None:
        """Take a piece; the peak (0 to 1) when a quarter of a second is full."""
        loud = np.abs(samples.astype(np.int32))
        peak = int(loud.max(initial=0))
        self.zeros_s = 0.0 if peak > 1 else self.zeros_s + len(samples) / RATE_HZ
        self._peak = max(self._peak, peak)
        self._full += int((loud >= FULL_SCALE).sum())
        self._samples += len(samples)
        if self._samples < LEVEL_S * RATE_HZ:
            return None
        level = self._peak / 32_768
        self.clipping = self._full > CLIPPED_SHARE * self._samples
        self._peak = self._full = self._samples = 0
        return level
