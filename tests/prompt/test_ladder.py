"""The ask ladder: one right card at a time, at most three asks after a no, then thanks."""

from __future__ import annotations

from prompter.messages import AskHeard, CardWithdrawn, CueWithdrawn, UserAct
from prompter.prompt import Goal
from tests.prompt.ladder_steps import NO_CUES, hit, ladder, spoken


def test_a_no_brings_a_card_that_asks_for_something() -> None:
    card = ladder().hear([hit("chose_other", 10.0)], 10.4)
    assert card is not None
    assert (card.cue, card.noes, card.cue_end_s, card.at_s) == ("chose_other", 1, 10.0, 10.4)
    assert card.say.count("?") == 1


def test_each_no_moves_down_the_ladder_and_no_card_comes_twice() -> None:
    steps = ladder()
    cards = [
        steps.hear([hit(cue, at)], at)
        for cue, at in [("chose_other", 10), ("experience", 60), ("no_openings", 120)]
    ]
    shown = [card for card in cards if card]
    assert [card.noes for card in shown] == [1, 2, 3]
    assert len({card.card for card in shown}) == 3
    assert len({card.goal for card in shown}) == 3


def test_after_three_noes_there_is_only_thanks() -> None:
    steps = ladder()
    for number, cue in enumerate(NO_CUES[:3]):
        steps.hear([hit(cue, 30.0 * number)], 30.0 * number)
    card = steps.hear([hit(NO_CUES[3], 200.0)], 200.0)
    assert card is not None
    assert card.goal == Goal.THANKS


def test_reasons_given_in_one_refusal_count_as_one_no() -> None:
    steps = ladder()
    steps.hear([hit("chose_other", 10.0), hit("experience", 10.0)], 10.0)
    steps.hear([hit("location", 13.0)], 13.0)
    assert steps.noes == 1


def test_a_hard_stop_shows_thanks_and_nothing_after_it() -> None:
    steps = ladder()
    card = steps.hear([hit("hard_stop", 5.0)], 5.0)
    assert card is not None
    assert card.goal == Goal.THANKS
    assert "?" not in card.say
    assert steps.hear([hit("chose_other", 60.0)], 60.0) is None


def test_after_the_thanks_no_more_noes_bring_cards() -> None:
    steps = ladder()
    cards = [steps.hear([hit(cue, 30.0 * n)], 30.0 * n) for n, cue in enumerate(NO_CUES[:6], 1)]
    assert [card.goal if card else "" for card in cards[3:]] == [Goal.THANKS, "", ""]


def test_reasons_that_the_user_asked_for_are_no_new_no_but_bring_the_next_card() -> None:
    steps = ladder()
    steps.hear([hit("declined", 10.0)], 10.0)
    steps.said(spoken("Thank you. May I ask what was missing?", 15.0), ["feedback"], 15.0)
    card = steps.hear([hit("experience", 25.0)], 25.0)
    assert card is not None
    assert (card.cue, card.noes) == ("experience", 1)


def test_an_invitation_after_a_no_is_taken_and_a_no_after_an_invitation_counts() -> None:
    invited = ladder().hear([hit("position_filled", 8.0), hit("meeting_offer", 9.0)], 9.5)
    refused = ladder().hear([hit("meeting_offer", 8.0), hit("position_filled", 9.0)], 9.5)
    assert invited is not None
    assert refused is not None
    assert (invited.cue, refused.cue) == ("meeting_offer", "position_filled")


def test_a_reason_brings_a_better_card_than_a_bare_no() -> None:
    card = ladder().hear([hit("declined", 9.0), hit("experience", 9.0, 0.8)], 9.5)
    assert card is not None
    assert card.cue == "experience"


def test_a_goal_that_the_user_asked_in_other_words_is_not_offered() -> None:
    steps = ladder()
    asked = steps.said(spoken("Could I come by for ten minutes?", 5.0), ["meeting"], 5.0)
    assert asked == [AskHeard("", Goal.MEETING, 5.0)]
    card = steps.hear([hit("no_openings", 10.0)], 10.0)
    assert card is not None
    assert card.goal == Goal.OWNER


def test_asking_twice_is_told_once() -> None:
    steps = ladder()
    assert steps.said(spoken("Who decides?", 5.0), ["owner"], 5.0)
    assert steps.said(spoken("Who decides, then?", 9.0), ["owner"], 9.0) == []


def test_once_the_name_is_asked_the_gatekeeper_card_goes_on_to_the_hour() -> None:
    steps = ladder()
    first = steps.hear([hit("gatekeeper", 10.0)], 10.0)
    assert first is not None
    asked = steps.said(spoken(first.say, 14.0), [], 14.0)
    second = steps.hear([hit("gatekeeper", 16.0)], 16.0)
    assert [(ask.card, ask.goal) for ask in asked] == [(first.card, Goal.OWNER)]
    assert second is not None
    assert second.goal == Goal.BEST_HOUR


def test_with_a_meeting_agreed_nothing_else_is_asked_for_at_the_end() -> None:
    steps = ladder()
    steps.hear([hit("meeting_offer", 10.0)], 10.0)
    steps.said(spoken("Which day suits you?", 15.0), ["day_and_time"], 15.0)
    card = steps.hear([hit("closing", 40.0)], 40.0)
    assert card is not None
    assert card.goal == Goal.THANKS


def test_a_voicemail_brings_a_script_with_a_timer_that_nothing_lesser_replaces() -> None:
    steps = ladder(name="Ann Lee", number="five five five")
    card = steps.hear([hit("voicemail", 5.0)], 5.0)
    assert card is not None
    assert card.timer_s == 35.0
    text = " ".join(card.script)
    assert "Ann Lee" in text
    assert text.count("five five five") == 2
    assert steps.hear([hit("closing", 25.0)], 25.0) is None
    other = ladder().hear([hit("salary", 5.0)], 5.0)
    assert other is not None
    assert (other.timer_s, other.script) == (None, ())


def test_without_a_call_sheet_the_script_says_where_the_own_words_go() -> None:
    card = ladder().hear([hit("voicemail", 5.0)], 5.0)
    assert card is not None
    assert sum("[your number" in line for line in card.script) == 2


def test_a_no_that_was_none_is_forgotten_with_its_card() -> None:
    steps = ladder()
    card = steps.hear([hit("declined", 5.0)], 5.0)
    assert card is not None
    gone = steps.withdraw(CueWithdrawn("declined", 0, 6.0), 6.0)
    assert gone == CardWithdrawn(card.card, "declined", 6.0)
    assert steps.noes == 0
    assert steps.act(UserAct.DISMISS, 7.0) == []
    again = steps.hear([hit("declined", 8.0)], 8.0)
    assert again is not None
    assert (again.card, again.noes) == (card.card, 1)


def test_a_hard_stop_that_was_none_lets_the_call_go_on() -> None:
    steps = ladder()
    steps.hear([hit("hard_stop", 5.0)], 5.0)
    assert steps.withdraw(CueWithdrawn("hard_stop", 0, 6.0), 6.0)
    assert steps.hear([hit("declined", 9.0)], 9.0)
