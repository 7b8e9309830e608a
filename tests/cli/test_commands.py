"""The smaller commands: spot, type, playbook, doctor, settings that are no good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_spot_writes_the_cues_of_each_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    lines = [
        {"id": "a", "text": "I'm sorry, we have gone with someone else."},
        {"id": "b", "text": "The car park is behind the building."},
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("spot", file)
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"] == "a"
    assert [cue["cue"] for cue in first["cues"]] == ["chose_other"]
    assert set(first["cues"][0]) == {"cue", "score", "by"}
    assert second == {"id": "b", "cues": []}


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": "a"}', '{"text": "a"}'])
def test_spot_names_the_bad_line_and_writes_nothing(run: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"id": "a", "text": "hello"}\n' + line, encoding="utf-8")
    done = run("spot", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{file}:2:" in done.stderr


def test_typed_words_bring_a_card(run: Run) -> None:
    done = run("type", text="hello there\nI'm afraid we went with someone else\n")
    assert done.returncode == 0
    assert "heard: chose other" in done.stdout


def test_a_good_playbook_is_summed_up(run: Run) -> None:
    done = run("playbook", "check", Path(__file__).parents[2] / "assets" / "playbook.toml")
    assert done.returncode == 0
    assert "25 cues" in done.stdout


def test_doctor_says_what_works_and_what_mends_the_rest(run: Run, data_folder: Path) -> None:
    assert run("doctor").returncode == 0
    (data_folder / "models").unlink()
    done = run("doctor")
    assert "prompter models install" in done.stdout
    assert "Display: none" in done.stdout


def test_a_bad_setting_is_named_by_line_and_its_default_used(run: Run, data_folder: Path) -> None:
    (data_folder / "settings.toml").write_text('keep = "cards"\nengine = "loud"\n')
    done = run("type", text="hello\n")
    assert done.returncode == 0
    assert "settings.toml:2: engine must be one of auto, vosk, moonshine" in done.stderr


def test_settings_that_are_no_toml_are_one_line(run: Run, data_folder: Path) -> None:
    (data_folder / "settings.toml").write_text("engine = \n")
    done = run("type", text="hello\n")
    assert done.returncode == 1
    assert "not valid TOML" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command", ["replay", "spot", "type", "doctor", "calls", "models", "playbook"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    from prompter.cli.app import app

    names = [c.name for c in app.registered_commands] + [g.name for g in app.registered_groups]
    assert names
    for name in names:
        assert f"prompter {name}" in readme
