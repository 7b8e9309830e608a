"""The figures of a call and of all calls, on calls small enough to reckon by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prompter.messages import AskHeard, CardShown, Channel
from prompter.record.calls import (
    CallOutline,
    CallSummary,
    Outcome,
    OutlineCard,
    StoredCall,
    StoredCard,
    StoredSegment,
)
from prompter.record.figures import No, figures_of, figures_of_all, questions_in
from prompter.record.keep import Keep

THEM, ME = Channel.THEM, Channel.ME
NOW = datetime(2026, 3, 4, 13, 5, tzinfo=UTC)
SUMMARY = CallSummary(1, NOW, "Acme", "live", "", Keep.TRANSCRIPT, NOW, 60.0, 2)


def segment(channel: Channel, start_s: float, end_s: float, text: str = "well") -> StoredSegment:
    return StoredSegment(1, channel, 1, text, start_s, end_s, ())


def shown(cue: str, noes: int, cue_end_s: float, goal: str = "referral") -> CardShown:
    return CardShown("card", cue, goal, "Who else?", "why", noes, cue_end_s, cue_end_s + 0.5)


CALL = StoredCall(
    summary=SUMMARY,
    segments=(
        segment(ME, 0.0, 4.0, "Hello. Who owns this?"),
        segment(THEM, 4.0, 10.0),
        segment(ME, 12.0, 14.0, "what would have made me your first choice"),
        segment(ME, 15.0, 18.0, "I cut waste by half"),
        segment(THEM, 18.0, 20.0),
        segment(ME, 19.0, 22.0, "I see"),
    ),
    cue_hits=(),
    cards=(
        StoredCard(shown("chose_other", 1, 10.0), None),
        StoredCard(shown("on_file", 2, 20.0, "follow_up"), None),
        StoredCard(shown("on_file", 3, 21.0, "thanks"), 21.9),
    ),
    asks=(AskHeard("card", "referral", 13.0), AskHeard("card", "referral", 16.0)),
    faults=(),
)


def test_the_figures_of_a_call() -> None:
    found = figures_of(CALL)
    assert found.me_share == pytest.approx(12 / 20)
    assert found.questions == 2
    assert found.noes == (No("chose_other", 10.0, 2.0), No("on_file", 20.0, 0.0))
    assert found.past_first_no_s == pytest.approx(2 + 3 + 3)
    assert (found.asked, found.left) == (("referral",), ("follow_up",))
    assert found.monologue_s == pytest.approx(6.0)
    assert found.card_delays_s == pytest.approx((0.5, 0.5))


def test_of_a_call_without_words_only_the_cards_are_known() -> None:
    found = figures_of(StoredCall(SUMMARY, (), (), CALL.cards, CALL.asks, ()))
    unknown = (found.me_share, found.questions, found.past_first_no_s, found.monologue_s)
    assert unknown == (None, None, None, None)
    assert [no.pause_s for no in found.noes] == [None, None]
    assert found.asked == ("referral",)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Who owns this? And when?", 2),
        ("who else should i talk to", 1),
        ("thanks and could you tell me why", 1),
        ("I know what you mean", 0),
        ("Could be. I can do that.", 0),
        ("", 0),
    ],
)
def test_questions_are_counted_with_and_without_marks(text: str, questions: int) -> None:
    assert questions_in(text) == questions


def test_the_figures_of_all_calls() -> None:
    asked = OutlineCard("a", "chose_other", "referral", 1, True)
    unasked = OutlineCard("b", "on_file", "follow_up", 2, False)
    found = figures_of_all(
        (
            CallOutline(1, Outcome.MEETING, 2, 1, True, (asked, unasked)),
            CallOutline(2, Outcome.NO, 1, 1, True, (asked,)),
            CallOutline(3, Outcome.NONE, 0, 0, False, ()),
        )
    )
    assert found.noes_by_cue == (("chose_other", 2), ("on_file", 1))
    assert [(card.card, card.shown, card.asked) for card in found.cards] == [
        ("a", 2, 2),
        ("b", 1, 0),
    ]
    assert dict(found.cards[0].outcomes) == {Outcome.MEETING: 1, Outcome.NO: 1}
    assert [count for _, count in found.funnel] == [3, 2, 2, 2, 1]
