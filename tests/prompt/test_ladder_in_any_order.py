"""Whatever happens in a call, in any order: never twice, never after a stop, never too often."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.messages import AskHeard, CallEvent, CardDismissed, CardShown, CueWithdrawn, UserAct
from prompter.prompt import AskLadder, Family, Goal
from prompter.prompt.ladder_tables import COUNTED
from prompter.prompt.playbook import CUES
from tests.prompt.ladder_steps import hit, ladder, spoken

Event = tuple[str, list[str], float]


def events(*kinds: str) -> st.SearchStrategy[list[Event]]:
    """What may happen in a call: its kind, the cues in it, the seconds before it."""
    cues = st.lists(st.sampled_from(sorted(CUES)), min_size=1, max_size=3)
    return st.lists(
        st.tuples(st.sampled_from(["cues", *kinds]), cues, st.floats(0.1, 60.0)), max_size=30
    )


def heard(steps: AskLadder, cues: list[str], utterance: int, now: float) -> list[CardShown]:
    hits = [replace(hit(cue, now), utterance=utterance) for cue in cues]
    card = steps.hear(hits, now)
    return [card] if card else []


@settings(deadline=None)
@given(events("said", "act", "taken back"), st.data())
def test_no_order_of_events_repeats_an_ask_or_asks_after_a_hard_stop(
    call: list[Event], data: st.DataObject
) -> None:
    steps, now, called_by = ladder(), 0.0, ("", 0)
    shown, asked = list[str](), set[str]()
    stopped = False
    for number, (kind, cues, wait) in enumerate(call):
        now += wait
        new: list[CallEvent] = []
        if kind == "cues":
            new += heard(steps, cues, number, now)
        elif kind == "said":
            goal = data.draw(st.sampled_from(list(Goal)))
            new += steps.said(spoken("zebra zebra zebra zebra", now), [goal], now)
        elif kind == "act":
            new += steps.act(data.draw(st.sampled_from(list(UserAct))), now)
        else:
            if taken := steps.withdraw(CueWithdrawn(*called_by, now), now):
                shown.remove(taken.card)
            stopped = False if called_by[0] == "hard_stop" else stopped
        for event in new:
            if isinstance(event, AskHeard):
                assert event.goal not in asked
                asked.add(event.goal)
            elif isinstance(event, CardShown):
                assert not stopped
                assert event.card not in shown
                assert event.goal not in asked or event.goal == Goal.THANKS
                shown.append(event.card)
                stopped = CUES[event.cue] is Family.HARD_STOP
                called_by = (event.cue, number) if kind == "cues" else called_by


@settings(deadline=None)
@given(events("act", "taken back"), st.data())
def test_no_order_of_events_asks_more_than_three_times_after_a_no(
    call: list[Event], data: st.DataObject
) -> None:
    """Cards that the user passed over, or that were taken back, are no asks."""
    steps, now, called_by = ladder(), 0.0, ("", 0)
    asks = list[CardShown]()
    acts = [UserAct.NEXT, UserAct.DISMISS, UserAct.PIN, UserAct.MARK]
    for number, (kind, cues, wait) in enumerate(call):
        now += wait
        new: list[CallEvent] = []
        gone = ""
        if kind == "cues":
            new += heard(steps, cues, number, now)
        elif kind == "act":
            last = steps.last_card
            new += steps.act(data.draw(st.sampled_from(acts)), now)
            replaced = last and any(isinstance(e, CardShown | CardDismissed) for e in new)
            gone = last.card if last and replaced else ""
        elif taken := steps.withdraw(CueWithdrawn(*called_by, now), now):
            gone = taken.card
        asks = [card for card in asks if card.card != gone]
        for card in new:
            if isinstance(card, CardShown):
                called_by = (card.cue, number) if kind == "cues" else called_by
                if card.noes and CUES[card.cue] in COUNTED and card.goal != Goal.THANKS:
                    asks.append(card)
        assert len(asks) <= 3
