"""One microphone hears both sides of the call: each sentence goes to who said it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Hypothesis, Word
from prompter.recognize.models import find_model, install_model
from prompter.recognize.moonshine_engine import MoonshineRecognizer
from prompter.recognize.speaker import (
    SpeakerJudge,
    Vector,
    Voice,
    VoicePrint,
    Voices,
    enrol,
)
from prompter.recognize.speakerphone import SpeakerphoneRecognizer
from prompter.recognize.vosk_engine import VoskModel, VoskVoices
from tests.bench.room import Pcm, from_loudspeaker, microphone, near
from tests.bench.speakers import lines_of, voices_on_file

ME, THEM = np.eye(8)[0], np.eye(8)[1]
VOICES: dict[str, Vector | None] = {
    "silence": None, "me": ME, "them": THEM, "unsure": ME * 0.47 + THEM * 0.88, "short": None,
}  # fmt: skip
CODES = list(VOICES)
"""In the scripted sound, each sample is the number of who speaks."""
TURN_S, SPOKEN_S = 4.0, 2.5


class ScriptedVoices:
    """Tells the voice from the scripted sound; mixed or missing sound has none."""

    def voice(self, samples: npt.NDArray[np.int16]) -> Voice | None:
        codes = {int(code) for code in samples} - {0}
        vector = VOICES[CODES[codes.pop()]] if len(codes) == 1 else None
        return None if vector is None else Voice(vector, 2.0)


class ScriptedWords:
    """A recogniser that gives a partial after 1 and 2 s of each turn, and the final at 3 s."""

    name = "scripted"
    behind_s = 0.0

    def __init__(self, texts: list[str]) -> None:
        self.partials_wanted = True
        self.texts, self.closed = texts, False
        self.faults: list[Hypothesis | Fault] = []

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        turn = int(block.start_s // TURN_S)
        into_s = round(block.start_s - turn * TURN_S, 3)
        news = {1.0: (1.0, False), 2.0: (2.0, False), 3.0: (SPOKEN_S, True)}.get(into_s)
        if news is None:
            return self.faults
        start_s, (length_s, final) = turn * TURN_S, news
        words = (Word(self.texts[turn], start_s, start_s + length_s),)
        return [
            Hypothesis(
                Channel.ME, turn, self.texts[turn], words, final, start_s, start_s + length_s
            )
        ]

    def poll(self) -> list[Hypothesis | Fault]:
        return []

    def finish(self) -> list[Hypothesis | Fault]:
        return []

    def close(self) -> None:
        self.closed = True


def attributed(turns: list[tuple[str, str]]) -> list[Hypothesis]:
    """All that comes out of turns of (text, who speaks)."""
    words = ScriptedWords([text for text, _ in turns])
    judge = SpeakerJudge(VoicePrint(ME, 20.0))
    recognizer = SpeakerphoneRecognizer(words, ScriptedVoices(), judge)
    out: list[Hypothesis | Fault] = []
    for turn, (_, who) in enumerate(turns):
        for tenth in range(int(TURN_S * 10)):
            code = CODES.index(who) if tenth < SPOKEN_S * 10 else 0
            samples = np.full(RATE_HZ // 10, code, np.int16)
            out += recognizer.accept(AudioBlock(Channel.ME, turn * TURN_S + tenth / 10, samples))
    return [item for item in out if isinstance(item, Hypothesis)]


def shown(hypotheses: list[Hypothesis]) -> list[tuple[Channel, int, str, bool]]:
    return [(h.channel, h.utterance, h.text, h.final) for h in hypotheses]


def test_each_utterance_goes_to_its_speaker_with_numbers_of_its_own() -> None:
    out = attributed([("hello", "them"), ("morning", "me"), ("sorry", "them"), ("why", "me")])
    assert [(h.channel, h.utterance, h.text) for h in out if h.final and h.text] == [
        (Channel.THEM, 0, "hello"),
        (Channel.ME, 0, "morning"),
        (Channel.THEM, 2, "sorry"),
        (Channel.ME, 1, "why"),
    ]
    assert not any(h.doubtful for h in out)


def test_the_employers_partials_show_at_once_after_the_employer() -> None:
    assert shown(attributed([("hello", "them")])) == [
        (Channel.THEM, 0, "hello", False),
        (Channel.THEM, 0, "hello", False),
        (Channel.THEM, 0, "hello", True),
    ]


def test_after_the_user_partials_wait_until_the_voice_is_known_and_not_for_the_final() -> None:
    out = attributed([("morning", "me"), ("sorry", "them")])
    assert shown(out)[-2:] == [
        (Channel.THEM, 1, "sorry", False),
        (Channel.THEM, 1, "sorry", True),
    ]


def test_the_users_partial_that_was_shown_as_the_employers_is_taken_back() -> None:
    assert shown(attributed([("morning", "me")])) == [
        (Channel.THEM, 0, "morning", False),
        (Channel.THEM, 0, "", True),
        (Channel.ME, 0, "morning", False),
        (Channel.ME, 0, "morning", True),
    ]


def test_a_doubtful_utterance_is_the_employers_and_marked() -> None:
    out = attributed([("yes", "short"), ("perhaps", "unsure"), ("morning", "me")])
    finals = [h for h in out if h.final and h.text]
    assert [(h.channel, h.doubtful) for h in finals] == [
        (Channel.THEM, True),
        (Channel.THEM, True),
        (Channel.ME, False),
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["me", "them", "unsure", "short"]), max_size=6))
def test_every_utterance_of_a_channel_has_one_final_and_numbers_count_up(who: list[str]) -> None:
    out = attributed([("word", name) for name in who])
    for channel in Channel:
        finals = [h.utterance for h in out if h.channel is channel and h.final]
        assert finals == list(range(len(finals)))
        assert {h.utterance for h in out if h.channel is channel} == set(finals)
    assert sum(h.final and bool(h.text) for h in out) == len(who), "a word was lost"


def test_a_fault_of_the_engine_is_passed_on_and_closing_closes_it() -> None:
    fault = Fault(FaultKind.RECOGNIZER_FAILED, "It stopped.", 1.0, Channel.THEM)
    words = ScriptedWords([])
    words.faults = [fault]
    judge = SpeakerJudge(VoicePrint(ME, 20.0))
    recognizer = SpeakerphoneRecognizer(words, ScriptedVoices(), judge)
    recognizer.partials_wanted = False
    assert not words.partials_wanted, "a lagging call must be able to shed partials"
    out = recognizer.accept(AudioBlock(Channel.ME, 0.0, np.zeros(1600, np.int16)))
    assert [getattr(item, "text", "") for item in out] == ["It stopped."]
    recognizer.close()
    assert words.closed


@pytest.fixture(scope="module")
def voices(vosk_folder: Path) -> Voices:
    install_model("vosk-spk")
    return VoskVoices(VoskModel(vosk_folder), find_model("vosk-spk", engine="vosk-speaker"))


def spoken(voice: str, part: str, numbers: list[int]) -> Pcm:
    """Lines of a test voice, and a second of silence after each."""
    lines = lines_of(voices_on_file(voice)[0], part)
    return np.concatenate([np.append(lines[n], np.zeros(RATE_HZ)) for n in numbers])


def test_with_real_models_each_side_of_a_speakerphone_call_gets_its_own_sentences(
    voices: Voices,
) -> None:
    me = enrol(microphone(near(spoken("heart", "enrolment", [0, 1]))), voices)
    words = MoonshineRecognizer(Channel.THEM, live=False)
    recognizer = SpeakerphoneRecognizer(words, voices, SpeakerJudge(me))
    turns = [
        from_loudspeaker(spoken("joe", "lines", [8])),
        near(spoken("heart", "lines", [11])),
    ]
    samples = microphone(np.concatenate(turns))
    out: list[Hypothesis | Fault] = []
    for start in range(0, len(samples), RATE_HZ // 10):
        piece = samples[start : start + RATE_HZ // 10]
        out += recognizer.accept(AudioBlock(Channel.ME, start / RATE_HZ, piece))
    out += recognizer.finish()
    recognizer.close()
    finals = [h for h in out if isinstance(h, Hypothesis) and h.final]
    text = {c: " ".join(h.text for h in finals if h.channel is c).lower() for c in Channel}
    assert "first choice" in text[Channel.ME], text
    assert "sorry to say" in text[Channel.THEM], text
    assert "sorry" not in text[Channel.ME], text
