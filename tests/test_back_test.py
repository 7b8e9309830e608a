"""A back-test tells what a change would have heard: gains, losses, collisions, wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from prompter import paths
from prompter.assemble import phrases_of, shipped_playbook
from prompter.back_test import ReadOnce, back_test, differ_by_phrases
from prompter.playbook_workshop import EXAMPLES
from prompter.prompt.effect import Effect, TestLine, effect_lines
from prompter.spot import FusedSpotter, Phrases, load_learned
from prompter.spot.corpus import read_corpus

NONE: frozenset[str] = frozenset()
LINES = [
    TestLine("we plumped for a rival", "call 1, 0:10"),
    TestLine("we plumped for a rival and it is closed now", "call 2, 0:20"),
    TestLine("they plumped for a rival airline", "example", NONE),
    TestLine("it is closed now", "example", frozenset({"position_filled"})),
]


def spotter(**cues: tuple[tuple[str, ...], tuple[str, ...]]) -> FusedSpotter:
    return FusedSpotter({cue: Phrases(phrases, never) for cue, (phrases, never) in cues.items()})


NOW = spotter(chose_other=(("gone with someone",), ()), position_filled=(("is closed",), ()))


def tried(changed: FusedSpotter) -> Effect:
    effect = back_test(NOW, changed, LINES)
    assert effect is not None
    assert effect.lines == len(LINES)
    return effect


def test_a_new_phrase_gains_lines_and_tells_which_are_wrong_or_hold_another_cue() -> None:
    effect = tried(
        spotter(
            chose_other=(("gone with someone", "plumped for a rival"), ()),
            position_filled=(("is closed",), ()),
        )
    )
    assert [change.line.where for change in effect.gained] == [
        "call 1, 0:10", "call 2, 0:20", "example",
    ]  # fmt: skip
    assert [change.right for change in effect.gained] == [None, None, False]
    assert [change.beside for change in effect.collisions] == [("position_filled",)]
    assert len(effect.wrong) == 1
    assert not effect.lost


def test_a_veto_that_costs_a_labelled_cue_is_called_wrong() -> None:
    effect = tried(
        spotter(
            chose_other=(("gone with someone",), ()),
            position_filled=(("is closed",), ("is closed now",)),
        )
    )
    assert [change.right for change in effect.lost] == [None, False]
    assert "Wrong, going by the examples: 1" in effect_lines(effect)


def test_no_change_says_so() -> None:
    assert effect_lines(tried(NOW))[1:] == ["Nothing changes in them."]


def test_it_can_be_cancelled_after_any_line() -> None:
    done: list[int] = []

    def goes_on(lines: int) -> bool:
        done.append(lines)
        return lines < 2

    assert back_test(NOW, NOW, LINES, goes_on) is None
    assert done == [0, 1, 2]


SHIPPED = phrases_of(shipped_playbook())
EXAMPLE_LINES = [
    TestLine(turn.text, call.id, turn.labels)
    for call in read_corpus(paths.shipped(EXAMPLES))
    for turn in call.turns
]


def with_cue(cue: str, *, more: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> Phrases:
    own = SHIPPED[cue]
    return replace(own, phrases=(*own.phrases, *more), never=(*own.never, *never))


@pytest.mark.parametrize(
    "changed",
    [
        {"chose_other": with_cue("chose_other", more=("with the", "to the", "of the"))},
        {"chose_other": with_cue("chose_other", never=("someone else", "gone with", "the job"))},
        {cue: replace(own, phrases=("never ever said",)) for cue, own in SHIPPED.items()},
        {
            "closing": with_cue("closing", never=("thank you", "good luck")),
            "gatekeeper": with_cue("gatekeeper", more=("send it", "with the")),
        },
    ],
    ids=["broad phrases", "broad vetoes", "shipped phrases gone", "two cues"],
)
def test_hearing_only_lines_in_which_phrases_differ_finds_what_hearing_all_of_them_finds(
    changed: Mapping[str, Phrases],
) -> None:
    learned, why = load_learned(paths.shipped("models/cues"))
    assert learned is not None, why
    shared, new = ReadOnce(learned), {**SHIPPED, **changed}
    one, other = (FusedSpotter(phrases, shared, SHIPPED) for phrases in (SHIPPED, new))
    may_differ = differ_by_phrases(SHIPPED, new, shared, SHIPPED)
    all_of_them = back_test(one, other, EXAMPLE_LINES)
    assert all_of_them is not None
    assert all_of_them.gained or all_of_them.lost
    assert back_test(one, other, EXAMPLE_LINES, may_differ=may_differ) == all_of_them
    assert not all(may_differ(line.text) for line in EXAMPLE_LINES)


def test_a_cue_that_is_switched_off_may_differ_in_any_line() -> None:
    fewer = {cue: own for cue, own in SHIPPED.items() if cue != "declined"}
    assert differ_by_phrases(SHIPPED, fewer, None, SHIPPED)("good morning")
