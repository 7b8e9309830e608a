"""Phrases and the learned spotter together: who judges, who only supports, who vetoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from prompter.spot import FusedSpotter, Phrases, Trust
from prompter.spot.learned import Bounds, Reading
from prompter.spot.spoken import SpokenWord

SHIPPED = {"chose_other": Phrases(["we went with someone else"]), "salary": Phrases(["too much"])}


class Scores:
    """A learned spotter that gives the scores it is told, over all words."""

    labels = ("chose_other", "salary")
    bounds: Mapping[str, Bounds] = dict.fromkeys(labels, Bounds(0.6, 0.8, 0.4, 0.3))

    def __init__(self, **scores: float) -> None:
        self._scores = scores

    def read(self, words: Sequence[SpokenWord]) -> list[Reading]:
        return [
            Reading(label, score, 0, len(words) - 1)
            for label, score in self._scores.items()
            if words
        ]


def trusts(spotter: FusedSpotter, text: str) -> dict[str, Trust]:
    return {found.label: found.trust for found in spotter.spot(text.split())}


@pytest.mark.parametrize(
    ("score", "trust"),
    [
        (0.99, Trust.CERTAIN),
        (0.9, Trust.STABLE),
        (0.7, Trust.FINAL),
        (0.35, Trust.KEPT),
        (0.1, None),
    ],
)
def test_the_learned_score_alone_decides_how_far_a_cue_is_trusted(
    score: float, trust: Trust | None
) -> None:
    spotter = FusedSpotter(SHIPPED, Scores(chose_other=score), SHIPPED)
    assert trusts(spotter, "it has gone another way").get("chose_other") == trust


def test_a_shipped_phrase_fires_at_once_when_the_learned_spotter_does_not_object() -> None:
    spotter = FusedSpotter(SHIPPED, Scores(chose_other=0.45), SHIPPED)
    (found,) = spotter.spot(["well", "we", "went", "with", "someone", "else"])
    assert (found.trust, found.first, found.last) == (Trust.AT_ONCE, 1, 5)
    assert found.by == "learned: 0.45, phrase: we went with someone else"


def test_a_shipped_phrase_in_a_near_miss_does_not_fire() -> None:
    spotter = FusedSpotter(SHIPPED, Scores(chose_other=0.05), SHIPPED)
    assert trusts(spotter, "last year we went with someone else") == {}


def test_a_phrase_of_the_users_own_fires_at_once_whatever_the_learned_spotter_says() -> None:
    own = {"chose_other": Phrases(["we went with someone else", "the ship has sailed"])}
    spotter = FusedSpotter(own, Scores(chose_other=0.0), SHIPPED)
    assert trusts(spotter, "sorry the ship has sailed") == {"chose_other": Trust.AT_ONCE}


def test_a_cue_of_the_users_own_fires_by_its_phrases() -> None:
    own = {**SHIPPED, "dress_code": Phrases(["you will need a suit"])}
    spotter = FusedSpotter(own, Scores(chose_other=0.0), SHIPPED)
    assert trusts(spotter, "and you will need a suit") == {"dress_code": Trust.AT_ONCE}


def test_a_cue_that_is_not_in_the_playbook_is_off() -> None:
    spotter = FusedSpotter({"salary": SHIPPED["salary"]}, Scores(chose_other=0.99), SHIPPED)
    assert trusts(spotter, "we went with someone else") == {}


def test_a_do_not_trigger_phrase_takes_its_words_from_the_learned_spotter() -> None:
    never = {"chose_other": Phrases(["we went with someone else"], never=["the other caterer"])}
    spotter = FusedSpotter(never, Scores(chose_other=0.99), SHIPPED)
    assert trusts(spotter, "the other caterer") == {}
    assert trusts(spotter, "no the role went elsewhere") == {"chose_other": Trust.CERTAIN}


def test_without_a_learned_spotter_shipped_phrases_serve_alone() -> None:
    spotter = FusedSpotter(SHIPPED, None, SHIPPED)
    assert trusts(spotter, "we went with someone else") == {"chose_other": Trust.AT_ONCE}
