"""Stage 2, recognize: engines time words by samples fed; this turns that into call time.

In:      AudioBlock, in order, with gaps.
Out:     how much silence to feed before a block; call times for stream times.
Thread:  the owner's.
Errors:  none.
Source:  a gap is fed as silence, so that an engine's endpoint rules see it; of a long gap
         MAX_SILENCE_S is enough for that, the rest is only counted.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from prompter.messages import RATE_HZ, AudioBlock

JITTER_S = 0.03
"""A block may come this much off its time without counting as a gap."""
MAX_SILENCE_S = 2.5


@dataclass(slots=True)
class StreamClock:
    """Keeps the pairs (stream time, call time) at which the two drifted apart."""

    fed_samples: int = 0
    _stream_s: list[float] = field(default_factory=list)
    _call_s: list[float] = field(default_factory=list)

    def silence_before(self, block: AudioBlock) -> int:
        """Samples of silence to feed before `block`; the block is counted as fed."""
        now_s = self.fed_samples / RATE_HZ
        expected_s = self.call_s(now_s) if self._stream_s else None
        silence = 0
        if expected_s is None:
            self._anchor(now_s, block.start_s)
        elif abs(block.start_s - expected_s) > JITTER_S:
            silence = round(min(max(0.0, block.start_s - expected_s), MAX_SILENCE_S) * RATE_HZ)
            self._anchor(now_s + silence / RATE_HZ, block.start_s)
        self.fed_samples += silence + len(block.samples)
        return silence

    def call_s(self, stream_s: float) -> float:
        """The call time of a moment in what was fed."""
        place = max(0, bisect.bisect_right(self._stream_s, stream_s) - 1)
        if not self._stream_s:
            return stream_s
        return self._call_s[place] + stream_s - self._stream_s[place]

    def _anchor(self, stream_s: float, call_s: float) -> None:
        self._stream_s.append(stream_s)
        self._call_s.append(call_s)
