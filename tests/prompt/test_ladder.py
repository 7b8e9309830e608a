"""The ask ladder: one right card at a time, at most three noes, then thanks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from prompter.assemble import playbook_of
from prompter.messages import CardShown, Channel, CueHit, Hypothesis, Word
from prompter.prompt import AskLadder, Family, Goal
from prompter.prompt.playbook import CUES
from prompter.settings import Settings

PLAYBOOK = playbook_of(Settings())
NO_CUES = [cue for cue, family in CUES.items() if family is Family.NO]


def hit(cue: str, at_s: float, score: float = 1.0) -> CueHit:
    return CueHit(cue, Channel.THEM, 0, "words", at_s - 0.5, at_s, score, "phrase: x", True)


def spoken(text: str, at_s: float) -> Hypothesis:
    words = tuple(Word(word, at_s - 1.0, at_s) for word in text.split())
    return Hypothesis(Channel.ME, int(at_s * 1000), text, words, True, at_s - 1.0, at_s)


def ladder(**sheet: str) -> AskLadder:
    return AskLadder(PLAYBOOK, sheet)


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


def test_closing_shows_the_referral_ask_the_last_chance() -> None:
    card = ladder().hear([hit("closing", 50.0)], 50.0)
    assert card is not None
    assert card.goal == Goal.REFERRAL


def test_closing_after_a_referral_was_asked_does_not_ask_again() -> None:
    steps = ladder()
    steps.said(spoken("Who else should I talk to?", 20.0), ["referral"], 20.0)
    card = steps.hear([hit("closing", 50.0)], 50.0)
    assert card is not None
    assert card.goal != Goal.REFERRAL


def test_a_card_stays_long_enough_to_be_read() -> None:
    steps = ladder()
    assert steps.hear([hit("send_resume", 10.0)], 10.0)
    assert steps.hear([hit("gatekeeper", 11.0)], 11.0) is None


def test_a_rejection_breaks_in_on_a_lesser_card() -> None:
    steps = ladder()
    assert steps.hear([hit("gatekeeper", 10.0)], 10.0)
    card = steps.hear([hit("declined", 11.0)], 11.0)
    assert card is not None
    assert card.cue == "declined"


def test_going_on_about_the_same_thing_brings_no_second_card() -> None:
    steps = ladder()
    assert steps.hear([hit("salary", 10.0)], 10.0)
    assert steps.hear([hit("salary", 18.0)], 18.0) is None


def test_the_gravest_of_two_cues_wins() -> None:
    card = ladder().hear([hit("closing", 9.0), hit("position_filled", 8.0, 0.9)], 9.5)
    assert card is not None
    assert card.cue == "position_filled"


def test_slots_are_filled_from_the_call_sheet_or_left_out() -> None:
    sheet = dict.fromkeys(
        ("company", "person", "role", "idea", "proof", "time1", "time2", "number", "name"), "Zebra"
    )
    shown = [
        card
        for cue in PLAYBOOK.cues
        for words in (sheet, {})
        if (card := ladder(**words).hear([hit(cue, 5.0)], 5.0))
    ]
    assert len(shown) == 2 * len(PLAYBOOK.cues)
    assert any("Zebra" in card.say for card in shown)
    assert not any("{" in card.say for card in shown)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(sorted(CUES)), min_size=1, max_size=3),
            st.floats(0.1, 60.0),
        ),
        max_size=25,
    )
)
def test_no_order_of_cues_repeats_a_card_or_asks_after_a_hard_stop(
    events: list[tuple[list[str], float]],
) -> None:
    steps, now, shown = ladder(), 0.0, list[CardShown]()
    stopped = False
    for cues, wait in events:
        now += wait
        card = steps.hear([hit(cue, now) for cue in cues], now)
        if card:
            assert not stopped
            shown.append(card)
        stopped = stopped or "hard_stop" in cues
    assert len({card.card for card in shown}) == len(shown)
    asks_after_noes = [c for c in shown if CUES[c.cue] is Family.NO and c.goal != Goal.THANKS]
    assert len(asks_after_noes) <= 3
