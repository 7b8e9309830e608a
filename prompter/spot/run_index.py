"""Stage 3, spot: find which runs of words stand where in an utterance, misheard words or not.

In:      the normalised words of one utterance.
Out:     for each run that is there: first and last word, and the ratio (0 to 100).
Thread:  any; no state after it is built, no I/O.
Errors:  none.
Source:  runs that share fewer than SHARED of their words with the utterance are passed over
         unscored: that takes a playbook of 40,000 wordings from 60 ms to about 2 ms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

NEGATIONS = frozenset(
    {"not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without"}
)
SHARED = 0.6
"""Share of a run's different words that must be in the utterance to the letter."""
_THRESHOLD_BY_WORDS = {1: 100, 2: 97, 3: 94, 4: 92, 5: 90}
_THRESHOLD = 88
_THRESHOLD_SHORTER = 93
"""For a window with a word less than the run: only a small word may be missing, or a
partial would fire before the word that matters."""

Run = tuple[str, ...]
Place = tuple[int, int, float]
"""First word, last word (inclusive), ratio 0 to 100."""


class RunIndex:
    """All runs of a playbook, numbered."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.numbers = {run: number for number, run in enumerate(dict.fromkeys(runs))}
        self._texts = [" ".join(run) for run in self.numbers]
        self._negations = [negations(run) for run in self.numbers]
        self._lengths = np.array([len(run) for run in self.numbers], np.int16)
        self._needed = np.array([np.ceil(SHARED * len(set(run))) for run in self.numbers], np.int16)
        holders: dict[str, list[int]] = defaultdict(list)
        for run, number in self.numbers.items():
            for word in set(run):
                holders[word].append(number)
        self._holders = {word: np.array(runs_, np.int32) for word, runs_ in holders.items()}

    def places(self, words: Sequence[str]) -> dict[int, list[Place]]:
        """Where each run stands, by the run's number."""
        found: dict[int, list[Place]] = defaultdict(list)
        likely = self._likely(words)
        for count in np.unique(self._lengths[likely]).tolist():
            runs = likely[self._lengths[likely] == count]
            for number, place in self._scored(words, count, runs):
                found[number].append(place)
        return found

    def _likely(self, words: Sequence[str]) -> npt.NDArray[np.int64]:
        shared = np.zeros(len(self._texts), np.int16)
        for word in set(words):
            if word in self._holders:
                shared[self._holders[word]] += 1
        return np.nonzero(shared >= self._needed)[0]

    def _scored(
        self, words: Sequence[str], count: int, runs: npt.NDArray[np.int64]
    ) -> Iterable[tuple[int, Place]]:
        spread = 0 if count == 1 else 1
        windows = [
            (first, first + length - 1)
            for length in range(max(1, count - spread), count + spread + 1)
            for first in range(len(words) - length + 1)
        ]
        if not windows:
            return
        texts = [" ".join(words[first : last + 1]) for first, last in windows]
        scores = process.cdist(
            texts,
            [self._texts[number] for number in runs],
            scorer=fuzz.ratio,
            score_cutoff=_THRESHOLD_BY_WORDS.get(count, _THRESHOLD),
            dtype=np.float32,
        )
        for row, column in zip(*np.nonzero(scores), strict=True):
            (first, last), number = windows[row], int(runs[column])
            score = float(scores[row, column])
            shorter = last - first + 1 < count
            if (not shorter or score >= _THRESHOLD_SHORTER) and (
                negations(words[first : last + 1]) == self._negations[number]
            ):
                yield number, (first, last, score)


def negations(words: Sequence[str]) -> int:
    """How many of the words negate."""
    return sum(word in NEGATIONS for word in words)
