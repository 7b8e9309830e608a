"""`prompter evaluate`: figures about labelled lines, whole calls and recordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import soundfile
import typer
from typer.testing import CliRunner

from prompter.cli.evaluate import evaluate
from prompter.errors import PrompterError

SPEECH = Path(__file__).parent.parent / "speech"
LINES = [
    "plain | chose_other | I'm sorry, but we went with another candidate.",
    "plain | position_filled | The position has already been filled.",
    "neutral | none | The cafe is on the second floor.",
]
app = typer.Typer()
app.command()(evaluate)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return file


def figures_of(*args: object) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*map(str, args), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    figures: dict[str, Any] = json.loads(result.stdout)
    return figures


@pytest.mark.usefixtures("data_folder")
def test_lines_of_text_give_shares_with_intervals(lines: Path) -> None:
    made = figures_of(lines)
    assert made["turns"] == 3
    recall = made["shares"]["all"]["recall"]
    assert (recall["hits"], recall["tries"]) == (2, 2)
    assert recall["low"] == pytest.approx(0.342, abs=0.001)
    assert made["shares"]["false alarms"]["neutral"]["value"] == 0.0
    assert made["wrong_cards"] == 0
    words = sum(len(line.split("|")[2].split()) for line in LINES)
    assert made["hours"] == pytest.approx(words / 9000, abs=0.001)


@pytest.mark.usefixtures("data_folder")
def test_a_whole_call_is_heard_turn_by_turn_and_only_the_employer_counts(tmp_path: Path) -> None:
    turns = [
        {"speaker": "me", "text": "So the position has already been filled?"},
        {"speaker": "employer", "text": "We went with another candidate.", "labels": ["closing"]},
    ]
    file = tmp_path / "call.jsonl"
    file.write_text(json.dumps({"id": "c1", "turns": turns}), encoding="utf-8")
    made = figures_of(file)
    assert made["turns"] == 1
    assert made["wrong_cards"] == 1
    assert {"right": "closing", "heard": "chose_other", "count": 1} in made["mix_ups"]


@pytest.mark.usefixtures("data_folder")
def test_the_tables_are_for_people(lines: Path) -> None:
    result = CliRunner().invoke(app, [str(lines)], catch_exceptions=False)
    assert "recall by cue" in result.stdout
    assert "0 wrong cards" in result.stdout


def test_recordings_go_through_the_recognizer(data_folder: Path, tmp_path: Path) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\n')
    about = json.loads((SPEECH / "lines.json").read_text())["files"]
    line = next(file for file in about if file["file"] == "joe.flac")["lines"][0]
    pcm, rate_hz = soundfile.read(SPEECH / "joe.flac")
    cut = pcm[int((line["start_s"] - 0.4) * rate_hz) : int((line["end_s"] + 0.4) * rate_hz)]
    soundfile.write(tmp_path / "u1.wav", cut, rate_hz)
    row = {"id": "u1", "text": line["text"], "labels": line["cues"], "kind": "plain"}
    (tmp_path / "lines.jsonl").write_text(json.dumps(row))
    made = figures_of(tmp_path / "lines.jsonl", "--audio", tmp_path)
    assert made["shares"]["all"]["recall"]["hits"] == 1
    assert -2000 < made["delay_ms"]["p50"] < 4000


@pytest.mark.usefixtures("data_folder")
def test_a_missing_recording_is_named(lines: Path, tmp_path: Path) -> None:
    with pytest.raises(PrompterError, match="no recording of a:1 here"):
        CliRunner().invoke(app, [str(lines), "--audio", str(tmp_path)], catch_exceptions=False)


@pytest.mark.usefixtures("data_folder")
def test_a_label_that_is_no_cue_is_named_with_its_line(lines: Path) -> None:
    with lines.open("a", encoding="utf-8") as more:
        more.write("plain | salery | We can't pay that.\n")
    with pytest.raises(PrompterError, match=r"a\.txt:4: the playbook has no cue 'salery'"):
        CliRunner().invoke(app, [str(lines)], catch_exceptions=False)
