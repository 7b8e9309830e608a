"""What the user does with a card is done, and changes what comes next."""

from __future__ import annotations

from prompter.messages import AskHeard, CardDismissed, CardPinned, CardShown, MomentMarked, UserAct
from prompter.prompt import Goal
from tests.prompt.ladder_steps import NO_CUES, PLAYBOOK, hit, ladder


def test_another_card_comes_for_the_same_cue_until_there_is_none() -> None:
    steps = ladder()
    first = steps.hear([hit("chose_other", 10.0)], 10.0)
    assert first is not None
    seen = [first]
    while events := steps.act(UserAct.NEXT, 11.0):
        (event,) = events
        assert isinstance(event, CardShown)
        seen.append(event)
    assert {card.cue for card in seen} == {"chose_other"}
    assert {card.card for card in seen} == {card.id for card in PLAYBOOK.cues["chose_other"].cards}
    assert seen[1].goal != first.goal


def test_a_card_put_away_is_gone_and_was_no_ask() -> None:
    steps = ladder()
    for number, cue in enumerate(NO_CUES[:3], 1):
        card = steps.hear([hit(cue, 30.0 * number)], 30.0 * number)
        assert card is not None
        away = steps.act(UserAct.DISMISS, 30.0 * number + 1)
        assert away == [CardDismissed(card.card, 30.0 * number + 1)]
        assert steps.act(UserAct.DISMISS, 30.0 * number + 2) == []
    card = steps.hear([hit("closing", 200.0)], 200.0)
    assert card is not None
    assert card.goal != Goal.THANKS, "three cards put away are no asks"


def test_a_held_card_gives_way_to_a_hard_stop_only() -> None:
    steps = ladder()
    card = steps.hear([hit("send_resume", 5.0)], 5.0)
    assert card is not None
    assert steps.act(UserAct.PIN, 6.0) == [CardPinned(card.card, True, 6.0)]
    assert steps.hear([hit("declined", 30.0)], 30.0) is None
    assert steps.noes == 1
    assert steps.act(UserAct.PIN, 31.0) == [CardPinned(card.card, False, 31.0)]
    assert steps.act(UserAct.PIN, 32.0) == [CardPinned(card.card, True, 32.0)]
    stop = steps.hear([hit("hard_stop", 40.0)], 40.0)
    assert stop is not None
    assert stop.cue == "hard_stop"


def test_asking_for_another_card_lets_the_held_one_go() -> None:
    steps = ladder()
    card = steps.hear([hit("send_resume", 5.0)], 5.0)
    assert card is not None
    steps.act(UserAct.PIN, 6.0)
    let_go, other = steps.act(UserAct.NEXT, 7.0)
    assert let_go == CardPinned(card.card, False, 7.0)
    assert isinstance(other, CardShown)


def test_a_card_ticked_by_hand_is_asked_and_a_moment_can_always_be_marked() -> None:
    steps = ladder()
    assert steps.act(UserAct.ASKED, 1.0) == []
    card = steps.hear([hit("send_resume", 5.0)], 5.0)
    assert card is not None
    assert steps.act(UserAct.ASKED, 6.0) == [AskHeard(card.card, card.goal, 6.0)]
    assert steps.act(UserAct.ASKED, 7.0) == []
    assert steps.act(UserAct.MARK, 8.0) == [MomentMarked(8.0)]
