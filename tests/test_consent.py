"""The stricter end decides what is suggested, and each rule names its source."""

from __future__ import annotations

import pytest

from prompter.consent import Place, Rule, load_rules, suggest

RULES = load_rules()


def place(name: str) -> Place:
    return next(each for each in RULES.places if each.name == name)


@pytest.mark.parametrize(
    ("here", "there", "keep"),
    [
        ("New York", "Texas", "transcript"),
        ("New York", "California", "cards"),
        ("California", "New York", "cards"),
        ("Washington", "Canada", "cards"),
        ("United Kingdom", "Victoria", "transcript"),
        ("United Kingdom", "New South Wales", "cards"),
        ("California", "A country of the European Union", "nothing"),
        ("Another place", "New York", "nothing"),
    ],
)
def test_the_stricter_of_two_places_decides(here: str, there: str, keep: str) -> None:
    found = suggest(place(here), place(there))
    assert found.keep == keep
    assert suggest(place(there), place(here)).keep == keep
    assert {line.split(":")[0] for line in found.sources} == {here, there}


def test_until_both_places_are_chosen_no_word_is_kept() -> None:
    assert suggest(None, place("Texas")).keep == "cards"


def test_every_place_has_a_source_and_none_is_there_twice() -> None:
    assert all(each.source for each in RULES.places)
    names = [each.name for each in RULES.places]
    assert len(names) == len(set(names))


def test_all_states_of_the_united_states_and_australia_are_there() -> None:
    groups = [each.group for each in RULES.places]
    assert (groups.count("United States"), groups.count("Australia")) == (51, 8)


def test_about_a_dozen_states_want_everybody_to_agree() -> None:
    strict = [p for p in RULES.places if p.group == "United States" and p.rule is Rule.ALL]
    assert 10 <= len(strict) <= 14


def test_the_sentence_asks_a_question() -> None:
    assert RULES.sentence.endswith("is that all right with you?")
    assert RULES.read_on.count("-") == 2
