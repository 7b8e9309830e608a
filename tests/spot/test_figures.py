"""Figures about a spotter, on outcomes small enough to count by hand; and reading a corpus."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from prompter.errors import PrompterError
from prompter.spot import figures
from prompter.spot.corpus import read_corpus
from prompter.spot.figures import Outcome, Share

OUTCOMES = [
    Outcome("plain", frozenset({"salary"}), frozenset({"salary"})),
    Outcome("plain", frozenset({"salary", "closing"}), frozenset({"closing", "location"})),
    Outcome("neutral", frozenset(), frozenset()),
    Outcome("neutral", frozenset(), frozenset({"closing"})),
    Outcome("neutral", frozenset(), frozenset({"closing"}), tolerated=frozenset({"closing"})),
]


def test_recall_and_precision_count_cues_and_leave_tolerated_ones_out() -> None:
    assert figures.recall(OUTCOMES) == Share(2, 3)
    assert figures.recall(OUTCOMES, "salary") == Share(1, 2)
    assert figures.precision(OUTCOMES) == Share(2, 4)


def test_alarms_count_lines_without_a_cue() -> None:
    assert figures.alarms(OUTCOMES, "neutral") == Share(1, 3)


def test_a_family_is_heard_by_any_of_its_cues() -> None:
    assert figures.family_recall(OUTCOMES, frozenset({"salary", "location"})) == Share(2, 2)


def test_mix_ups_name_what_was_missed_and_what_was_heard_instead() -> None:
    assert figures.mix_ups(OUTCOMES) == [("salary", "location", 1), ("none", "closing", 1)]


def test_intervals_are_wilsons() -> None:
    low, high = Share(0, 100).interval
    assert low == 0.0
    assert high == pytest.approx(0.037, abs=0.001)
    assert Share(81, 263).interval == pytest.approx((0.255, 0.366), abs=0.001)
    assert math.isnan(Share(0, 0).value)


def test_lines_of_text_utterances_and_calls_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# note\nplain | salary, closing | too much, bye\n")
    (call,) = read_corpus(tmp_path)
    assert call.turns[0].labels == {"salary", "closing"}
    rows = [
        {"id": "u1", "text": "hello", "labels": ["none"], "tolerate": ["closing"]},
        {
            "id": "c1",
            "turns": [{"speaker": "me", "text": "hi"},
                      {"speaker": "employer", "text": "no", "labels": ["declined"]}],
        },
    ]  # fmt: skip
    file = tmp_path / "b.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    single, whole = read_corpus(file)
    assert (single.whole, whole.whole) == (False, True)
    assert single.turns[0].tolerated == {"closing"}
    assert [turn.employer for turn in whole.turns] == [False, True]
    assert whole.words == 2


@pytest.mark.parametrize("row", ["plain | salary", '{"id": 1}', "not json"])
def test_a_line_that_breaks_the_format_is_named(tmp_path: Path, row: str) -> None:
    file = tmp_path / ("bad.txt" if "|" in row else "bad.jsonl")
    file.write_text(row + "\n")
    with pytest.raises(PrompterError, match=rf"{file.name}:1: not a labelled line"):
        read_corpus(file)


def test_a_corpus_without_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrompterError, match="no labelled lines"):
        read_corpus(tmp_path)
