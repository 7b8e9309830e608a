"""A card read aloud is known again, and other talk is not taken for it."""

from __future__ import annotations

import pytest

from prompter.phrases import normal_words
from prompter.prompt import Card, Cue
from prompter.prompt.card_said import CardSaid
from tests.prompt.ladder_steps import PLAYBOOK, spoken

CARDS = [(cue, card) for cue in PLAYBOOK.cues.values() for card in cue.cards]


@pytest.mark.parametrize(("cue", "card"), CARDS, ids=[card.id for _, card in CARDS])
def test_a_card_read_aloud_is_known_again(cue: Cue, card: Card) -> None:
    """With a filler before it and, if it isn't a very short one, the first word lost."""
    words = normal_words(card.say)
    text = " ".join(["um", *(words[1:] if len(words) > 6 else words)])
    assert CardSaid().is_said(card.say, spoken(text, 10.0)), cue.id


def test_small_talk_and_other_questions_are_no_reading_of_a_card() -> None:
    lines = [
        "Thank you, that is very kind of you to say.",
        "I was late nine times and that was my mistake.",
        "How many people are in the team, and what do they do?",
        "Yes, please go ahead, I can hear you well.",
    ]
    heard = [c.id for line in lines for _, c in CARDS if CardSaid().is_said(c.say, spoken(line, 9))]
    assert heard == []


def test_a_question_may_straddle_a_pause() -> None:
    said, say = CardSaid(), "I understand. Which manager has the most on their plate just now?"
    first, rest = (
        spoken("I understand. Which manager", 10.0),
        spoken("has the most on their plate", 11.5),
    )
    assert not said.is_said(say, first)
    said.remember(first)
    assert said.is_said(say, rest)
