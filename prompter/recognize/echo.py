"""Stage 2, recognize: the microphone hears the loudspeaker too; that is not the user.

In:      THEM's hypotheses, the sound of both channels, ME's hypotheses.
Out:     whether a ME hypothesis is THEM's own words again. THEM's are never touched.
Thread:  the session's; pure.
Errors:  none.
Source:  two signs, since each fails where the other holds: the same words at the same time
         (fails where the recogniser mishears the room), and a loudness curve that follows
         THEM's (fails on very short words). The limits are measured, see BENCHMARKS.md.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from prompter.messages import RATE_HZ, AudioBlock, Channel, Hypothesis, Word
from prompter.phrases import normal_words

KEPT_S = 30.0
FRAME_S = 0.02
_FRAME = int(FRAME_S * RATE_HZ)
_FRAMES = int(KEPT_S / FRAME_S)
MAX_LAG_S = 0.3
"""From the loudspeaker's sample through the room to the microphone's sample."""
SAME_TIME_S = 0.8
"""Word times may differ by this much: engines estimate them, each in its own way."""
SAME_WORD = 70.0
"""Letters in common, 0 to 100, from which two heard words may be one that was said."""
MOST = 0.6
FOLLOWS = 0.6
"""Correlation of the two loudness curves from which ME's is taken for THEM's."""
SHORTEST_S = 0.8
"""Shorter curves follow each other by chance."""
LOUD = 0.003
"""Level (RMS, full scale 1.0) above which THEM is speaking: 50 dB below full scale."""
LOUD_SHARE = 0.3
"""THEM must be loud for this share of ME's words; a silent loudspeaker has no echo."""


@dataclass(slots=True)
class _Loudness:
    """Energy in frames of 20 ms, of the last 30 s of one channel, by call time."""

    energy: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(_FRAMES))
    frame: npt.NDArray[np.int64] = field(default_factory=lambda: np.full(_FRAMES, -1))

    def take(self, block: AudioBlock) -> None:
        samples = block.samples[-int(KEPT_S * RATE_HZ) + _FRAME :]
        first = round(block.end_s * RATE_HZ) - len(samples)
        number = (first + np.arange(len(samples))) // _FRAME
        if not len(number) or number[0] < 0:
            return
        sums = np.bincount(number - number[0], weights=(samples / 32_768.0) ** 2)
        frames = number[0] + np.arange(len(sums))
        slots = frames % _FRAMES
        self.energy[slots[self.frame[slots] != frames]] = 0.0
        self.frame[slots] = frames
        self.energy[slots] += sums

    def between(self, start_s: float, frames: int) -> npt.NDArray[np.float64]:
        """RMS level of each frame from `start_s` on; 0.0 where nothing was heard."""
        wanted = round(start_s / FRAME_S) + np.arange(frames)
        slots = wanted % _FRAMES
        energy = np.where(self.frame[slots] == wanted, self.energy[slots], 0.0)
        return np.sqrt(energy / _FRAME)


class EchoFilter:
    """Tells THEM's voice, heard again by the microphone, from the user's own."""

    def __init__(self) -> None:
        self._them: deque[tuple[int, tuple[Word, ...]]] = deque()
        self._sound = {channel: _Loudness() for channel in Channel}
        self._shown: int | None = None

    def sound(self, block: AudioBlock) -> None:
        """Note how loud a block of either channel is."""
        self._sound[block.channel].take(block)

    def them(self, hypothesis: Hypothesis) -> None:
        """Note what THEM said; a later hypothesis of an utterance replaces the earlier."""
        if self._them and self._them[-1][0] == hypothesis.utterance:
            self._them.pop()
        words = tuple(
            replace(word, text=text)
            for word in hypothesis.words
            for text in normal_words(word.text)
        )
        self._them.append((hypothesis.utterance, words))
        while self._them[0][1] and hypothesis.end_s - self._them[0][1][-1].end_s > KEPT_S:
            self._them.popleft()

    def is_echo(self, me: Hypothesis) -> bool:
        """Whether ME's words are THEM's, heard by the microphone."""
        if not me.words:
            return False
        follows, loud = self._follows(me.start_s, me.end_s)
        if loud is not None and loud < LOUD_SHARE:
            return False
        if follows >= FOLLOWS:
            return True
        same, of = self._same_words(me)
        return same >= 2 and same >= MOST * of

    def me(self, me: Hypothesis) -> Hypothesis | None:
        """ME's hypothesis as it may go on; None when it is an echo.

        When partials of the utterance went on before it was found out, its final goes on
        without words, so that everybody learns that nothing was said.
        """
        if not self.is_echo(me):
            self._shown = None if me.final else me.utterance
            return me
        if not (me.final and self._shown == me.utterance):
            return None
        self._shown = None
        return replace(me, text="", words=())

    def _follows(self, start_s: float, end_s: float) -> tuple[float, float | None]:
        """Best correlation of ME's loudness with THEM's, and the share in which THEM is loud.

        The share is None when the sound of that time is not known.
        """
        frames = round((end_s - start_s) / FRAME_S) + 1
        me = self._sound[Channel.ME].between(start_s, frames)
        if not me.any() or frames > _FRAMES // 2:
            return 0.0, None
        lags = round(MAX_LAG_S / FRAME_S)
        them = self._sound[Channel.THEM].between(start_s - MAX_LAG_S, frames + lags)
        loud = float((them > LOUD).mean())
        if frames * FRAME_S < SHORTEST_S:
            return 0.0, loud
        best = max(_correlation(me, them[lag : lag + frames]) for lag in range(lags + 1))
        return best, loud

    def _same_words(self, me: Hypothesis) -> tuple[int, int]:
        """How many of ME's words THEM said at that time, in that order; of how many."""
        mine = [(text, word.start_s) for word in me.words for text in normal_words(word.text)]
        theirs = [
            (word.text, word.start_s)
            for _, words in self._them
            for word in words
            if me.start_s - SAME_TIME_S <= word.start_s <= me.end_s + SAME_TIME_S
        ]
        best = [0] * (len(theirs) + 1)  # longest common subsequence, one row at a time
        for text, at_s in mine:
            before = 0
            for column, (other, other_s) in enumerate(theirs, 1):
                above = best[column]
                if abs(at_s - other_s) <= SAME_TIME_S and fuzz.ratio(text, other) >= SAME_WORD:
                    best[column] = max(above, before + 1)
                best[column] = max(best[column], best[column - 1])
                before = above
        return best[-1], len(mine)


def _correlation(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> float:
    """Pearson's, on the square root of the level, where loud and soft count alike."""
    a, b = np.sqrt(one), np.sqrt(two)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 1e-12 else 0.0
