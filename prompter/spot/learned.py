"""Stage 3, spot: a small sentence model scores all cues of an utterance at once.

In:      the words of one utterance, as `spoken_words` gives them.
Out:     Reading per cue: score (0 to 1) and the words that made it.
Thread:  any, one at a time; a few milliseconds on one core.
Errors:  `load_learned` gives a line instead of a spotter when it can't be used here.
Source:  models/cues/README.md: how it was trained, its figures and limits.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prompter.spot.spoken import SpokenWord
from prompter.spot.word_pieces import WordPieces

MODEL, VOCABULARY, ABOUT = "spotter.onnx", "vocabulary.txt", "spotter.json"
WINDOW_WORDS = 40
STEP_WORDS = 20
"""Long talk is read in windows, so that a cue buried in a minute of it is found."""
MAX_PIECES = 96
CERTAIN_SHARE = 0.96
"""Of the way from `fire` to 1. So a card comes 70 to 160 ms earlier on a phone line, and of 463
unseen lines without a cue one more raises an alarm; at 0.9 four more (BENCHMARKS.md)."""
SPAN_SHARE = 0.6
"""The words that made a cue: the shortest run that holds this share of its attention."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How likely words first to last (inclusive, of the words read) make the cue."""

    label: str
    score: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """Scores that a cue needs. fire: on the final; sure: on a partial that stays.

    agree: together with a shipped phrase; keep: below this a final takes the cue back.
    """

    fire: float
    sure: float
    agree: float
    keep: float

    @property
    def certain(self) -> float:
        """On any partial, at once."""
        return self.fire + CERTAIN_SHARE * (1 - self.fire)


class LearnedSpotter:
    """Scores every cue it was trained on. Raises OSError, ValueError or KeyError when built
    from a folder that holds no whole model; use `load_learned`."""

    def __init__(self, folder: Path) -> None:
        # From 1.32 on it looks up its maker's server some seconds after a model is loaded, even
        # when its own disable_telemetry_events() was called (seen with strace).
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime  # slow to load, and not to be had on every system

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        self.labels: tuple[str, ...] = tuple(about["labels"])
        self.bounds: Mapping[str, Bounds] = {
            label: Bounds(**about["bounds"][label]) for label in self.labels
        }
        model = (folder / MODEL).read_bytes()
        if hashlib.sha256(model).hexdigest() != about["sha256"]:
            raise ValueError(f"{MODEL} is damaged, or belongs to another {ABOUT}")
        vocabulary = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
        self._pieces = WordPieces(vocabulary)
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def read(self, words: Sequence[SpokenWord]) -> list[Reading]:
        """The best reading of each cue; nothing for no words."""
        if not words:
            return []
        best: dict[str, Reading] = {}
        for start in window_starts(len(words)):
            texts = [word.text for word in words[start : start + WINDOW_WORDS]]
            numbers, sources = self._pieces.read(texts, MAX_PIECES)
            scores, weights = self._run(numbers)
            for column, label in enumerate(self.labels):
                if label not in best or scores[column] > best[label].score:
                    first, last = _span(weights[:, column], sources)
                    best[label] = Reading(label, float(scores[column]), start + first, start + last)
        return list(best.values())

    def _run(
        self, numbers: Sequence[int]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        ids = np.array([numbers], np.int64)
        scores, weights = self._session.run(None, {"ids": ids})
        return scores[0], weights[0]


def load_learned(folder: Path) -> tuple[LearnedSpotter | None, str]:
    """The spotter, or None and in one line why it can't be used."""
    try:
        return LearnedSpotter(folder), ""
    except ImportError as error:
        return None, f"onnxruntime can't be loaded ({error})"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return None, f"{folder}: no whole cue model here ({error})"


def window_starts(count: int) -> list[int]:
    """First words of the windows that cover `count` words; the last one ends with them."""
    if count <= WINDOW_WORDS:
        return [0]
    return [*range(0, count - WINDOW_WORDS, STEP_WORDS), count - WINDOW_WORDS]


def _span(weights: npt.NDArray[np.float32], sources: Sequence[int]) -> tuple[int, int]:
    """The shortest run of words that holds SPAN_SHARE of the weights on words."""
    shares = np.zeros(max(sources) + 1)
    for weight, source in zip(weights, sources, strict=True):
        if source >= 0:
            shares[source] += weight
    sums = np.concatenate([[0.0], np.cumsum(shares)])
    wanted = SPAN_SHARE * sums[-1]
    best = (0, len(shares) - 1)
    for first in range(len(shares)):
        last = int(np.searchsorted(sums, sums[first] + wanted)) - 1
        if last < len(shares) and last - first < best[1] - best[0]:
            best = (first, last)
    return best
