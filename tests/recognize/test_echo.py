"""The microphone hears the loudspeaker: what the employer says never counts as the user's.

Real audio: the sample call's two channels, put together as a microphone beside a loudspeaker
in a room would hear them, through the real recogniser.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from prompter.assemble import sample
from prompter.messages import RATE_HZ, AudioBlock, Channel, Hypothesis, Word
from prompter.phrases import normal_words
from prompter.recognize.echo import EchoFilter
from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer

Pcm = npt.NDArray[np.float64]
LENGTH_S = 24.5
"""Two or three turns of each side of the sample call."""
WORDS = ["position", "filled", "candidate", "another", "budget", "morning", "together", "river"]


def heard(
    channel: Channel,
    texts: Sequence[str],
    start_s: float,
    utterance: int = 0,
    *,
    final: bool = True,
) -> Hypothesis:
    """An utterance with a word every 0.4 s."""
    words = tuple(
        Word(text, start_s + 0.4 * n, start_s + 0.4 * n + 0.35) for n, text in enumerate(texts)
    )
    return Hypothesis(channel, utterance, " ".join(texts), words, final, start_s, words[-1].end_s)


def in_room(pcm: Pcm, delay_s: float, gain: float) -> Pcm:
    """What a microphone hears of a loudspeaker: later, softer, with 0.3 s of reverberation."""
    tail = np.arange(int(0.3 * RATE_HZ))
    room = np.random.default_rng(1).standard_normal(len(tail)) * np.exp(-tail * 6.9 / len(tail))
    room *= 0.05
    room[0] = 1.0
    size = 1 << (len(pcm) + len(room)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(pcm, size) * np.fft.rfft(room, size))[: len(pcm)]
    delay = int(delay_s * RATE_HZ)
    return np.asarray(gain * np.concatenate([np.zeros(delay), wet[: len(wet) - delay]]))


@dataclass(frozen=True)
class Call:
    """The sample call's beginning: its channels, and who spoke when."""

    them: Pcm
    me: Pcm
    turns: tuple[tuple[str, float, float, str], ...]


@dataclass(frozen=True)
class Result:
    """For each ME hypothesis: as it was heard, and what was let through."""

    hypotheses: list[tuple[Hypothesis, Hypothesis | None]]

    def finals(self) -> list[Hypothesis]:
        return [out for heard, out in self.hypotheses if heard.final and out and out.text]

    def kept(self) -> list[str]:
        return [word for out in self.finals() for word in normal_words(out.text)]


@pytest.fixture(scope="module")
def call() -> Call:
    pcm, _rate = soundfile.read(sample("sample_call.flac"), frames=int(LENGTH_S * RATE_HZ))
    turns = json.loads(sample("sample_call.json").read_text(encoding="utf-8"))["turns"]
    return Call(
        pcm[:, 0],
        pcm[:, 1],
        tuple((t["speaker"], t["start_s"], t["end_s"], t["text"]) for t in turns),
    )


@pytest.fixture(scope="module")
def model(vosk_folder: Path) -> VoskModel:
    return VoskModel(vosk_folder)


def blocks(channel: Channel, pcm: Pcm) -> list[AudioBlock]:
    samples = (np.clip(pcm, -1, 1) * 32_767).astype(np.int16)
    size = RATE_HZ // 10
    return [
        AudioBlock(channel, start / RATE_HZ, samples[start : start + size])
        for start in range(0, len(samples), size)
    ]


def recognized(recognizer: VoskRecognizer, sound: list[AudioBlock]) -> list[list[Hypothesis]]:
    """What was recognised at each block, and at the end."""
    news = [recognizer.accept(block) for block in sound] + [recognizer.finish()]
    return [[item for item in items if isinstance(item, Hypothesis)] for items in news]


@pytest.fixture(scope="module")
def them_heard(call: Call, model: VoskModel) -> list[list[Hypothesis]]:
    return recognized(VoskRecognizer(model, Channel.THEM), blocks(Channel.THEM, call.them))


def listen(
    model: VoskModel, call: Call, them_heard: list[list[Hypothesis]], microphone: Pcm
) -> Result:
    """Both channels through real recognisers and the filter, as a call session would."""
    noise = np.random.default_rng(2).standard_normal(len(microphone)) * 0.003
    mine, theirs = blocks(Channel.ME, microphone + noise), blocks(Channel.THEM, call.them)
    engine = VoskRecognizer(model, Channel.ME)
    echo, result = EchoFilter(), Result([])
    for block, other, said in zip(mine, theirs, them_heard, strict=False):
        echo.sound(other)
        echo.sound(block)
        for hypothesis in said:
            echo.them(hypothesis)
        for item in engine.accept(block):
            assert isinstance(item, Hypothesis)
            result.hypotheses.append((item, echo.me(item)))
    for item in engine.finish():
        assert isinstance(item, Hypothesis)
        result.hypotheses.append((item, echo.me(item)))
    return result


