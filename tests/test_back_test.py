"""A back-test tells what a change would have heard: gains, losses, collisions, wrong ones."""

from __future__ import annotations

from prompter.back_test import back_test
from prompter.prompt.effect import Effect, TestLine, effect_lines
from prompter.spot import FusedSpotter, Phrases

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
