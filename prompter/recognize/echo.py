"""Stage 2, recognize: the microphone hears the loudspeaker too; that is not the user.

In:      THEM's hypotheses, the sound of both channels, ME's hypotheses.
Out:     ME's hypotheses without the words that are THEM's, heard again. THEM's are untouched.
Thread:  the session's; pure.
Errors:  none.
Source:  an echo is as loud as THEM's loudness and the room foretell, one's own words are
         louder: in a simulated room -3 to 1 dB against 3 to 45 dB, where the recogniser
         itself made of the echo words that nobody had said.
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
LOUD = 0.01
"""Level (RMS, full scale 1.0) above which THEM is speaking: 40 dB below full scale."""
LEARN_S = 1.0
"""So much loud speech of THEM is needed to learn the room."""
HEARD = 0.45
"""Correlation of the loudness curves, while THEM is loud, from which the microphone hears the
loudspeaker: with a headset it was below 0.2, with both talking all the time above 0.6."""
USUAL = 0.4
"""Quantile of microphone to loudspeaker that is taken for the room: own speech only adds."""
DECAY = 0.85
"""How much of a sound is left 20 ms later: a room in which it is gone (-60 dB) after 0.85 s."""
LOUDER_DB = 3.0
FOLLOWS = 0.88
"""An utterance whose loudness follows THEM's so closely is an echo, though it is louder than
foretold: it was above 0.9 for echoes and at most 0.84 with both talking."""
TURNED_UP_DB = 12.0
"""Then the user has turned the loudspeaker up, by this much at most."""
SHORTEST_S = 0.8
"""Shorter curves follow each other by chance."""
SAME_TIME_S = 0.8
"""Word times may differ by this much: engines estimate them, each in its own way."""
SAME_WORD = 70.0
"""Letters in common, 0 to 100, from which two heard words may be one that was said."""
MOST = 0.6

Curve = npt.NDArray[np.float64]


@dataclass(slots=True)
class _Loudness:
    """Energy in frames of 20 ms, of the last 30 s of one channel, by call time."""

    energy: Curve = field(default_factory=lambda: np.zeros(_FRAMES))
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

    def between(self, first: int, count: int) -> Curve:
        """RMS level of `count` frames from number `first` on; 0.0 where nothing was heard."""
        wanted = first + np.arange(count)
        slots = wanted % _FRAMES
        return np.sqrt(np.where(self.frame[slots] == wanted, self.energy[slots], 0.0) / _FRAME)


@dataclass(frozen=True, slots=True)
class _Room:
    """How the microphone hears the loudspeaker: frames later, and how much of it."""

    lag: int
    gain: float


class EchoFilter:
    """Tells THEM's voice, heard again by the microphone, from the user's own."""

    def __init__(self) -> None:
        self._them: deque[tuple[int, tuple[Word, ...]]] = deque()
        self._sound = {channel: _Loudness() for channel in Channel}
        self._room: _Room | None = None
        self._shown: int | None = None

    def sound(self, block: AudioBlock) -> None:
        """Note how loud a block of either channel is."""
        self._sound[block.channel].take(block)

    def them(self, hypothesis: Hypothesis) -> None:
        """Note what THEM said; a later hypothesis of an utterance replaces the earlier."""
        if self._them and self._them[-1][0] == hypothesis.utterance:
            self._them.pop()
        self._them.append((hypothesis.utterance, hypothesis.words))
        while hypothesis.end_s - max((w.end_s for w in self._them[0][1]), default=1e9) > KEPT_S:
            self._them.popleft()

    def is_echo(self, me: Hypothesis) -> bool:
        """Whether most of ME's words are THEM's, heard by the microphone."""
        return len(me.words) - len(self._own(me)) >= MOST * len(me.words) > 0

    def me(self, me: Hypothesis) -> Hypothesis | None:
        """ME's hypothesis with the user's own words alone; None when there are none.

        When partials of the utterance went on before it was found out, its final goes on
        without words, so that everybody learns that nothing was said.
        """
        own = self._own(me)
        if len(own) < min(2, len(me.words)):
            if not (me.final and self._shown == me.utterance):
                return None
            own = ()
        self._shown = None if me.final else me.utterance
        if len(own) == len(me.words):
            return me
        return replace(
            me,
            text=" ".join(word.text for word in own),
            words=own,
            start_s=own[0].start_s if own else me.start_s,
            end_s=own[-1].end_s if own else me.end_s,
        )

    def _own(self, me: Hypothesis) -> tuple[Word, ...]:
        """The words that the user said."""
        if not me.words:
            return ()
        known = self._learn(me.end_s)
        if known and self._room is None:
            return me.words  # a headset: the microphone doesn't hear the loudspeaker
        if known and self._room is not None:
            follows = self._follows(self._room, me.start_s, me.end_s)
            louder_db = TURNED_UP_DB if follows else LOUDER_DB
            return _runs(me.words, [self._louder(self._room, w, louder_db) for w in me.words])
        repeated = self._repeated(me)
        return () if repeated >= 2 and repeated >= MOST * len(me.words) else me.words

    def _learn(self, end_s: float) -> bool:
        """Learn the room from the last 30 s; False while THEM has not been heard enough."""
        last = int(end_s / FRAME_S) + 1
        count = min(last, _FRAMES)
        lags = round(MAX_LAG_S / FRAME_S)
        me = self._sound[Channel.ME].between(last - count, count)
        them = self._sound[Channel.THEM].between(last - count, count)
        if (them > LOUD).sum() * FRAME_S < LEARN_S or not me.any():
            return self._room is not None
        found = (0.0, 0)
        for lag in range(min(lags, count - 1) + 1):
            played, heard = them[: count - lag], me[lag:]
            loud = played > LOUD
            found = max(found, (_correlation(heard[loud], played[loud]), lag))
        follows, lag = found
        played, heard = them[: count - lag], me[lag:]
        loud = played > LOUD
        gain = float(np.quantile(heard[loud] / played[loud], USUAL)) if loud.any() else 0.0
        self._room = _Room(lag, gain) if follows >= HEARD else None
        return True

    def _louder(self, room: _Room, word: Word, by_db: float) -> bool:
        """Whether the microphone heard more, during a word, than the loudspeaker explains."""
        first = int(word.start_s / FRAME_S)
        count = max(1, int(word.end_s / FRAME_S) - first + 1)
        heard = self._sound[Channel.ME].between(first, count)
        before = _FRAMES // 30  # a second of sound may still linger in the room
        played = self._sound[Channel.THEM].between(first - room.lag - before, before + count)
        fading = DECAY ** np.arange(len(played))
        lingering = (fading * np.maximum.accumulate(played / fading))[before:]
        expected = float(((room.gain * lingering) ** 2).sum())
        return float((heard**2).sum()) > 10 ** (by_db / 10) * expected

    def _follows(self, room: _Room, start_s: float, end_s: float) -> bool:
        """Whether a whole utterance is as loud and soft as THEM was."""
        first = int(start_s / FRAME_S)
        count = int(end_s / FRAME_S) - first + 1
        if count * FRAME_S < SHORTEST_S or count > _FRAMES // 2:
            return False
        me = self._sound[Channel.ME].between(first, count)
        them = self._sound[Channel.THEM].between(first - room.lag, count)
        return bool((them > LOUD).any()) and _correlation(me, them) >= FOLLOWS

    def _repeated(self, me: Hypothesis) -> int:
        """How many of ME's words THEM said at that time, in that order."""
        theirs = [
            (" ".join(normal_words(word.text)), word.start_s)
            for _, words in self._them
            for word in words
            if me.start_s - SAME_TIME_S <= word.start_s <= me.end_s + SAME_TIME_S
        ]
        best = [0] * (len(theirs) + 1)  # longest common subsequence, one row at a time
        for word in me.words:
            text, before = " ".join(normal_words(word.text)), 0
            for column, (other, at_s) in enumerate(theirs, 1):
                above = best[column]
                same_time = abs(word.start_s - at_s) <= SAME_TIME_S
                if same_time and fuzz.ratio(text, other) >= SAME_WORD:
                    best[column] = max(above, before + 1)
                best[column] = max(best[column], best[column - 1])
                before = above
        return best[-1]


def _runs(words: tuple[Word, ...], own: list[bool]) -> tuple[Word, ...]:
    """The own words, and those that stand alone between two of them."""
    between = [a and b for a, b in zip([False, *own], [*own[1:], False], strict=False)]
    return tuple(word for word, mine, held in zip(words, own, between, strict=True) if mine or held)


def _correlation(one: Curve, two: Curve) -> float:
    """Pearson's, on the square root of the level, where loud and soft count alike."""
    a, b = np.sqrt(one), np.sqrt(two)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size > 1e-12 else 0.0
