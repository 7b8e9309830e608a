"""Which words of the sample call were heard in each of its rounds, and where they went missing.

A recognizer mishears words, a little differently each time: so a round is compared with the words
that it heard in all of the first rounds, in which nothing was done. One more such round tells how
many of those it may miss all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

REFERENCES = 3
"""The first rounds, without faults."""


@dataclass
class Heard:
    """Words of all finals, by channel, with their time in the call. loop_s: one round's length.

    began_s: when the first round began, on the call's clock.
    """

    loop_s: float
    began_s: float
    words: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def take(self, event: dict[str, Any]) -> None:
        """Words of a final get times by their share of it."""
        if event["type"] != "hypothesis" or not event["final"]:
            return
        words = event["text"].lower().replace(",", "").replace(".", "").split()
        step_s = (event["end_s"] - event["start_s"]) / max(1, len(words))
        heard = self.words.setdefault(event["channel"], [])
        heard += [
            (event["start_s"] + number * step_s - self.began_s, word)
            for number, word in enumerate(words)
        ]

    def round(self, number: int, channel: str) -> list[tuple[float, str]]:
        """The words of one round, with their time in it."""
        from_s = number * self.loop_s
        return [
            (at_s - from_s, word)
            for at_s, word in sorted(self.words.get(channel, []))
            if from_s <= at_s < from_s + self.loop_s
        ]

    def missing(self, number: int, channel: str) -> list[float]:
        """When, since the first round began, words were said that every clean round has and
        this one hasn't."""
        known, heard = self._sure(channel), self.round(number, channel)
        there = _found(known, heard)
        from_s = number * self.loop_s
        return [from_s + at_s for n, (at_s, _) in enumerate(known) if n not in there]

    def sure_words(self) -> int:
        """How many words of a round are heard each time when nothing is done."""
        return sum(len(self._sure(channel)) for channel in self.words)

    def _sure(self, channel: str) -> list[tuple[float, str]]:
        known = self.round(0, channel)
        for number in range(1, REFERENCES):
            there = _found(known, self.round(number, channel))
            known = [each for n, each in enumerate(known) if n in there]
        return known


def _found(known: list[tuple[float, str]], heard: list[tuple[float, str]]) -> set[int]:
    """Numbers of the known words that were heard, in their order."""
    match = SequenceMatcher(None, [w for _, w in known], [w for _, w in heard], autojunk=False)
    return {n for a, _, size in match.get_matching_blocks() for n in range(a, a + size)}
