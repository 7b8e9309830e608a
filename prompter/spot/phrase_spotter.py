"""Stage 3, spot: find a playbook's phrases in the words of one utterance.

In:      normalised tokens of one utterance.
Out:     Match, the best one per label.
Thread:  any; no state, no I/O.
Errors:  PhraseError while building, for a phrase that breaks the syntax.
Source:  word-window ratio, so that "rate" is not heard inside "separate"; the
         thresholds were chosen on the development lines (`make bench`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from prompter.phrases import GAP_WORDS, Token, Variant, variants

NEGATIONS = frozenset(
    {"not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without"}
)
CONDITIONS = frozenset({"if", "unless", "whether", "suppose", "supposing", "had"})
_TURNERS = frozenset({"not", "never"})
"""Of the negations, those that turn what follows; "no, we are not hiring" is none."""
NEGATION_REACH = 2
"""Words before a match in which a "not" turns it round: "we have not [yet] filled it"."""
CONDITION_REACH = 4
"""Words before a match in which an "if" makes it hypothetical."""
_THRESHOLD_BY_WORDS = {1: 100, 2: 97, 3: 94, 4: 92, 5: 90}
_THRESHOLD = 88
_THRESHOLD_NEVER = 95
"""A do-not-trigger phrase must be there nearly to the letter: it is often a cue with one
word before it, and any word would do at a lower score."""
_THRESHOLD_SHORTER = 93
"""For a window with a word less than the phrase: only a small word may be missing, or a
partial would fire before the word that matters."""


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens first to last (inclusive) say `label`; score 0 to 1; by: the phrase."""

    label: str
    first: int
    last: int
    score: float
    by: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a label listens for, and what it must never be mistaken for."""

    phrases: Sequence[str]
    never: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Wording:
    label: str
    phrase: str
    runs: Variant
    never: bool


@dataclass(slots=True)
class _Runs:
    """All runs of one word count, as the strings that are compared."""

    texts: list[str] = field(default_factory=list)
    negations: list[int] = field(default_factory=list)
    index: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, run: tuple[str, ...]) -> None:
        if run not in self.index:
            self.index[run] = len(self.texts)
            self.texts.append(" ".join(run))
            self.negations.append(_negations(run))


class PhraseSpotter:
    """Finds labels by their phrases. Built once; `spot` may be called from any thread."""

    def __init__(self, phrases: Mapping[str, Phrases]) -> None:
        self._wordings: list[_Wording] = []
        self._runs: dict[int, _Runs] = defaultdict(_Runs)
        for label, own in phrases.items():
            for texts, never in ((own.phrases, False), (own.never, True)):
                for phrase in texts:
                    for runs in variants(phrase):
                        self._wordings.append(_Wording(label, phrase, runs, never))
                        for run in runs:
                            self._runs[len(run)].add(run)

    def spot(self, tokens: Sequence[Token]) -> list[Match]:
        """The best match of each label, in the order in which they end."""
        words = [token.text for token in tokens]
        places = self._places(words)
        matches, vetoes = [], []
        for wording in self._wordings:
            for first, last, score in self._chains(wording.runs, places):
                match = Match(wording.label, first, last, score / 100, wording.phrase)
                if not wording.never and not _turned(words, match):
                    matches.append(match)
                elif score >= _THRESHOLD_NEVER:
                    vetoes.append(match)
        best: dict[str, Match] = {}
        for match in matches:
            if (match.label not in best or best[match.label].score < match.score) and not any(
                v.label == match.label and _overlap(v, match) for v in vetoes
            ):
                best[match.label] = match
        return sorted(best.values(), key=lambda match: (match.last, -match.score))

    def _places(self, words: list[str]) -> dict[tuple[int, int], list[tuple[int, int, float]]]:
        """Where each run stands: (word count, index of run) -> (first, last, ratio)."""
        found: dict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)
        for count, runs in self._runs.items():
            spread = 0 if count == 1 else 1
            windows = [
                (first, first + length - 1)
                for length in range(max(1, count - spread), count + spread + 1)
                for first in range(len(words) - length + 1)
            ]
            if not windows:
                continue
            cut = _THRESHOLD_BY_WORDS.get(count, _THRESHOLD)
            texts = [" ".join(words[first : last + 1]) for first, last in windows]
            scores = process.cdist(
                texts, runs.texts, scorer=fuzz.ratio, score_cutoff=cut, dtype=np.float32
            )
            for row, column in zip(*np.nonzero(scores), strict=True):
                first, last = windows[row]
                score = float(scores[row, column])
                shorter = last - first + 1 < count
                if (not shorter or score >= _THRESHOLD_SHORTER) and (
                    _negations(words[first : last + 1]) == runs.negations[column]
                ):
                    found[count, int(column)].append((first, last, score))
        return found

    def _chains(
        self, runs: Variant, places: Mapping[tuple[int, int], list[tuple[int, int, float]]]
    ) -> Iterable[tuple[int, int, float]]:
        """Ways to place the runs one after another, with at most a gap between them."""
        at_last: list[tuple[int, int, float]] = []
        for number, run in enumerate(runs):
            here = places.get((len(run), self._runs[len(run)].index[run]), [])
            if number == 0:
                at_last = here
            else:
                at_last = [
                    (start, last, min(score, score_here))
                    for start, before, score in at_last
                    for first, last, score_here in here
                    if 1 <= first - before <= GAP_WORDS + 1
                ]
        return at_last


def _negations(words: Sequence[str]) -> int:
    return sum(word in NEGATIONS for word in words)


def _turned(words: Sequence[str], match: Match) -> bool:
    """True when the words before a match negate it or make it hypothetical."""
    before = words[max(0, match.first - CONDITION_REACH) : match.first]
    return any(word in _TURNERS for word in before[-NEGATION_REACH:]) or any(
        word in CONDITIONS for word in before
    )


def _overlap(one: Match, other: Match) -> bool:
    return one.first <= other.last and other.first <= one.last
