"""What the user says and does reaches the ladder through the session, and the listeners hear it."""

from __future__ import annotations

import threading

from prompter.assemble import build_typed_session, playbook_of
from prompter.messages import (
    AskHeard,
    CallEvent,
    CallState,
    CardDismissed,
    CardPinned,
    CardShown,
    Channel,
    MomentMarked,
    Nudge,
    StateChanged,
    UserAct,
)
from prompter.recognize.typed import TypedWords
from prompter.session import CallSession
from prompter.settings import Settings

PLAYBOOK = playbook_of(Settings())
NO = "I'm afraid we have gone with someone else"


def call(events: list[CallEvent]) -> CallSession:
    session = build_typed_session(PLAYBOOK, [events.append])
    session.start()
    return session


def say(session: CallSession, channel: Channel, text: str, at_s: float = 0.0) -> None:
    voice = TypedWords(channel)
    voice.clock_s = at_s
    for hypothesis in voice.type(text):
        session.hear(hypothesis)


def finish(session: CallSession) -> None:
    session.end()
    assert session.wait(10)
    assert not session.failed


def test_acts_from_another_thread_are_done_in_order_and_told() -> None:
    events: list[CallEvent] = []
    session = call(events)
    say(session, Channel.THEM, NO)

    def clicks() -> None:
        for act in (UserAct.NEXT, UserAct.PIN, UserAct.ASKED, UserAct.MARK, UserAct.DISMISS):
            session.act(act)

    clicking = threading.Thread(target=clicks)
    clicking.start()
    clicking.join()
    finish(session)
    acts = (CardShown, CardPinned, AskHeard, MomentMarked, CardDismissed)
    told = [type(event) for event in events if isinstance(event, acts)]
    assert told == [CardShown, CardShown, CardPinned, AskHeard, MomentMarked, CardDismissed]


def test_a_moment_can_be_marked_while_the_call_is_paused() -> None:
    events: list[CallEvent] = []
    session = call(events)
    session.pause()
    session.act(UserAct.MARK)
    say(session, Channel.THEM, NO)
    finish(session)
    assert StateChanged(CallState.PAUSED, 0.0) in events
    assert any(isinstance(event, MomentMarked) for event in events)
    assert not any(isinstance(event, CardShown) for event in events)


def test_an_act_after_the_end_does_no_harm() -> None:
    session = call([])
    finish(session)
    session.act(UserAct.NEXT)
    session.stop()


def test_what_the_user_asks_is_ticked_off() -> None:
    events: list[CallEvent] = []
    session = call(events)
    say(session, Channel.THEM, NO)
    say(session, Channel.ME, "I understand. Who else should I talk to?", at_s=10.0)
    finish(session)
    (card,) = [event for event in events if isinstance(event, CardShown)]
    (ask,) = [event for event in events if isinstance(event, AskHeard)]
    assert (ask.goal, ask.card) == ("referral", "")
    assert card.goal != "referral"


def test_talking_on_after_a_no_brings_a_nudge() -> None:
    events: list[CallEvent] = []
    session = call(events)
    say(session, Channel.THEM, NO)
    say(session, Channel.ME, "and then I also did many other things there " * 7, at_s=10.0)
    finish(session)
    told = [event.over for event in events if isinstance(event, Nudge)]
    assert told == [False, True]
