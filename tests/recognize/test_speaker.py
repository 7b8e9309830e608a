"""The user's voice is learnt, kept, and told from the employer's."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from prompter.errors import ModelTrouble, PrompterError
from prompter.messages import RATE_HZ, Channel
from prompter.recognize.models import find_model, install_model
from prompter.recognize.speaker import (
    SpeakerJudge,
    Vector,
    VoicePrint,
    Voices,
    enrol,
)
from prompter.recognize.vosk_engine import VoskModel, VoskVoices
from tests.bench.room import Pcm, microphone, near
from tests.bench.speakers import lines_of, voices_on_file

ME, THEM = np.eye(8)[0], np.eye(8)[1]


def test_the_employers_voice_is_learnt_so_that_a_voice_near_the_users_is_told_too() -> None:
    near_me = _mix(0.5)
    judge = SpeakerJudge(VoicePrint(ME, 20.0))
    assert judge.judge(near_me, 3.0).doubtful
    for _ in range(3):
        known = judge.judge(_mix(0.3), 3.0)
        assert (known.channel, known.doubtful) == (Channel.THEM, False)
    learnt = judge.judge(near_me, 3.0)
    assert (learnt.channel, learnt.doubtful) == (Channel.THEM, False)
    assert judge.judge(ME, 3.0).channel is Channel.ME


def _mix(likeness: float) -> Vector:
    """A voice with this cosine to the user's."""
    return np.asarray(ME * likeness + THEM * np.sqrt(1 - likeness**2))


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
def voices(vosk_folder: Path) -> Voices:
    install_model("vosk-spk")
    return VoskVoices(VoskModel(vosk_folder), find_model("vosk-spk", engine="vosk-speaker"))


def spoken(voice: str, part: str, numbers: list[int]) -> Pcm:
    """Lines of a test voice, and a second of silence after each."""
    lines = lines_of(voices_on_file(voice)[0], part)
    return np.concatenate([np.append(lines[n], np.zeros(RATE_HZ)) for n in numbers])


def test_silence_or_a_few_words_are_no_enrolment(voices: Voices) -> None:
    for empty in (np.zeros(0, np.int16), np.zeros(5 * RATE_HZ, np.int16)):
        with pytest.raises(PrompterError, match="Nothing was heard"):
            enrol(empty, voices)
    with pytest.raises(PrompterError, match="s of speech were heard"):
        enrol(microphone(near(spoken("joe", "lines", [4]))), voices)


def test_a_damaged_speaker_model_is_one_clear_line(tmp_path: Path, vosk_folder: Path) -> None:
    with pytest.raises(ModelTrouble, match="prompter models install vosk-spk"):
        VoskVoices(VoskModel(vosk_folder), tmp_path)
