"""The phrase spotter hears a playbook's phrases, and nothing that only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompter.phrases import normalize
from prompter.spot import Match, Phrases, PhraseSpotter

SPOTTER = PhraseSpotter(
    {
        "chose_other": Phrases(
            ["we (went|have gone) with (someone|somebody) else", "offered ... another candidate"],
            never=["glad we went with someone else"],
        ),
        "salary": Phrases(["our pay rate is fixed"]),
        "overqualified": Phrases(["you are overqualified"]),
        "no_openings": Phrases(["we are not hiring"]),
    }
)

WORDS = ["we", "went", "with", "someone", "else", "not", "if", "another", "offered"]


def spot(text: str) -> list[Match]:
    return SPOTTER.spot(normalize(text.split()))


def labels(text: str) -> list[str]:
    return [match.label for match in spot(text)]


@pytest.mark.parametrize(
    "text",
    [
        "we went with someone else",
        "I'm afraid we've gone with somebody else for this one.",
        "well um we uh went with someone else you know",
        "so we went with some one else",
        "we offered it to another candidate",
        "we offered the job to another candidate yesterday",
    ],
)
def test_wordings_recogniser_slips_and_gaps_are_heard(text: str) -> None:
    assert labels(text) == ["chose_other"]


@pytest.mark.parametrize(
    "text",
    [
        "we have not gone with someone else",
        "if we went with someone else we would tell you",
        "you are not overqualified",
        "I wouldn't say you are overqualified",
        "we are hiring",
        "I'm glad we went with someone else's caterer",
        "we offered coffee and cake and tea to them and another candidate",
        "we separate them at a fixed pay desk",
        "we offered it and not to another candidate",
        "did they say we went with someone else",
        "",
        "uh",
    ],
)
def test_negated_hypothetical_vetoed_and_scattered_words_are_not(text: str) -> None:
    assert labels(text) == []


def test_a_negation_inside_a_phrase_is_part_of_it() -> None:
    assert labels("no we're not hiring") == ["no_openings"]


def test_a_negation_further_away_belongs_to_something_else() -> None:
    assert labels("I am not going to lie we went with someone else") == ["chose_other"]


def test_two_cues_in_one_breath_come_in_the_order_they_end() -> None:
    found = spot("you are overqualified and we went with someone else")
    assert [match.label for match in found] == ["overqualified", "chose_other"]
    assert (found[1].first, found[1].last) == (4, 8)
    assert found[1].by == "we (went|have gone) with (someone|somebody) else"


@given(
    st.lists(
        st.sampled_from(
            ["we", "went", "with", "someone", "else", "not", "if", "another", "offered"]
        )
    )
)
def test_every_match_lies_inside_the_words_and_scores_at_most_one(words: list[str]) -> None:
    for match in SPOTTER.spot(normalize(words)):
        assert 0 <= match.first <= match.last < len(words)
        assert 0.8 < match.score <= 1.0
