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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prompter.phrases import GAP_WORDS, Token, Variant, variants
from prompter.spot.run_index import Place, RunIndex, negations

CONDITIONS = frozenset({"if", "unless", "whether", "suppose", "supposing", "had"})
_TURNERS = frozenset({"not", "never"})
"""Of the negations, those that turn what follows; "no, we are not hiring" is none."""
_ASKING = frozenset({"did", "do", "does"})
_SAYING = frozenset({"say", "tell", "mention", "hear"})
ASKED_REACH = 6
"""Words before a match in which "did they say" makes it somebody's words, in doubt."""
NEGATION_REACH = 2
"""Words before a match in which a "not" turns it round: "we have not [yet] filled it"."""
CONDITION_REACH = 4
"""Words before a match in which an "if" makes it hypothetical."""
_THRESHOLD_NEVER = 95
"""A do-not-trigger phrase must be there nearly to the letter: it is often a cue with one
word before it, and any word would do at a lower score."""


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


class PhraseSpotter:
    """Finds labels by their phrases. Built once; `spot` may be called from any thread."""

    def __init__(self, phrases: Mapping[str, Phrases], *, turned: bool = True) -> None:
        """turned: whether a "not" or an "if" before a match takes it back."""
        self._turns = turned
        wordings = [
            _Wording(label, phrase, runs, never)
            for label, own in phrases.items()
            for texts, never in ((own.phrases, False), (own.never, True))
            for phrase in texts
            for runs in variants(phrase)
        ]
        self._index = RunIndex(run for wording in wordings for run in wording.runs)
        self._starting: dict[int, list[_Wording]] = defaultdict(list)
        for wording in wordings:
            self._starting[self._index.numbers[wording.runs[0]]].append(wording)

    def spot(self, tokens: Sequence[Token]) -> list[Match]:
        """The best match of each label, in the order in which they end."""
        return self.hear(tokens)[0]

    def hear(self, tokens: Sequence[Token]) -> tuple[list[Match], list[Match]]:
        """What `spot` gives, and the do-not-trigger phrases that are there."""
        words = [token.text for token in tokens]
        places = self._index.places(words)
        matches, vetoes, turned = [], [], []
        for number in places:
            for wording in self._starting.get(number, ()):
                for first, last, score in self._chains(wording.runs, places, words):
                    match = Match(wording.label, first, last, score / 100, wording.phrase)
                    if wording.never and score >= _THRESHOLD_NEVER:
                        vetoes.append(match)
                    elif not wording.never and not (self._turns and _turned(words, match)):
                        matches.append(match)
                    elif not wording.never and score >= _THRESHOLD_NEVER:
                        turned.append(match)
        best: dict[str, Match] = {}
        for match in matches:
            own_not = negations(words[match.first : match.last + 1])  # it means what it says
            against = vetoes if own_not else vetoes + turned
            if (match.label not in best or best[match.label].score < match.score) and not any(
                v.label == match.label and _overlap(v, match) for v in against
            ):
                best[match.label] = match
        return sorted(best.values(), key=lambda match: (match.last, -match.score)), vetoes

    def _chains(
        self, runs: Variant, places: Mapping[int, list[Place]], words: Sequence[str]
    ) -> list[Place]:
        """Ways to place the runs one after another, with at most a gap between them.

        A "not" in the gap would turn the phrase round, so there is none.
        """
        chains = places.get(self._index.numbers[runs[0]], [])
        for run in runs[1:]:
            chains = [
                (start, last, min(score, score_here))
                for start, before, score in chains
                for first, last, score_here in places.get(self._index.numbers[run], [])
                if 1 <= first - before <= GAP_WORDS + 1 and not negations(words[before + 1 : first])
            ]
        return chains


def _turned(words: Sequence[str], match: Match) -> bool:
    """True when the words before a match negate it, doubt it or make it hypothetical."""
    before = words[max(0, match.first - CONDITION_REACH) : match.first]
    return (
        _negated(words, match.first)
        or any(word in CONDITIONS for word in before)
        or _asked(words[max(0, match.first - ASKED_REACH) : match.first])
    )


def _negated(words: Sequence[str], first: int) -> bool:
    """A "not" just before; but "why don't you" invites."""
    return any(
        words[at] in _TURNERS and list(words[max(0, at - 2) : at]) != ["why", "do"]
        for at in range(max(0, first - NEGATION_REACH), first)
    )


def _asked(before: Sequence[str]) -> bool:
    """ "did they say", "do you hear": what follows is asked about, not said."""
    asking = [at for at, word in enumerate(before) if word in _ASKING]
    return bool(asking) and any(word in _SAYING for word in before[asking[0] :])


def _overlap(one: Match, other: Match) -> bool:
    return one.first <= other.last and other.first <= one.last
