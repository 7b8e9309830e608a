"""Figures about a spotter: recall, precision, alarms, with 95 % intervals, and mix-ups.

In:      Outcome: what was right and what was heard in one turn.
Out:     Share (hits of tries, with its interval) by cue, by kind and over all.
Thread:  any; pure functions.
Errors:  none.
Source:  the interval is Wilson's (1927), which also serves for few tries and for none wrong.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Z = 1.96
WORDS_PER_HOUR = 150 * 60
"""A usual speaking rate, for corpora that are text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One turn of the employer: right cues, heard cues, and those that don't count."""

    kind: str
    right: frozenset[str]
    heard: frozenset[str]
    tolerated: frozenset[str] = frozenset()

    @property
    def wrong(self) -> frozenset[str]:
        """Cues heard that are not there."""
        return self.heard - self.right - self.tolerated


@dataclass(frozen=True, slots=True)
class Share:
    """So many hits of so many tries."""

    hits: int
    tries: int

    @property
    def value(self) -> float:
        return self.hits / self.tries if self.tries else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, Wilson."""
        if not self.tries:
            return math.nan, math.nan
        n, p = self.tries, self.hits / self.tries
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def recall(outcomes: Iterable[Outcome], cue: str | None = None) -> Share:
    """Of the cues that are there (or of one cue), those heard."""
    hits = tries = 0
    for outcome in outcomes:
        right = outcome.right if cue is None else outcome.right & {cue}
        tries += len(right)
        hits += len(right & outcome.heard)
    return Share(hits, tries)


def precision(outcomes: Iterable[Outcome], cue: str | None = None) -> Share:
    """Of the cues heard (or of one cue), those that are there; tolerated ones left out."""
    hits = tries = 0
    for outcome in outcomes:
        heard = outcome.heard - (outcome.tolerated - outcome.right)
        heard = heard if cue is None else heard & {cue}
        tries += len(heard)
        hits += len(heard & outcome.right)
    return Share(hits, tries)


def alarms(outcomes: Iterable[Outcome], kind: str) -> Share:
    """Of the turns of a kind without any cue, those in which one was heard."""
    turns = [outcome for outcome in outcomes if outcome.kind == kind and not outcome.right]
    return Share(sum(bool(turn.wrong) for turn in turns), len(turns))


def family_recall(outcomes: Iterable[Outcome], family: frozenset[str]) -> Share:
    """Of the turns with a cue of a family, those in which any cue of it was heard."""
    turns = [outcome for outcome in outcomes if outcome.right & family]
    return Share(sum(bool(turn.heard & family) for turn in turns), len(turns))


def mix_ups(outcomes: Iterable[Outcome]) -> list[tuple[str, str, int]]:
    """(right cue that was missed, cue heard instead, how often), most frequent first."""
    pairs = Counter(
        (right, heard)
        for outcome in outcomes
        for right in (outcome.right - outcome.heard if outcome.right else ["none"])
        for heard in outcome.wrong
    )
    return [(right, heard, count) for (right, heard), count in pairs.most_common()]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies; nan for none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def report(
    outcomes: Sequence[Outcome], families: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, Share]]:
    """All shares: table name -> row -> share."""
    cues = sorted({cue for outcome in outcomes for cue in outcome.right | outcome.heard})
    kinds = sorted({outcome.kind for outcome in outcomes if outcome.right})
    quiet = sorted({outcome.kind for outcome in outcomes if not outcome.right})
    return {
        "all": {"recall": recall(outcomes), "precision": precision(outcomes)},
        "recall by kind": {k: recall([o for o in outcomes if o.kind == k]) for k in kinds},
        "false alarms": {kind: alarms(outcomes, kind) for kind in quiet},
        "recall by family": {
            name: family_recall(outcomes, family) for name, family in families.items()
        },
        "recall by cue": {cue: recall(outcomes, cue) for cue in cues},
        "precision by cue": {cue: precision(outcomes, cue) for cue in cues},
    }
