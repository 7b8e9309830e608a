"""The call session: what listeners hear, in which order, whatever goes wrong around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from prompter.assemble import build_typed_session, playbook_of
from prompter.capture import Deliver, EndOfAudio
from prompter.errors import ModelTrouble
from prompter.messages import (
    RATE_HZ,
    AudioBlock,
    CallEvent,
    CallState,
    CardShown,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    Hypothesis,
    StateChanged,
    Word,
)
from prompter.prompt import AskLadder
from prompter.recognize.typed import TypedWords
from prompter.session import CallSession
from prompter.settings import Settings
from prompter.spot import CueSpotter, FusedSpotter, Phrases

PLAYBOOK = playbook_of(Settings())
CUES = {"chose_other": Phrases(["we went with someone else"])}


def block(start_s: float) -> AudioBlock:
    return AudioBlock(Channel.THEM, start_s, np.zeros(RATE_HZ // 10, np.int16))


class Source:
    """A live source whose blocks the test sends."""

    name, channels, live = "test", (Channel.THEM,), True

    def start(self, deliver: Deliver) -> None:
        self.send = deliver

    def stop(self) -> None:
        pass


class Recognizer:
    """Says the next of its sentences with each block; `slow_s` is its work per block."""

    name, behind_s = "test", 0.0

    def __init__(self, sentences: list[str], slow_s: float = 0.0) -> None:
        self.partials_wanted = True
        self.sentences, self.slow_s, self.closed = list(sentences), slow_s, False
        self.heard: list[float] = []

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        time.sleep(self.slow_s)
        self.heard.append(block.start_s)
        if not self.sentences:
            return []
        words = tuple(Word(w, block.start_s, block.end_s) for w in self.sentences[0].split())
        text = self.sentences.pop(0)
        if text == "BROKEN":
            raise ModelTrouble("the engine is gone")
        number = len(self.heard)
        return [Hypothesis(Channel.THEM, number, text, words, True, block.start_s, block.end_s)]

    def poll(self) -> list[Hypothesis | Fault]:
        return []

    def finish(self) -> list[Hypothesis | Fault]:
        return []

    def close(self) -> None:
        self.closed = True


class Call:
    """A session with all that its listeners heard."""

    def __init__(self, recognizer: Recognizer) -> None:
        self.events: list[CallEvent] = []
        self.source, self.recognizer = Source(), recognizer
        self.session = CallSession(
            self.source,
            {Channel.THEM: recognizer},
            CueSpotter(FusedSpotter(CUES)),
            AskLadder(PLAYBOOK),
            [self.events.append],
        )
        self.session.start()

    @property
    def faults(self) -> list[FaultKind]:
        return [event.kind for event in self.events if isinstance(event, Fault)]

    def until(self, there: Callable[[], object]) -> None:
        give_up = time.monotonic() + 10
        while not there():
            assert time.monotonic() < give_up, self.events
            time.sleep(0.005)

    def finish(self) -> None:
        self.source.send(EndOfAudio())
        assert self.session.wait(10)
        self.session.stop()


def test_words_then_cue_then_card_reach_the_listeners_in_that_order() -> None:
    call = Call(Recognizer(["sorry we went with someone else"]))
    call.source.send(block(0.0))
    call.finish()
    kinds = [type(event) for event in call.events]
    assert kinds == [StateChanged, Hypothesis, CueHit, CardShown, StateChanged]
    assert call.recognizer.closed
    assert not call.session.failed


def test_typed_words_bring_the_same_card_without_any_sound() -> None:
    events: list[CallEvent] = []
    session = build_typed_session(PLAYBOOK, [events.append])
    session.start()
    for hypothesis in TypedWords().type("I'm afraid we have gone with someone else"):
        session.hear(hypothesis)
    session.end()
    assert session.wait(10)
    cards = [event for event in events if isinstance(event, CardShown)]
    assert [card.cue for card in cards] == ["chose_other"]


def test_while_paused_nothing_is_recognised_and_listeners_are_told() -> None:
    call = Call(Recognizer(["one", "two", "three"]))
    call.source.send(block(0.0))
    call.until(lambda: call.recognizer.heard)
    call.session.pause()
    call.until(lambda: call.session.state is CallState.PAUSED)
    call.source.send(block(0.1))
    call.source.send(block(0.2))
    time.sleep(0.1)
    call.session.resume()
    call.until(lambda: call.session.state is CallState.LISTENING)
    call.source.send(block(5.0))
    call.finish()
    assert call.recognizer.heard == [0.0, 5.0]
    states = [event.state for event in call.events if isinstance(event, StateChanged)]
    assert states == [
        CallState.LISTENING, CallState.PAUSED, CallState.LISTENING, CallState.ENDED,
    ]  # fmt: skip


def test_a_recogniser_that_gives_up_is_a_fault_and_the_call_goes_on() -> None:
    call = Call(Recognizer(["BROKEN"]))
    call.source.send(block(0.0))
    call.source.send(block(0.1))
    call.finish()
    faults = [event for event in call.events if isinstance(event, Fault)]
    assert [(fault.kind, fault.text) for fault in faults] == [
        (FaultKind.RECOGNIZER_FAILED, "the engine is gone")
    ]
    assert not call.session.failed


def test_a_recogniser_that_lags_is_said_to_and_sheds_partials() -> None:
    call = Call(Recognizer([], slow_s=0.4))
    for number in range(14):
        call.source.send(block(number * 0.1))
    call.until(lambda: not call.recognizer.partials_wanted)
    call.until(lambda: FaultKind.RECOGNIZER_BEHIND in call.faults)
    call.finish()


def test_a_live_source_is_never_blocked_and_lost_sound_is_said() -> None:
    call = Call(Recognizer([], slow_s=0.05))
    started = time.monotonic()
    for number in range(800):
        call.source.send(block(number * 0.1))
    assert time.monotonic() - started < 5.0
    call.until(lambda: FaultKind.BLOCKS_DROPPED in call.faults)
    call.session.stop()


def test_stopping_twice_or_from_a_listener_does_no_harm() -> None:
    call = Call(Recognizer([]))
    call.session.stop()
    call.session.stop()
    assert call.session.state is CallState.ENDED


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_ends_the_session_and_is_not_hidden() -> None:
    shown: list[object] = []
    old, threading.excepthook = threading.excepthook, lambda args: shown.append(args.exc_value)
    try:
        recognizer = Recognizer([])
        recognizer.slow_s = "no number"  # type: ignore[assignment]
        call = Call(recognizer)
        call.source.send(block(0.0))
        assert call.session.wait(10)
        call.session.stop()
    finally:
        threading.excepthook = old
    assert call.session.failed
    assert isinstance(shown[0], TypeError)
