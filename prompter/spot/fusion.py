"""Stage 3, spot: what phrases and the learned spotter make of one utterance together.

In:      the words of an utterance so far, as the recogniser gave them.
Out:     Evidence per cue, with how far it may be trusted.
Thread:  the session's; no I/O.
Errors:  none; without a learned spotter the phrases serve alone.
Source:  the learned score judges, since it knows "we have not gone with anyone" from the real
         thing; a user's own phrase needs no judge. Figures: docs/cues.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from prompter.phrases import Token, normalize, without_repeats
from prompter.spot.learned import Bounds, Reading
from prompter.spot.phrase_spotter import Match, Phrases, PhraseSpotter
from prompter.spot.spoken import SpokenWord, spoken_words

MAX_PHRASE_WORDS = 60
"""Phrases are looked for in the newest words only; older ones were looked at before."""


class Trust(IntEnum):
    """How far evidence may be trusted; each step includes those before it."""

    KEPT = 1
    """Enough to leave a hit of an earlier partial standing."""
    FINAL = 2
    """Enough for a hit, once the words are final."""
    STABLE = 3
    """Enough for a hit on a partial, when the next one says so too."""
    CERTAIN = 4
    """Enough for a hit on any partial, unless the words before say otherwise."""
    AT_ONCE = 5
    """Enough for a hit on any partial, whatever was said before."""


class Learned(Protocol):
    """A spotter that scores every label it knows; LearnedSpotter is one."""

    @property
    def labels(self) -> tuple[str, ...]: ...

    @property
    def bounds(self) -> Mapping[str, Bounds]: ...

    def read(self, words: Sequence[SpokenWord]) -> list[Reading]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words first to last (inclusive) say `label`; score 0 to 1; by: for people."""

    label: str
    trust: Trust
    first: int
    last: int
    score: float
    by: str


class FusedSpotter:
    """Weighs phrases and the learned spotter for the cues of a playbook.

    phrases: every cue that is on; one that isn't there is off. shipped: the phrases that come
    with the program: they only support the learned spotter; all others fire by themselves.
    """

    def __init__(
        self,
        phrases: Mapping[str, Phrases],
        learned: Learned | None = None,
        shipped: Mapping[str, Phrases] | None = None,
    ) -> None:
        self._learned = learned
        self._on = frozenset(phrases)
        judged = frozenset(learned.labels) if learned is not None else frozenset()
        known = {
            label: frozenset(own.phrases) if label in judged else frozenset()
            for label, own in (shipped or {}).items()
        }
        self._own = PhraseSpotter(_part(phrases, known, shipped=False))
        self._supporting = PhraseSpotter(_part(phrases, known, shipped=True))

    def spot(self, words: Sequence[str]) -> list[Evidence]:
        """The evidence for each cue, in the order in which the cues ended."""
        tokens = _tokens(words)
        own, vetoes = self._own.hear(tokens)
        found = {match.label: _by_phrase(match, tokens) for match in own}
        if self._learned is not None:
            supporting = {match.label: match for match in self._supporting.spot(tokens)}
            for reading in self._readings(self._learned, words, _vetoed_words(vetoes, tokens)):
                if reading.label not in found:
                    bounds = self._learned.bounds[reading.label]
                    support = supporting.get(reading.label)
                    evidence = _weighed(reading, bounds, support, tokens)
                    if evidence is not None:
                        found[reading.label] = evidence
        return sorted(found.values(), key=lambda evidence: (evidence.last, -evidence.score))

    def by_phrases(self, words: Sequence[str]) -> tuple[list[Match], list[Match], list[Match]]:
        """All that phrases say: those that fire, those that veto, those that support.

        Where they say the same, `spot` says the same of the same cues.
        """
        tokens = _tokens(words)
        return *self._own.hear(tokens), self._supporting.spot(tokens)

    def _readings(
        self, learned: Learned, words: Sequence[str], vetoed: Mapping[str, set[int]]
    ) -> list[Reading]:
        """Readings by word of the source; a vetoed cue is read without the words that veto it."""
        spoken = spoken_words(words)
        kept = []
        for reading in learned.read(spoken):
            own, source = reading, spoken
            if reading.label not in self._on:
                continue
            if reading.label in vetoed:
                source = [word for word in spoken if word.word not in vetoed[reading.label]]
                again = [r for r in learned.read(source) if r.label == reading.label]
                if not again:
                    continue
                own = again[0]
            first, last = source[own.first].word, source[own.last].word
            kept.append(Reading(own.label, own.score, first, last))
        return kept


def _tokens(words: Sequence[str]) -> Sequence[Token]:
    return without_repeats(normalize(list(words)))[-MAX_PHRASE_WORDS:]


def _by_phrase(match: Match, tokens: Sequence[Token]) -> Evidence:
    first, last = tokens[match.first].word, tokens[match.last].word
    return Evidence(match.label, Trust.AT_ONCE, first, last, match.score, f"phrase: {match.by}")


def _vetoed_words(vetoes: Sequence[Match], tokens: Sequence[Token]) -> dict[str, set[int]]:
    """By cue, the words of do-not-trigger phrases."""
    words: dict[str, set[int]] = {}
    for veto in vetoes:
        own = {tokens[at].word for at in range(veto.first, veto.last + 1)}
        words.setdefault(veto.label, set()).update(own)
    return words


def _weighed(
    reading: Reading, bounds: Bounds, support: Match | None, tokens: Sequence[Token]
) -> Evidence | None:
    """What a reading is worth, and more so where a shipped phrase says the same."""
    by, first, last = f"learned: {reading.score:.2f}", reading.first, reading.last
    if support is not None and reading.score >= bounds.agree:
        trust = Trust.AT_ONCE
        by = f"{by}, phrase: {support.by}"
        first, last = tokens[support.first].word, tokens[support.last].word
    elif reading.score >= bounds.certain:
        trust = Trust.CERTAIN
    elif reading.score >= bounds.sure:
        trust = Trust.STABLE
    elif reading.score >= bounds.fire:
        trust = Trust.FINAL
    elif reading.score >= bounds.keep:
        trust = Trust.KEPT
    else:
        return None
    return Evidence(reading.label, trust, first, last, reading.score, by)


def _part(
    phrases: Mapping[str, Phrases], known: Mapping[str, frozenset[str]], *, shipped: bool
) -> dict[str, Phrases]:
    """Of each cue the phrases that are shipped, or those that are not; and what vetoes them."""
    return {
        label: Phrases(
            [p for p in own.phrases if (p in known.get(label, frozenset())) is shipped],
            own.never,
        )
        for label, own in phrases.items()
    }
