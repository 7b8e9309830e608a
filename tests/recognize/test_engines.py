"""Both real engines hear the spoken test lines; Moonshine's child may die and is made anew."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import jiwer
import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from prompter.errors import ModelTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Hypothesis
from prompter.phrases import normal_words
from prompter.recognize import Recognizer, choose
from prompter.recognize.moonshine_engine import MoonshineRecognizer, spread
from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer

SPEECH = Path(__file__).parent.parent / "speech"
LINES = json.loads((SPEECH / "lines.json").read_text())["files"][0]["lines"][:5]
BLOCK = RATE_HZ // 10
WORST_ERROR = {"moonshine": 0.15, "vosk": 0.45}
"""Word error rates on five phone-quality lines; BENCHMARKS.md has the measured ones."""


def speech() -> npt.NDArray[np.int16]:
    pcm, rate_hz = soundfile.read(SPEECH / "joe.flac", dtype="int16")
    until = round((LINES[-1]["end_s"] + 1.0) * rate_hz)
    return np.asarray(soxr.resample(pcm[:until], rate_hz, RATE_HZ))


def blocks(samples: npt.NDArray[np.int16], from_s: float = 0.0) -> Iterator[AudioBlock]:
    for start in range(0, len(samples), BLOCK):
        yield AudioBlock(Channel.THEM, from_s + start / RATE_HZ, samples[start : start + BLOCK])


def heard(recognizer: Recognizer, all_blocks: Iterator[AudioBlock]) -> list[Hypothesis | Fault]:
    items = [item for block in all_blocks for item in recognizer.accept(block)]
    items += recognizer.finish()
    recognizer.close()
    return items


@pytest.fixture(params=["moonshine", "vosk"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def recognizer(engine: str, vosk_folder: Path) -> Recognizer:
    if engine == "vosk":
        return VoskRecognizer(VoskModel(vosk_folder), Channel.THEM)
    made = MoonshineRecognizer(Channel.THEM, live=False)
    made.wait_until_ready()
    return made


def test_an_engine_hears_phone_speech_in_order_with_times(
    recognizer: Recognizer, engine: str
) -> None:
    items = heard(recognizer, blocks(speech(), from_s=100.0))
    hypotheses = [item for item in items if isinstance(item, Hypothesis)]
    assert len(hypotheses) == len(items), "no faults"
    finals = [item for item in hypotheses if item.final]
    said = " ".join(normal_words(" ".join(line["text"] for line in LINES)))
    got = " ".join(normal_words(" ".join(final.text for final in finals)))
    assert jiwer.wer(said, got) <= WORST_ERROR[engine]
    assert [final.utterance for final in finals] == sorted({f.utterance for f in finals})
    assert abs(finals[0].start_s - (100.0 + LINES[0]["start_s"])) < 0.6
    assert abs(finals[-1].end_s - (100.0 + LINES[-1]["end_s"])) < 0.8
    for hypothesis in hypotheses:
        times = [round(t, 6) for word in hypothesis.words for t in (word.start_s, word.end_s)]
        assert times == sorted(times)
        assert " ".join(word.text for word in hypothesis.words) == hypothesis.text
    for before, after in pairwise(hypotheses):
        same = before.utterance == after.utterance and not after.final
        assert not (same and before.text == after.text), "an unchanged partial"


def test_partials_come_while_a_line_is_spoken(recognizer: Recognizer) -> None:
    partials = [
        item
        for block in blocks(speech()[: round(LINES[0]["end_s"] * RATE_HZ)])
        for item in recognizer.accept(block)
        if isinstance(item, Hypothesis) and not item.final
    ]
    recognizer.close()
    assert len(partials) >= 3


def test_after_a_long_pause_words_keep_their_place_in_the_call(recognizer: Recognizer) -> None:
    first = speech()[: round((LINES[0]["end_s"] + 0.3) * RATE_HZ)]
    both = [*blocks(first), *blocks(first, from_s=300.0)]
    finals = [
        item
        for item in heard(recognizer, iter(both))
        if isinstance(item, Hypothesis) and item.final
    ]
    assert finals[0].end_s < 10.0
    assert finals[-1].start_s > 300.0


def test_silence_is_heard_as_nothing(recognizer: Recognizer) -> None:
    items = heard(recognizer, blocks(np.zeros(RATE_HZ * 5, np.int16)))
    assert [item for item in items if isinstance(item, Hypothesis) and item.text] == []


def test_a_child_that_is_killed_is_made_anew_and_no_word_is_lost() -> None:
    recognizer = MoonshineRecognizer(Channel.THEM, live=False)
    recognizer.wait_until_ready()
    items: list[Hypothesis | Fault] = []
    for number, block in enumerate(blocks(speech())):
        if number == 60:
            pid = recognizer._child.process.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        items += recognizer.accept(block)
    items += recognizer.finish()
    recognizer.close()
    told = [(item.kind, item.over) for item in items if isinstance(item, Fault)]
    failed = FaultKind.RECOGNIZER_FAILED
    assert told == [(failed, False), (failed, True)], "said once, and that it is over"
    got = " ".join(item.text for item in items if isinstance(item, Hypothesis) and item.final)
    said = " ".join(line["text"] for line in LINES)
    error = jiwer.wer(" ".join(normal_words(said)), " ".join(normal_words(got)))
    assert error <= WORST_ERROR["moonshine"]


def test_a_child_is_renewed_in_a_silence_and_goes_on_hearing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("prompter.recognize.moonshine_engine.RENEW_AFTER_S", 4.0)
    recognizer = MoonshineRecognizer(Channel.THEM, live=False)
    recognizer.wait_until_ready()
    first = recognizer._child.process.pid
    pause = np.zeros(RATE_HZ * 3, np.int16)
    line = speech()[: round((LINES[0]["end_s"] + 0.5) * RATE_HZ)]
    items = heard(recognizer, blocks(np.concatenate([line, pause, pause, line, pause])))
    assert recognizer._child.process.pid != first
    finals = [item.text for item in items if isinstance(item, Hypothesis) and item.final]
    assert len([text for text in finals if "candidate" in text]) == 2


def test_vosk_is_renewed_in_a_silence_and_words_keep_their_place_in_the_call(
    monkeypatch: pytest.MonkeyPatch, vosk_folder: Path
) -> None:
    monkeypatch.setattr("prompter.recognize.vosk_engine.RENEW_S", 4.0)
    recognizer = VoskRecognizer(VoskModel(vosk_folder), Channel.THEM)
    first = recognizer._engine
    pause = np.zeros(RATE_HZ * 3, np.int16)
    line = speech()[: round((LINES[0]["end_s"] + 0.5) * RATE_HZ)]
    items = heard(recognizer, blocks(np.concatenate([line, pause, line, pause])))
    assert recognizer._engine is not first
    one, two = [item for item in items if isinstance(item, Hypothesis) and item.final and item.text]
    assert one.text.split()[-3:] == two.text.split()[-3:]
    assert abs((two.end_s - one.end_s) - (len(line) + len(pause)) / RATE_HZ) < 0.3


def test_a_folder_that_is_no_model_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelTrouble, match="prompter models"):
        VoskModel(tmp_path)


def test_estimated_word_times_fill_the_utterance() -> None:
    words = spread(["we", "went", "elsewhere"], 10.0, 12.0)
    assert words[0].start_s == 10.0
    assert words[-1].end_s == pytest.approx(12.0)
    assert words[2].end_s - words[2].start_s > words[0].end_s - words[0].start_s


def test_the_speed_of_this_machine_is_measured_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "engine.json"
    assert choose.kept_figure(file) is None
    figure = choose.measure(speech()[: RATE_HZ * 3], file)
    assert 0 < figure.moonshine_s_per_s < 60
    assert choose.kept_figure(file) == figure
    file.write_text("{}")
    assert choose.kept_figure(file) is None


@pytest.mark.parametrize(("seconds", "keeps_up"), [(0.2, True), (0.6, True), (0.61, False)])
def test_an_engine_without_room_to_spare_is_not_chosen(seconds: float, keeps_up: bool) -> None:
    assert choose.EngineFigure(seconds, "this").keeps_up is keeps_up
