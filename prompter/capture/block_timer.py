"""Stage 1, capture: the call time of each piece of sound, from the clock of its arrival.

In:      lengths and arrival times of pieces.
Out:     start times that run on smoothly, follow a drifting device, and show gaps.
Thread:  the owner's.
Errors:  none.
Source:  arrivals are only ever late, so the smallest lateness of the last second is the true
         offset (as in NTP's clock filter, RFC 5905 section 10).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from prompter.messages import RATE_HZ

WINDOW_S = 1.0
GAP_S = 0.15
"""Lateness that stays above this, and the same, for a whole window: sound is missing."""
FOLLOW = 0.05
"""Part of the offset that is taken up with each piece; a device drifts by well under 1 ms/s."""


@dataclass(slots=True)
class BlockTimer:
    """Times the pieces of one recording; make a new one when recording begins anew."""

    _end_s: float | None = None
    _lateness: deque[tuple[float, float]] = field(default_factory=deque)

    def start_of(self, samples: int, arrived_s: float) -> tuple[float, float]:
        """(start time of the piece, seconds of sound missing before it). arrived_s: call time."""
        length_s = samples / RATE_HZ
        if self._end_s is None:
            self._end_s = arrived_s
            return arrived_s - length_s, 0.0
        expected_s = self._end_s + length_s
        self._lateness.append((arrived_s, arrived_s - expected_s))
        while len(self._lateness) > 1 and arrived_s - self._lateness[1][0] > WINDOW_S:
            self._lateness.popleft()  # one that is older stays: after a stall it is the truth
        full = arrived_s - self._lateness[0][0] > WINDOW_S
        lates = [late for _, late in self._lateness]
        offset_s = min(lates)
        steady = max(lates) - offset_s < GAP_S  # what waited comes in a burst, less and less late
        gap_s = offset_s if full and steady and offset_s > GAP_S else 0.0
        follows = offset_s < 0.0 or (full and offset_s <= GAP_S)  # nothing comes before its time
        step_s = gap_s or (FOLLOW * offset_s if follows else 0.0)
        if step_s:
            self._lateness = deque((at, late - step_s) for at, late in self._lateness)
        start_s = self._end_s + step_s
        self._end_s = start_s + length_s
        return start_s, gap_s
