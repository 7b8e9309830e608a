"""Vary a labelled line as recognisers and callers do: punctuation, errors, company.

Done afresh in every epoch, so that no two epochs read the same words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from labelled import Line

from prompter.spot.spoken import spoken_words

_MARKS = ",.?!"
_SMALL = frozenset(
    {"a", "an", "the", "of", "to", "and", "in", "it", "is", "that", "so", "just", "well", "you"}
    | {"i", "we", "for", "on", "at", "be", "have", "has", "do"}
)
_TAGS = ("you know", "i mean", "like", "so", "well", "right", "okay", "look", "to be honest")


@dataclass(frozen=True, slots=True)
class Example:
    """Words to read, and which labels are right; ignored ones don't count in the loss."""

    words: list[str]
    labels: frozenset[str]
    ignored: frozenset[str] = frozenset()


def plain_words(text: str) -> list[str]:
    """The words as the spotter reads them."""
    return [word.text for word in spoken_words(text.split())]


class Varier:
    """Draws a variation of a line; `company` are neutral lines to put beside it."""

    def __init__(self, lines: Sequence[Line], seed: int) -> None:
        self._random = random.Random(seed)
        self._neutral = [
            words
            for line in lines
            if line.kind == "neutral" and 3 <= len(words := plain_words(line.text)) <= 22
        ]
        cues = [line for line in lines if line.labels and len(line.text) < 90]
        self._cues = [(plain_words(line.text), line) for line in cues]

    def vary(self, line: Line) -> Example:
        """One variation of a line."""
        draw = self._random
        words, labels, ignored = plain_words(line.text), line.labels, line.open_labels
        if draw.random() < 0.08 and len(words) > 5:
            words, ignored = self._cut(words), ignored | labels
            labels = frozenset()
        elif draw.random() < 0.15 and len(words) < 40:
            words = self._with_company(words)
        elif draw.random() < 0.06 and len(words) < 25 and not ignored:
            other, its_line = draw.choice(self._cues)
            words = words + other if draw.random() < 0.5 else other + words
            labels, ignored = labels | its_line.labels, its_line.open_labels
        if draw.random() < 0.35:
            words = [word.rstrip(_MARKS) for word in words]
        if not line.heard and draw.random() < 0.5:
            words = [new for word in words for new in self._misheard(word)] or words
        return Example(words, labels, frozenset(ignored) - labels)

    def _cut(self, words: list[str]) -> list[str]:
        return words[: self._random.randint(max(2, len(words) // 3), len(words) - 1)]

    def _with_company(self, words: list[str]) -> list[str]:
        draw = self._random
        before, after = draw.choice(self._neutral), draw.choice(self._neutral)
        which = draw.random()
        if which < 0.4:
            return before + words
        return words + after if which < 0.8 else before + words + after

    def _misheard(self, word: str) -> list[str]:
        draw = self._random
        chance = draw.random()
        if word.rstrip(_MARKS) in _SMALL and chance < 0.04:
            return []
        if chance > 0.99:
            return [*draw.choice(_TAGS).split(), word]
        if chance > 0.98 and len(word) > 4:
            at = draw.randrange(1, len(word) - 1)
            return [word[:at] + word[at + 1 :]]
        return [word]
