"""Choose the scores that cues need, on lines of writers who were kept apart from training.

Goes down from HIGHEST for every cue, always where it wins the most right cues for the false
alarms that it makes, until the allowed share of near misses or neutral lines raises an alarm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from labelled import LABELS

ALLOWED = {"near_miss": 0.045, "neutral": 0.009}
LOWEST, HIGHEST = 0.20, 0.96
STEPS = (0.02, 0.06, 0.14)
HIGHEST_MOVED = 0.993
MIXED_COST = 0.25
"""A wrong cue beside right ones counts so much of a false alarm."""

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """Lines that were held out, with the scores that they got."""

    scores: Scores
    right: Flags
    given: Flags
    kinds: npt.NDArray[np.str_]

    def alarms(self, bounds: Scores, kind: str) -> float:
        """Share of the lines of a kind that raise any cue."""
        fired = (self.scores >= bounds) & ~self.given
        return float(fired[self.kinds == kind].any(1).mean())

    def wrong_cues(self, bounds: Scores, kind: str) -> float:
        """Wrong cues a line of a kind."""
        fired = (self.scores >= bounds) & ~self.given
        return float(fired[self.kinds == kind].sum(1).mean())

    def recall(self, bounds: Scores) -> float:
        """Share of the right cues that fire."""
        return float((self.scores >= bounds)[self.right].mean())


def read_held(files: Sequence[Path]) -> Held:
    """All held-out lines of several folds; recognized ones are left out."""
    folds = [np.load(file) for file in files]
    clean = [~fold["heard"] for fold in folds]
    parts = {
        name: np.concatenate([fold[name][own] for fold, own in zip(folds, clean, strict=True)])
        for name in ("scores", "right", "given", "kinds")
    }
    return Held(**parts)


def lowered(held: Held) -> Scores:
    """One bound a cue, as low as the allowed false alarms let it be."""
    bounds = np.full(len(LABELS), HIGHEST)
    while True:
        best: tuple[float, int, float] | None = None
        fired = (held.scores >= bounds) & ~held.given
        alarmed = (fired & ~held.right).any(1)
        for column in range(len(LABELS)):
            for step in STEPS:
                lower = bounds[column] - step
                trial = bounds.copy()
                trial[column] = lower
                if lower < LOWEST or any(
                    held.alarms(trial, kind) > share for kind, share in ALLOWED.items()
                ):
                    continue
                own = held.scores[:, column]
                new = (own >= lower) & (own < bounds[column]) & ~held.given[:, column]
                wrong = new & ~held.right[:, column] & ~alarmed
                cost = np.where(held.right.any(1), MIXED_COST, 1.0)[wrong].sum() + 0.3
                value = ((new & held.right[:, column]).sum() + 0.01) / cost
                if best is None or value > best[0]:
                    best = (float(value), column, float(lower))
        if best is None:
            return bounds
        bounds[best[1]] = best[2]


def evened(bounds: Scores, held: Held, share: float = 0.25) -> Scores:
    """Drawn towards each other, since few held-out lines a cue make single bounds noisy.

    Then all moved together until the allowed false alarms are met again.
    """
    middle = (1 - share) * bounds + share * np.median(bounds)
    for shift in np.arange(-0.3, 0.3, 0.005):
        moved = np.clip(middle + shift, LOWEST, HIGHEST)
        if all(held.alarms(moved, kind) <= allowed for kind, allowed in ALLOWED.items()):
            return np.asarray(moved)
    return middle


def moved(bounds: Scores, unseen: Held) -> Scores:
    """Bounds for stronger weights: raised one by one where lines that they never learned raise
    alarms, always where that costs the fewest right cues, until the allowed share is met."""

    def excess(trial: Scores) -> float:
        """Zero when all is met; cues count a little, for a line that raises two at once."""
        return sum(
            unseen.alarms(trial, kind) / most - 1 + 0.1 * unseen.wrong_cues(trial, kind) / most
            for kind, most in ALLOWED.items()
            if unseen.alarms(trial, kind) > most
        )

    bounds = bounds.copy()
    while now := excess(bounds):
        best: tuple[float, int, float] | None = None
        for column in range(len(LABELS)):
            for step in STEPS:
                trial = bounds.copy()
                trial[column] = min(HIGHEST_MOVED, bounds[column] + step)
                lost = (unseen.recall(bounds) - unseen.recall(trial)) * unseen.right.sum()
                value = (now - excess(trial)) / (lost + 0.2 + 5 * step)
                if value > 0 and (best is None or value > best[0]):
                    best = (value, column, float(trial[column]))
        if best is None:
            return bounds
        bounds[best[1]] = best[2]
    return bounds


def chosen_bounds(files: Sequence[Path], unseen: Held) -> Mapping[str, Mapping[str, Any]]:
    """The bounds as the app reads them: see Bounds in prompter/spot/learned.py."""
    held = read_held(files)
    bounds = evened(lowered(held), held)
    for name, lines, own in (
        ("held out", held, bounds),
        ("unseen, before", unseen, bounds),
        ("unseen, moved", unseen, bounds := moved(bounds, unseen)),
    ):
        near, neutral = (lines.alarms(own, kind) for kind in ALLOWED)
        print(f"{name}: recall {lines.recall(own):.3f}, alarms {near:.3f} and {neutral:.3f}")
    return {
        label: {
            "fire": round(float(bound), 3),
            "sure": round(float(bound + 0.75 * (1 - bound)), 3),
            "agree": round(float(bound * 0.6), 3),
            "keep": round(float(bound * 0.25), 3),
        }
        for label, bound in zip(LABELS, bounds, strict=True)
    }
