"""A recording goes in; transcript, cards and events come out; bad input says one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prompter.assemble import sample
from tests.cli.conftest import Run

SCRIPT = json.loads(sample("sample_call.json").read_text(encoding="utf-8"))
CUES = [cue for turn in SCRIPT["turns"] for cue in turn.get("cues", [])]
NEAR_MISSES = {cue for turn in SCRIPT["turns"] for cue in turn.get("must_not", [])}


def settings(data_folder: Path, text: str) -> None:
    (data_folder / "settings.toml").write_text(f'{text}\nkeep = "transcript"\n', encoding="utf-8")


def events_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("engine", ["moonshine", "vosk"])
def test_the_sample_call_gives_its_cards_with_either_engine(
    run: Run, data_folder: Path, engine: str
) -> None:
    settings(data_folder, f'engine = "{engine}"')
    done = run("replay", sample("sample_call.flac"), "--pace", "fast", "--events", "-")
    assert done.returncode == 0, done.stderr
    events = events_of(done.stdout)
    shown = [event["cue"] for event in events if event["type"] == "card_shown"]
    wanted = [cue["cue"] for cue in CUES]
    assert len([cue for cue in wanted if cue in shown]) >= 3
    assert not NEAR_MISSES & set(shown)
    assert len(shown) == len({event["card"] for event in events if event["type"] == "card_shown"})


def test_every_event_has_the_documented_keys(
    run: Run, data_folder: Path, short_call: Path, tmp_path: Path
) -> None:
    settings(data_folder, 'engine = "vosk"')
    out = tmp_path / "events.jsonl"
    done = run("replay", short_call, "--pace", "fast", "--events", out)
    assert done.returncode == 0, done.stderr
    wanted = {
        "state": {"state"},
        "hypothesis": {"channel", "utterance", "text", "final", "start_s", "end_s"},
        "cue_hit": {
            "channel", "utterance", "cue", "text", "final", "start_s", "end_s", "score", "by",
            "delay_ms",
        },
        "card_shown": {
            "channel", "cue", "card", "goal", "say", "why", "noes", "timer_s", "script", "end_s",
            "delay_ms",
        },
        "card_withdrawn": {"card", "cue"},
        "ask_heard": {"channel", "card", "goal"},
        "fault": {"channel", "kind", "text", "over"},
    }  # fmt: skip
    seen = set()
    for event in events_of(out.read_text(encoding="utf-8")):
        seen.add(event["type"])
        assert set(event) == wanted[event["type"]] | {"type", "at_s"}
    assert {"state", "hypothesis", "cue_hit", "card_shown"} <= seen


def test_a_replayed_call_is_kept_and_can_be_found_again(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    settings(data_folder, 'engine = "vosk"')
    assert "Kept as call 1" in run("replay", short_call, "--pace", "fast").stdout
    assert "short_call.wav" in run("calls", "list").stdout
    assert "Employer" in run("calls", "show", "1").stdout
    no_sound = run("calls", "sound", "1", data_folder / "call.flac")
    assert "no sound was kept" in no_sound.stderr, "it was not asked for"


def test_nothing_is_kept_when_the_user_says_so(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    settings(data_folder, 'engine = "vosk"')
    run("replay", short_call, "--pace", "fast", "--no-keep")
    assert not (data_folder / "archive.db").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "the file is empty"),
        (b"These are words, and no sound.\n" * 40, "not a recording"),
    ],
)
def test_a_bad_recording_is_one_clear_line(
    run: Run, tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "call.wav"
    if content is not None:
        file.write_bytes(content)
    done = run("replay", file)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(file) in done.stderr
    assert says in done.stderr


def test_a_truncated_mp3_is_heard_kept_and_said(
    run: Run, data_folder: Path, tmp_path: Path
) -> None:
    settings(data_folder, 'engine = "vosk"')
    whole = next((Path(__file__).parent.parent / "speech" / "formats").glob("*.mp3"))
    file = tmp_path / "cut.mp3"
    file.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    done = run("replay", file, "--pace", "fast")
    assert done.returncode == 1
    assert "damaged after" in done.stderr
    assert "Kept as call 1" in done.stdout


def test_an_overlay_without_a_display_is_refused(run: Run) -> None:
    done = run("replay", sample("sample_call.flac"), "--overlay")
    assert done.returncode == 1
    assert "no display" in done.stderr


def test_wrong_usage_exits_with_2(run: Run) -> None:
    assert run("replay").returncode == 2
    assert run("replay", "x.wav", "--pace", "slow").returncode == 2


def test_a_missing_model_is_one_line_and_the_other_engine_serves(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    (data_folder / "models").unlink()
    settings(data_folder, 'engine = "vosk"')
    done = run("replay", short_call, "--pace", "fast", "--no-keep")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "prompter models install" in said
    assert "Moonshine serves instead" in said


def test_without_a_display_prompter_alone_plays_the_sample_call_and_says_why(run: Run) -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    assert "there is no display" in done.stdout
    assert done.stdout.count("heard:") >= 3
    assert "Employer" in done.stdout
