"""Stage 2, recognize: whose voice is it, when one microphone hears both sides of the call.

In:      the voice (x-vector) of each utterance; the user's voice print from an enrolment.
Out:     Verdict: ME only when it is clearly ME; what is not sure is THEM, marked doubtful.
Thread:  the session's.
Errors:  PrompterError when the enrolment is no good, or a voice print can't be read.
Source:  cosine of the vectors that Vosk's speaker model gives; limits as measured with
         synthetic voices in a simulated room, see BENCHMARKS.md. Human voices are harder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from prompter import paths
from prompter.errors import PrompterError
from prompter.messages import RATE_HZ, Channel
from prompter.private_file import replace_privately

Vector = npt.NDArray[np.float64]
ENROL_S = 20.0
"""How long the user is asked to speak."""
ENROL_SPEECH_S = 8.0
"""Less speech than this within it is refused."""
PIECE_S = 3.0
"""The enrolment is cut into such pieces, about as long as utterances are."""
SILENT_RMS = 0.003
"""50 dB below full scale: a muted microphone, or a room."""
ALONE = 0.55
"""Similarity to the user's voice from which it is ME, while THEM's voice is not known yet."""
STRANGER = 0.38
"""Similarity to the user's voice below which it is THEM, while THEM's is not known yet."""
MARGIN = 0.2
"""ME must be nearer than THEM, or THEM nearer than ME, by this much to be sure."""
LEAST_S = 0.6
"""Vectors of less speech say little."""


@dataclass(frozen=True, slots=True)
class Voice:
    """vector: x-vector of an utterance, any length. speech_s: seconds of speech behind it."""

    vector: Vector
    speech_s: float


class Voices(Protocol):
    """What tells the voice in a piece of sound."""

    def voice(self, samples: npt.NDArray[np.int16]) -> Voice | None:
        """The voice in a few seconds of sound; None when there is too little speech."""
        ...


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """The user's voice. vector: unit length. speech_s: how much speech it was made of."""

    vector: Vector
    speech_s: float

    def save(self, file: Path) -> None:
        """Keep it, for this user alone (mode 0600). Raises PrompterError."""
        paths.make_private_folder(file.parent)
        about = {"speech_s": round(self.speech_s, 2), "vector": self.vector.round(6).tolist()}
        try:
            replace_privately(file, json.dumps(about))
        except OSError as error:
            raise PrompterError(f"{file}: can't keep the voice print ({error.strerror})") from error

    @staticmethod
    def load(file: Path) -> VoicePrint:
        """The kept voice print. Raises PrompterError when there is none, or a damaged one."""
        try:
            about = json.loads(file.read_text(encoding="utf-8"))
            vector = np.asarray(about["vector"], np.float64)
            speech_s = float(about["speech_s"])
        except FileNotFoundError as error:
            raise PrompterError("Your voice is not known yet; run: prompter voice enrol") from error
        except OSError as error:
            raise PrompterError(f"{file}: can't be read ({error.strerror})") from error
        except (ValueError, KeyError, TypeError) as error:
            raise PrompterError(f"{file}: is damaged; run: prompter voice enrol") from error
        if vector.ndim != 1 or not np.isfinite(vector).all() or not vector.any():
            raise PrompterError(f"{file}: is damaged; run: prompter voice enrol")
        return VoicePrint(_unit(vector), speech_s)


def voice_print_file() -> Path:
    """Where the user's voice print is kept, if the user wants that."""
    return paths.data_folder() / "voice.json"


def enrol(samples: npt.NDArray[np.int16], voices: Voices) -> VoicePrint:
    """The user's voice print from about ENROL_S of the user speaking alone.

    samples: mono, at RATE_HZ. Raises PrompterError when there is too little speech in it.
    """
    level = float(np.sqrt(((samples / 32_768.0) ** 2).mean())) if len(samples) else 0.0
    if level < SILENT_RMS:
        raise PrompterError("Nothing was heard; check the microphone, then enrol again")
    size = int(PIECE_S * RATE_HZ)
    pieces = (samples[start : start + size] for start in range(0, len(samples), size))
    heard = [voice for voice in map(voices.voice, pieces) if voice is not None]
    speech_s = sum(voice.speech_s for voice in heard)
    if speech_s < ENROL_SPEECH_S:
        raise PrompterError(
            f"Only {speech_s:.0f} s of speech were heard, {ENROL_SPEECH_S:.0f} s are needed; "
            f"speak for {ENROL_S:.0f} s without long pauses, then enrol again"
        )
    return VoicePrint(_mean(heard), speech_s)


@dataclass(frozen=True, slots=True)
class Verdict:
    """channel: ME only when sure. score: -1 to 1, how much nearer to ME than to THEM."""

    channel: Channel
    doubtful: bool
    score: float


class SpeakerJudge:
    """Compares each utterance with the user's voice, and with THEM's as it becomes known."""

    def __init__(self, me: VoicePrint) -> None:
        self._me = me.vector
        self._them: list[Voice] = []

    def judge(self, vector: Vector | None, speech_s: float, *, learn: bool = True) -> Verdict:
        """Whose voice it is. vector None: there was too little speech for one.

        learn: whether THEM's voice is learnt from it, if it is clearly THEM's.
        """
        if vector is None or speech_s < LEAST_S:
            return Verdict(Channel.THEM, doubtful=True, score=0.0)
        unit = _unit(vector)
        me = float(unit @ self._me)
        if self._them:
            score = me - float(unit @ _mean(self._them))
            sure_me, sure_them = score > MARGIN, score < -MARGIN
        else:
            score = me - (ALONE + STRANGER) / 2
            sure_me, sure_them = me > ALONE, me < STRANGER
        if sure_them and learn:
            self._them.append(Voice(unit, speech_s))
        channel = Channel.ME if sure_me else Channel.THEM
        return Verdict(channel, not (sure_me or sure_them), round(score, 3))


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def _mean(voices: list[Voice]) -> Vector:
    """Their center, unit length, each weighed by its speech."""
    return _unit(np.average([_unit(v.vector) for v in voices], 0, [v.speech_s for v in voices]))
