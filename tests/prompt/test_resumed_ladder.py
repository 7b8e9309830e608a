"""A call that was cut off goes on: the ladder asks for nothing twice and forgets no refusal."""

from __future__ import annotations

from prompter import assemble
from prompter.messages import AskHeard, CardShown, Channel, CueHit
from prompter.prompt import AskLadder
from prompter.settings import Settings

BOOK = assemble.playbook_of(Settings())


def hit(cue: str, utterance: int) -> CueHit:
    return CueHit(cue, Channel.THEM, utterance, cue, 0.0, 1.0, 0.95, "test", True)


def first_card() -> CardShown:
    card = AskLadder(BOOK).hear([hit("chose_other", 1)], 1.0)
    assert card is not None
    return card


def test_a_card_that_was_shown_before_does_not_come_again() -> None:
    before = first_card()
    ladder = AskLadder(BOOK)
    ladder.remember([before])
    again = ladder.hear([hit("chose_other", 1)], 1.0)
    assert again is not None
    assert again.card != before.card
    assert again.noes == before.noes + 1, "the noes are counted on"


def test_what_was_asked_before_is_not_asked_for_again() -> None:
    before = first_card()
    ladder = AskLadder(BOOK)
    ladder.remember([before, AskHeard(before.card, before.goal, 2.0)])
    again = ladder.hear([hit("chose_other", 1)], 1.0)
    assert again is None or again.goal != before.goal


def test_after_a_hard_stop_nothing_is_asked_in_the_rest_either() -> None:
    stop = next(cue.id for cue in BOOK.cues.values() if cue.family.value == "hard_stop")
    thanks = AskLadder(BOOK).hear([hit(stop, 1)], 1.0)
    assert thanks is not None
    ladder = AskLadder(BOOK)
    ladder.remember([thanks])
    assert ladder.hear([hit("chose_other", 1)], 30.0) is None


def test_cards_of_a_playbook_that_was_changed_meanwhile_do_no_harm() -> None:
    ladder = AskLadder(BOOK)
    ladder.remember([CardShown("gone", "gone", "meeting", "Say", "why", 2, 1.0, 1.0)])
    assert ladder.noes == 2
