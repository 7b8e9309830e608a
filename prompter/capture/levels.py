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
CLIPPING_STAYS_S = 3.0
"""Speech clips on its loudest vowels only: it is over when none did for so long."""
PATIENCE_S = 20.0
"""A microphone with noise suppression gives zeros in pauses: each silence that ends by itself
doubles the patience with the next, up to this."""


@dataclass(slots=True)
class LevelWatch:
    """silent_after_s: seconds of pure zeros that count as silence (a device, not a pause)."""

    silent_after_s: float
    zeros_s: float = 0.0
    _unclipped_s: float = CLIPPING_STAYS_S
    _peak: int = 0
    _full: int = 0
    _samples: int = 0

    @property
    def silent(self) -> bool:
        return self.zeros_s >= self.silent_after_s

    @property
    def clipping(self) -> bool:
        return self._unclipped_s < CLIPPING_STAYS_S

    def take(self, samples: npt.NDArray[np.int16]) -> float | None:
        """Take a piece; the peak (0 to 1) when a quarter of a second is full."""
        loud = np.abs(samples.astype(np.int32))
        peak = int(loud.max(initial=0))
        if peak <= 1:
            self.zeros_s += len(samples) / RATE_HZ
        else:
            if self.silent:
                self.silent_after_s = max(
                    self.silent_after_s, min(2 * self.silent_after_s, PATIENCE_S)
                )
            self.zeros_s = 0.0
        self._peak = max(self._peak, peak)
        self._full += int((loud >= FULL_SCALE).sum())
        self._samples += len(samples)
        if self._samples < LEVEL_S * RATE_HZ:
            return None
        level = self._peak / 32_768
        clipped = self._full > CLIPPED_SHARE * self._samples
        self._unclipped_s = 0.0 if clipped else self._unclipped_s + self._samples / RATE_HZ
        self._peak = self._full = self._samples = 0
        return level
