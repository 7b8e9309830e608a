"""The bridge carries messages from any thread to the windows: all of them, and in order."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from prompter.messages import (
    AskHeard,
    CallEvent,
    CallState,
    CardWithdrawn,
    Channel,
    Level,
    StateChanged,
)
from prompter.ui.bridge import FRAME_MS, LEVEL_MS, Bridge
from tests.ui.sample_messages import card, cue_hit, fault, hypothesis

MANY = 5_000
"""PySide6 6.12.0 aborts the process after some 570 emits."""


class Told:
    """Remembers what the bridge tells, and on which thread."""

    def __init__(self, bridge: Bridge) -> None:
        self.events: list[CallEvent] = []
        self.threads: set[int] = set()
        for signal in (
            bridge.hypothesis_heard,
            bridge.cue_heard,
            bridge.card_shown,
            bridge.card_withdrawn,
            bridge.ask_heard,
            bridge.fault_met,
            bridge.state_changed,
        ):
            signal.connect(self._remember)

    def _remember(self, event: CallEvent) -> None:
        self.events.append(event)
        self.threads.add(threading.get_ident())


@pytest.fixture
def bridge(qtbot: QtBot) -> Bridge:
    """A bridge whose far end is this thread."""
    assert qtbot is not None
    return Bridge()


def on_another_thread(bridge: Bridge, messages: Sequence[CallEvent]) -> threading.Thread:
    """Send them from a thread, as a call session does."""

    def send() -> None:
        for message in messages:
            bridge.take(message)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_five_thousand_messages_from_a_thread_all_arrive_in_order_on_the_windows_thread(
    bridge: Bridge, qtbot: QtBot
) -> None:
    told = Told(bridge)
    sent = [card(f"Question {number}?") for number in range(MANY)]
    thread = on_another_thread(bridge, sent)
    qtbot.waitUntil(lambda: len(told.events) == MANY, timeout=30_000)
    thread.join()
    assert told.events == sent
    assert told.threads == {threading.get_ident()}


def test_every_kind_of_message_comes_through(bridge: Bridge, qtbot: QtBot) -> None:
    told = Told(bridge)
    sent: list[CallEvent] = [
        StateChanged(CallState.LISTENING, 0.0),
        hypothesis("we went with someone else"),
        cue_hit("someone else", first=3),
        card(),
        AskHeard("chose_other-feedback", "feedback", 4.0),
        CardWithdrawn("chose_other-feedback", "chose_other", 5.0),
        fault(),
    ]
    on_another_thread(bridge, sent).join()
    qtbot.waitUntil(lambda: len(told.events) == len(sent))
    assert told.events == sent


def test_captions_that_come_faster_than_the_screen_are_merged_and_the_last_one_is_shown(
    bridge: Bridge, qtbot: QtBot
) -> None:
    told = Told(bridge)
    words = "word " * 100
    partials = [hypothesis(words[: 5 * count]) for count in range(1, 100)]
    on_another_thread(bridge, partials).join()
    qtbot.waitUntil(lambda: partials[-1] in told.events)
    qtbot.wait(3 * FRAME_MS)
    assert told.events == [partials[-1]]


def test_merging_never_loses_a_sentence_nor_lets_a_cue_overtake_its_words(
    bridge: Bridge, qtbot: QtBot
) -> None:
    told = Told(bridge)
    first = hypothesis("we went with someone else", utterance=1, final=True)
    second = hypothesis("good luck", utterance=2)
    sent: list[CallEvent] = [
        hypothesis("we went", utterance=1),
        first,
        cue_hit("someone else", first=3),
        second,
    ]
    on_another_thread(bridge, sent).join()
    qtbot.waitUntil(lambda: second in told.events)
    assert told.events == [first, cue_hit("someone else", first=3), second]


def test_of_levels_that_come_too_fast_the_loudest_of_each_channel_is_told(
    bridge: Bridge, qtbot: QtBot
) -> None:
    told: list[Level] = []
    bridge.level_heard.connect(told.append)
    for peak in (0.1, 0.9, 0.2):
        for channel in Channel:
            bridge.take(Level(channel, peak, 1.0))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(2 * LEVEL_MS)
    assert told == [Level(channel, 0.9, 1.0) for channel in Channel]


def test_a_level_that_comes_later_is_told_too(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[Level] = []
    bridge.level_heard.connect(told.append)
    for number in (1, 2):
        bridge.take(Level(Channel.THEM, 0.5 / number, float(number)))
        qtbot.waitUntil(lambda: len(told) == number)  # noqa: B023 - waited for at once
    assert told[-1] == Level(Channel.THEM, 0.25, 2.0)
