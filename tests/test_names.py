"""What cues, goals and cards are called where people read them."""

from __future__ import annotations

from prompter.names import card_name, cue_name, goal_name
from prompter.prompt.playbook import CUES, Goal


def test_every_cue_and_goal_has_a_name_without_underscores() -> None:
    names = [*map(cue_name, CUES), *map(goal_name, Goal)]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "_" in name or name in CUES]


def test_a_cue_is_called_as_the_overlay_calls_it() -> None:
    assert cue_name("chose_other") == "They chose someone else"


def test_what_nobody_knows_any_more_is_told_in_words() -> None:
    assert cue_name("no_budget") == "No budget"
    assert card_name("mine") == "Mine"


def test_a_card_is_told_by_its_cue_and_what_it_asks_for() -> None:
    assert card_name("declined-follow_up") == "They said no: A date to follow up"
    assert card_name("declined-feedback-short") == "They said no: Honest feedback (short)"