@pytest.mark.parametrize(("delay_s", "gain"), [(0.06, 0.3), (0.15, 1.0)])
def test_of_a_call_on_loudspeakers_only_the_users_own_words_are_kept(
    call: Call,
    model: VoskModel,
    them_heard: list[list[Hypothesis]],
    delay_s: float,
    gain: float,
) -> None:
    result = listen(model, call, them_heard, call.me + in_room(call.them, delay_s, gain))
    echoes = sum(len(h.words) for h, _ in result.hypotheses if h.final) - len(result.kept())
    assert echoes >= 10, "the loudspeaker was not heard at all: this test shows nothing"
    for final in result.finals():
        inside = [
            who
            for who, start_s, end_s, _ in call.turns
            if start_s - 0.4 <= (final.start_s + final.end_s) / 2 <= end_s + 0.4
        ]
        assert "me" in inside or final.end_s < 3.0, f"the employer's words as the user's: {final}"
    mine = [
        word
        for who, _, end_s, text in call.turns
        if who == "me" and end_s < LENGTH_S
        for word in normal_words(text)
    ]
    assert len(set(mine) & set(result.kept())) >= 0.75 * len(set(mine)), result.kept()


def test_with_a_headset_every_word_is_kept_even_when_both_talk(
    call: Call, model: VoskModel, them_heard: list[list[Hypothesis]]
) -> None:
    both_talk = np.roll(call.me, 5 * RATE_HZ)[: 16 * RATE_HZ]
    result = listen(model, call, them_heard, both_talk)
    assert all(before is after for before, after in result.hypotheses)


def test_talking_over_the_employer_is_not_an_echo(
    call: Call, model: VoskModel, them_heard: list[list[Hypothesis]]
) -> None:
    both_talk = np.roll(call.me, 5 * RATE_HZ) + in_room(call.them, 0.1, 0.3)
    result = listen(model, call, them_heard, both_talk)
    kept = " ".join(result.kept())
    assert "last week" in kept, kept
    assert "workshop" in kept, kept
    assert "another candidate" not in kept, kept


@given(st.lists(st.sampled_from(WORDS), min_size=2, unique=True), st.floats(0.0, 0.3))
def test_the_same_words_at_the_same_time_are_an_echo(texts: list[str], lag_s: float) -> None:
    echo = EchoFilter()
    echo.them(heard(Channel.THEM, texts, 10.0))
    assert echo.is_echo(heard(Channel.ME, texts, 10.0 + lag_s))
    assert echo.me(heard(Channel.ME, texts, 10.0 + lag_s)) is None


@given(st.lists(st.sampled_from(WORDS), min_size=1, unique=True), st.floats(1.0, 20.0))
def test_repeating_the_employers_words_a_second_later_is_no_echo(
    texts: list[str], later_s: float
) -> None:
    echo = EchoFilter()
    echo.them(heard(Channel.THEM, texts, 10.0))
    mine = heard(Channel.ME, texts, 10.0 + later_s)
    assert not echo.is_echo(mine)
    assert echo.me(mine) is mine


@given(
    st.lists(st.sampled_from(WORDS), min_size=1),
    st.lists(st.sampled_from(WORDS), min_size=1),
    st.floats(0.0, 12.0),
    st.booleans(),
)
def test_nothing_is_ever_added_and_a_shown_utterance_gets_its_final(
    theirs: list[str], mine: list[str], at_s: float, shown: bool
) -> None:
    echo = EchoFilter()
    if shown:
        assert echo.me(heard(Channel.ME, mine[:1], at_s, final=False)) is not None
    echo.them(heard(Channel.THEM, theirs, 5.0))
    final = heard(Channel.ME, mine, at_s)
    out = echo.me(final)
    assert out is not None or not shown, "the user would see the partial's words for ever"
    assert out is None or (out.final and set(out.words) <= set(final.words))


def test_words_that_the_microphone_misheard_a_little_are_still_an_echo() -> None:
    echo = EchoFilter()
    said = ["the", "position", "has", "already", "been", "filled"]
    echo.them(heard(Channel.THEM, said[:3], 10.0, final=False))
    echo.them(heard(Channel.THEM, said, 10.0))
    misheard = ["the", "positions", "as", "already", "been", "fill"]
    assert echo.is_echo(heard(Channel.ME, misheard, 10.2))


def test_own_words_at_the_same_time_are_no_echo() -> None:
    echo = EchoFilter()
    echo.them(heard(Channel.THEM, ["the", "position", "has", "already", "been", "filled"], 10.0))
    mine = heard(Channel.ME, ["may", "I", "ask", "who", "you", "chose"], 10.1)
    assert echo.me(mine) is mine


def test_odd_block_lengths_and_gaps_do_not_disturb_and_a_silent_loudspeaker_has_no_echo() -> None:
    echo, rng, start_s = EchoFilter(), np.random.default_rng(3), 0.0
    for size in (1, 319, 320, 321, 0, 40 * RATE_HZ, 16_000):
        samples = rng.integers(-9000, 9000, size).astype(np.int16)
        echo.sound(AudioBlock(Channel.ME, start_s, samples))
        echo.sound(AudioBlock(Channel.THEM, start_s, samples // 2))
        start_s += size / RATE_HZ + 0.7
    echo.sound(AudioBlock(Channel.ME, start_s, rng.integers(-900, 900, 16_000).astype(np.int16)))
    echo.sound(AudioBlock(Channel.THEM, start_s, np.zeros(16_000, np.int16)))
    mine = heard(Channel.ME, ["good", "morning"], start_s + 0.1)
    assert echo.me(mine) is mine
