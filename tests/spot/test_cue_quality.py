"""The cue spotter must not get worse unseen: a fixed half of the test lines, as text.

The figures are those of the shipped weights and playbook; `make bench-cues` measures all lines.
After a change for the better, set them anew.
"""

from __future__ import annotations

import pytest

from prompter import assemble
from prompter.prompt import load_playbook
from prompter.spot.corpus import Call, read_corpus
from prompter.spot.figures import Outcome, alarms, recall
from tests.bench.cues import TEST, by_spotter, outcomes_of

RECALL, NEAR_MISS_ALARMS, NEUTRAL_ALARMS = 0.87, 0.03, 0.00
MARGIN = 0.02
"""Other processors round int8 sums otherwise: a few lines may go either way."""


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    half: list[Call] = read_corpus(TEST)[::2]
    fused, note = assemble.fused_spotter(load_playbook(assemble.sample("playbook.toml")))
    assert note is None, note
    return outcomes_of(by_spotter(fused), half)


def test_as_many_cues_are_heard_as_before(outcomes: list[Outcome]) -> None:
    assert recall(outcomes).value >= RECALL - MARGIN


@pytest.mark.parametrize(
    ("kind", "before"), [("near_miss", NEAR_MISS_ALARMS), ("neutral", NEUTRAL_ALARMS)]
)
def test_no_more_false_alarms_are_raised_than_before(
    outcomes: list[Outcome], kind: str, before: float
) -> None:
    assert alarms(outcomes, kind).value <= before + MARGIN
