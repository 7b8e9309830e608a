"""Speakerphone: one microphone hears both; the user's voice is known from an enrolment."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from prompter.errors import PrompterError
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Hypothesis, Word
from prompter.recognize.models import find_model, install_model
from prompter.recognize.speaker import SpeakerJudge, Vector, Voice, VoicePrint, enrol
from prompter.recognize.speakerphone import SpeakerphoneRecognizer
from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer, VoskSpeakerModel
from tests.bench.room import Pcm, from_loudspeaker, microphone, near

SPEAKERS = Path(__file__).parent.parent / "speech" / "speakers"
ME, THEM = np.eye(8)[0], np.eye(8)[1]


class ScriptedVoices:
    """A recogniser whose hypotheses and voices are given, one list for each block."""

    name = "scripted"
    behind_s = 0.0

    def __init__(self, script: list[list[Hypothesis | Fault]], voices: dict[int, Voice]) -> None:
        self.partials_wanted = True
        self.script, self.voices, self.closed = script, voices, False

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        del block
        return self.script.pop(0)

    def poll(self) -> list[Hypothesis | Fault]:
        return []

    def finish(self) -> list[Hypothesis | Fault]:
        return [item for news in self.script for item in news]

    def close(self) -> None:
        self.closed = True

    def voice_of(self, utterance: int) -> Voice | None:
        return self.voices.pop(utterance, None)


def said(utterance: int, text: str, *, final: bool) -> Hypothesis:
    words = tuple(Word(word, float(n), n + 0.5) for n, word in enumerate(text.split()))
    return Hypothesis(Channel.ME, utterance, text, words, final, 0.0, float(len(words)))


def attributed(turns: list[tuple[str, Vector | None]]) -> list[Hypothesis]:
    """All that comes out when each turn is a partial and a final with that voice."""
    script: list[list[Hypothesis | Fault]] = []
    for number, (text, _) in enumerate(turns):
        script.append([said(number, text, final=False), said(number, text, final=True)])
    voices = {n: Voice(v, 2.0) for n, (_, v) in enumerate(turns) if v is not None}
    recognizer = SpeakerphoneRecognizer(
        ScriptedVoices(script, voices), SpeakerJudge(VoicePrint(ME, 20.0))
    )
    items = recognizer.finish()
    return [item for item in items if isinstance(item, Hypothesis)]


def test_each_utterance_goes_to_its_speaker_with_numbers_of_its_own() -> None:
    out = attributed([("hello there", THEM), ("good morning", ME), ("we chose another", THEM)])
    finals = [(h.channel, h.text) for h in out if h.final and h.text]
    assert finals == [
        (Channel.THEM, "hello there"),
        (Channel.ME, "good morning"),
        (Channel.THEM, "we chose another"),
    ]
    assert not any(h.doubtful for h in out)


def test_partials_go_to_who_spoke_last_and_a_wrong_one_is_taken_back() -> None:
    out = attributed([("good morning", ME), ("we chose another", THEM)])
    assert [(h.channel, h.utterance, h.text, h.final) for h in out] == [
        (Channel.THEM, 0, "good morning", False),
        (Channel.THEM, 0, "", True),
        (Channel.ME, 0, "good morning", True),
        (Channel.ME, 1, "we chose another", False),
        (Channel.ME, 1, "", True),
        (Channel.THEM, 1, "we chose another", True),
    ]


def test_a_doubtful_utterance_is_the_employers_and_marked() -> None:
    out = attributed([("yes", None), ("perhaps", ME + THEM * 1.8), ("good morning", ME)])
    finals = [h for h in out if h.final and h.text]
    assert [(h.channel, h.doubtful) for h in finals] == [
        (Channel.THEM, True),
        (Channel.THEM, True),
        (Channel.ME, False),
    ]


@given(st.lists(st.sampled_from(["me", "them", "unsure", "short"]), max_size=12))
def test_every_utterance_of_a_channel_has_one_final_and_numbers_count_up(who: list[str]) -> None:
    voices = {"me": ME, "them": THEM, "unsure": ME + THEM, "short": None}
    out = attributed([("a few words", voices[name]) for name in who])
    for channel in Channel:
        finals = [h.utterance for h in out if h.channel is channel and h.final]
        assert finals == list(range(len(finals)))
        assert {h.utterance for h in out if h.channel is channel} == set(finals)
    assert sum(h.final and bool(h.text) for h in out) == len(who), "a word was lost"


def test_a_fault_of_the_engine_is_passed_on_and_closing_closes_it() -> None:
    fault = Fault(FaultKind.RECOGNIZER_FAILED, "It stopped.", 1.0, Channel.ME)
    inner = ScriptedVoices([[fault]], {})
    recognizer = SpeakerphoneRecognizer(inner, SpeakerJudge(VoicePrint(ME, 20.0)))
    recognizer.partials_wanted = False
    assert not inner.partials_wanted, "a lagging call must be able to shed partials"
    out = recognizer.accept(AudioBlock(Channel.ME, 0.0, np.zeros(1600, np.int16)))
    assert [getattr(item, "text", "") for item in out] == ["It stopped."]
    recognizer.close()
    assert inner.closed


def test_the_voice_print_is_kept_for_this_user_alone_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "data" / "voice.json"
    VoicePrint(ME, 17.5).save(file)
    VoicePrint(THEM, 12.0).save(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = VoicePrint.load(file)
    assert again.speech_s == 12.0
    assert np.allclose(again.vector, THEM)
    assert [f.name for f in file.parent.iterdir()] == ["voice.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"vector": [], "speech_s": 1}', '{"vector": [0, 0], "speech_s": 1}',
     '{"vector": [NaN, 1], "speech_s": 1}', '{"vector": "x", "speech_s": 1}'],
)  # fmt: skip
def test_a_damaged_voice_print_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "voice.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PrompterError, match="voice enrol") as refused:
        VoicePrint.load(file)
    assert "\n" not in str(refused.value)


def test_without_a_voice_print_the_user_is_told_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(PrompterError, match="run: prompter voice enrol"):
        VoicePrint.load(tmp_path / "voice.json")


@pytest.fixture(scope="module")
def models(vosk_folder: Path) -> tuple[VoskModel, VoskSpeakerModel]:
    install_model("vosk-spk")
    spk = find_model("vosk-spk", engine="vosk-speaker")
    return VoskModel(vosk_folder), VoskSpeakerModel(spk)


def spoken(voice: str, part: str, numbers: list[int]) -> Pcm:
    """Lines of a test voice with pauses of a second."""
    about = json.loads((SPEAKERS / "speakers.json").read_text(encoding="utf-8"))["voices"]
    found = next(v for v in about if v["voice"] == voice)
    pcm, _rate = soundfile.read(SPEAKERS / found["file"])
    lines = [line for line in found["lines"] if line["part"] == part]
    pieces = [np.zeros(RATE_HZ // 2)]
    for number in numbers:
        line = lines[number]
        pieces.append(pcm[int(line["start_s"] * RATE_HZ) : int(line["end_s"] * RATE_HZ)])
        pieces.append(np.zeros(RATE_HZ))
    return np.concatenate(pieces)


def test_silence_or_a_few_words_are_no_enrolment(
    models: tuple[VoskModel, VoskSpeakerModel],
) -> None:
    def fresh() -> VoskRecognizer:
        return VoskRecognizer(models[0], Channel.ME, models[1])

    for empty in (np.zeros(0, np.int16), np.zeros(5 * RATE_HZ, np.int16)):
        with pytest.raises(PrompterError, match="Nothing was heard"):
            enrol(empty, fresh())
    with pytest.raises(PrompterError, match="s of speech were heard"):
        enrol(microphone(near(spoken("joe", "lines", [4]))), fresh())


def test_with_real_voices_on_one_microphone_each_side_gets_its_own_sentences(
    models: tuple[VoskModel, VoskSpeakerModel],
) -> None:
    def fresh() -> VoskRecognizer:
        return VoskRecognizer(models[0], Channel.ME, models[1])

    me = enrol(microphone(near(spoken("heart", "enrolment", [0, 1, 2]))), fresh())
    recognizer = SpeakerphoneRecognizer(fresh(), SpeakerJudge(me))
    turns = [
        near(spoken("heart", "lines", [9])),
        from_loudspeaker(spoken("joe", "lines", [8])),
        near(spoken("heart", "lines", [11])),
        from_loudspeaker(spoken("joe", "lines", [10])),
    ]
    samples = microphone(np.concatenate(turns))
    out: list[Hypothesis | Fault] = []
    for start in range(0, len(samples), 1600):
        block = AudioBlock(Channel.ME, start / RATE_HZ, samples[start : start + 1600])
        out += recognizer.accept(block)
    out += recognizer.finish()
    text = {
        channel: " ".join(
            h.text for h in out if isinstance(h, Hypothesis) and h.final and h.channel is channel
        )
        for channel in Channel
    }
    assert "first choice" in text[Channel.ME], text
    assert "someone else" in text[Channel.THEM], text
    assert "someone else" not in text[Channel.ME], text
    assert "first choice" not in text[Channel.THEM], text
    doubtful = [h for h in out if isinstance(h, Hypothesis) and h.doubtful]
    assert len(doubtful) <= 1, doubtful
