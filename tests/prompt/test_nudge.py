"""Twenty seconds of talk after a no bring a nudge to pause, once, until the employer has spoken."""

from __future__ import annotations

import pytest

from prompter.messages import Channel, CueHit, Hypothesis
from prompter.prompt import TalkNudge

NO = CueHit("declined", Channel.THEM, 0, "no", 1.0, 2.0, 1.0, "phrase: no", True)


def talk(
    channel: Channel, start_s: float, end_s: float, utterance: int = 1, *, final: bool = False
) -> Hypothesis:
    return Hypothesis(channel, utterance, "words", (), final, start_s, end_s)


def refused() -> TalkNudge:
    nudge = TalkNudge({"declined"})
    assert nudge.hear(talk(Channel.THEM, 0.0, 2.0, final=True), [NO]) == []
    return nudge


def test_talk_of_over_twenty_seconds_after_a_no_brings_one_nudge() -> None:
    nudge = refused()
    heard = [nudge.hear(talk(Channel.ME, 3.0, 3.0 + s), []) for s in range(1, 40)]
    ((told,),) = [nudges for nudges in heard if nudges]
    assert (told.text, told.at_s, told.over) == ("Pause. Let them speak.", 23.0, False)
    assert told.me_share == pytest.approx(20 / 22)


def test_pausing_ends_the_nudge_and_going_on_brings_no_second_one() -> None:
    nudge = refused()
    assert nudge.hear(talk(Channel.ME, 3.0, 24.0), [])
    (over,) = nudge.hear(talk(Channel.ME, 3.0, 25.0, final=True), [])
    assert over.over
    assert nudge.hear(talk(Channel.ME, 26.0, 60.0, 2), []) == []


def test_once_the_employer_has_spoken_a_new_monologue_is_a_new_one() -> None:
    nudge = refused()
    assert nudge.hear(talk(Channel.ME, 3.0, 24.0), [])
    (over,) = nudge.hear(talk(Channel.THEM, 24.0, 25.0, 2), [])
    assert over.over
    assert nudge.hear(talk(Channel.ME, 26.0, 45.0, 2), []) == []
    assert nudge.hear(talk(Channel.ME, 26.0, 46.0, 2), [])


def test_a_breath_between_two_utterances_is_no_pause() -> None:
    nudge = refused()
    assert nudge.hear(talk(Channel.ME, 3.0, 13.0, final=True), []) == []
    assert nudge.hear(talk(Channel.ME, 14.0, 22.0, 2), []) == []
    assert nudge.hear(talk(Channel.ME, 14.0, 23.5, 2), [])


def test_without_a_no_or_with_real_pauses_nobody_is_nudged() -> None:
    free = TalkNudge({"declined"})
    assert free.hear(talk(Channel.ME, 0.0, 60.0), []) == []
    nudge = refused()
    for number in range(6):
        start_s = 3.0 + 20.0 * number
        assert nudge.hear(talk(Channel.ME, start_s, start_s + 15.0, number, final=True), []) == []


def test_the_users_share_of_the_talk_counts_each_second_once() -> None:
    nudge = TalkNudge({"declined"})
    assert nudge.me_share == 0.0
    for end_s in (1.0, 2.0, 3.0):
        nudge.hear(talk(Channel.THEM, 0.0, end_s), [])
    nudge.hear(talk(Channel.THEM, 0.0, 3.0, final=True), [])
    nudge.hear(talk(Channel.ME, 4.0, 5.0, final=True), [])
    assert nudge.me_share == pytest.approx(0.25)
