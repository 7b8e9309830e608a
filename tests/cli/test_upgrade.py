"""A new version on the data of an old one keeps calls, settings and playbook; an old version on
the data of a newer one changes nothing.

first_version/ holds what the first version of Prompter made, word for word.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from prompter.record.database import connect
from prompter.record.schema import SCHEMA_VERSION
from prompter.settings import load_settings, save_setting
from tests.cli.conftest import Run

FIRST = Path(__file__).parent / "first_version"


@pytest.fixture
def old_data(data_folder: Path) -> Path:
    """A data folder of the first version."""
    with closing(sqlite3.connect(data_folder / "archive.db")) as database:
        database.executescript((FIRST / "archive.sql").read_text(encoding="utf-8"))
    shutil.copy(FIRST / "playbook.toml", data_folder / "mine.toml")
    settings = (FIRST / "settings.toml").read_text() + f'playbook = "{data_folder}/mine.toml"\n'
    (data_folder / "settings.toml").write_text(settings)
    for name in ("archive.db", "mine.toml", "settings.toml"):
        (data_folder / name).chmod(0o600)
    return data_folder


def versions(archive: Path) -> int:
    with closing(connect(archive, write=False, wait_s=1.0)) as database:
        return int(database.rows("PRAGMA user_version")[0]["user_version"])


def test_every_call_of_the_first_version_is_listed_and_the_cut_off_one_as_such(
    run: Run, old_data: Path
) -> None:
    listed = run("calls", "list").stdout
    assert all(title in listed for title in ("Café Müller", "Acme Logistics", "Northgate"))
    marked = [line.split("  ")[0].strip() for line in listed.splitlines() if "*" in line]
    assert len(marked) == 2, "the call that was cut off, and what the sign means"
    archive = old_data / "archive.db"
    assert versions(archive) == SCHEMA_VERSION
    assert b"someone else" not in archive.read_bytes(), "it is encrypted now"


def test_words_and_titles_of_the_first_version_are_found(run: Run, old_data: Path) -> None:
    assert "Café Müller" in run("calls", "search", "muller").stdout
    assert "resume" not in run("calls", "search", "someone else").stdout
    assert "Northgate" in run("calls", "search", "resume").stdout, "without its accents"
    assert "Café Müller" in run("calls", "search", "someone else").stdout
    del old_data


def test_all_that_a_call_of_the_first_version_holds_is_shown_and_exported(
    run: Run, old_data: Path, tmp_path: Path
) -> None:
    shown = json.loads(run("calls", "show", "1", "--json").stdout)
    assert [piece["text"] for piece in shown["segments"]] == [
        "we have decided to go with someone else",
        "may i ask what would have made the difference",
    ]
    assert "What would have made me first choice?" in json.dumps(shown)
    without_words = run("calls", "show", "2").stdout
    assert "Which date suits you?" in without_words, "a card and a goal that are no more"
    for form in ("txt", "json", "docx"):
        done = run("calls", "export", "--all", "--format", form, "--out", tmp_path / form)
        assert done.returncode == 0, done.stderr
        assert len(list((tmp_path / form).iterdir())) == 3
    assert (old_data / "archive.db").stat().st_mode & 0o077 == 0


def test_old_calls_take_what_is_new(run: Run, old_data: Path) -> None:
    done = run("calls", "edit", "1", "--outcome", "referral", "--company", "Müller & Co")
    assert done.returncode == 0, done.stderr
    assert "Café Müller" in run("calls", "search", "Müller & Co").stdout
    assert run("calls", "delete", "2", "--yes").returncode == 0
    assert "Acme" not in run("calls", "list").stdout
    del old_data


def test_a_new_call_goes_beside_the_old_ones_with_the_old_playbook(
    run: Run, old_data: Path, tmp_path: Path
) -> None:
    written = tmp_path / "meeting.txt"
    written.write_text("Jo: I am sorry, we have offered the job to another candidate.\n")
    done = run("calls", "import", written)
    assert done.returncode == 0, done.stderr
    assert "Kept as call 5" in done.stdout, "numbers are never used again"
    shown = run("calls", "show", "5").stdout
    assert "What tipped it?" in shown, "the old playbook's own card"
    assert run("calls", "list").stdout.count("2025-11-0") == 3
    del old_data


def test_the_old_playbook_is_whole_and_can_be_changed(run: Run, old_data: Path) -> None:
    assert "Mine: 2 cues" in run("playbook", "check", old_data / "mine.toml").stdout
    done = run("playbook", "add", "chose_other", "went another way", "--yes")
    assert done.returncode == 0, done.stderr
    text = (old_data / "mine.toml").read_text()
    assert text.startswith("# My playbook, copied from the first one and changed.\n")
    assert "went another way" in text
    assert 'say = "Good. Shall we say Tuesday at ten?"' in text


def test_settings_are_kept_and_each_that_is_no_more_is_named_in_one_line(
    run: Run, old_data: Path
) -> None:
    file = old_data / "settings.toml"
    before = file.read_text()
    run("calls", "list")  # the first start has more to say
    lines = [line for line in run("playbook", "show").stderr.splitlines() if line.strip()]
    assert lines == [
        f"prompter: {file}:2: engine must be one of auto, vosk, moonshine; the default is used",
        f"prompter: {file}:4: theme must be one of auto, dark, light; the default is used",
        f"prompter: {file}:6: model_folder is not a setting of this Prompter; "
        "it stays in the file, unused",
        f"prompter: {file}:7: click_through must be true or false; the default is used",
    ]
    assert file.read_text() == before
    settings, _ = load_settings(file)
    assert (settings.keep, settings.font_size_pt) == ("transcript", 30)
    save_setting(file, "font_size_pt", 28)
    assert file.read_text() == before.replace("font_size_pt = 30", "font_size_pt = 28")


def test_after_a_downgrade_no_command_touches_the_newer_archive(
    run: Run, old_data: Path, tmp_path: Path
) -> None:
    written = tmp_path / "meeting.txt"
    written.write_text("Jo: we have offered the job to another candidate.\n")
    run("calls", "list")
    archive = old_data / "archive.db"
    with closing(connect(archive, write=True, wait_s=1.0)) as database:
        database.run("CREATE TABLE feelings (call_id INTEGER, feeling TEXT)")
        database.run(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = {file.name: file.read_bytes() for file in old_data.glob("archive*")}
    for command in (
        ("calls", "list"),
        ("calls", "search", "else"),
        ("calls", "show", "1"),
        ("calls", "edit", "1", "--outcome", "no"),
        ("calls", "delete", "1", "--yes"),
        ("calls", "import", written),
    ):
        done = run(*command)
        assert done.returncode == 1, command
        told = [line for line in done.stderr.splitlines() if "settings.toml:" not in line]
        assert told == [
            f"prompter: {archive}: this archive was made by a newer Prompter; install that version"
        ], command
    after = {file.name: file.read_bytes() for file in old_data.glob("archive*")}
    assert {name: held for name, held in after.items() if held and "-shm" not in name} == before


def test_a_newer_playbook_is_refused_with_one_line_and_newer_settings_stay(
    run: Run, old_data: Path
) -> None:
    mine, settings = old_data / "mine.toml", old_data / "settings.toml"
    mine.write_text(mine.read_text().replace("format = 1", "format = 2"))
    settings.write_text(settings.read_text() + 'beam = "wide"\n[hotkeys]\nfly = "ctrl+f"\n')
    before = (mine.read_bytes(), settings.read_bytes())
    done = run("playbook", "show")
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told[-1] == f"prompter: {mine}:2: format must be 1"
    assert any("beam is not a setting of this Prompter" in line for line in told)
    assert any("fly is not a hotkey of this Prompter" in line for line in told)
    save_setting(settings, "theme", "dark")
    assert 'beam = "wide"' in settings.read_text()
    assert 'fly = "ctrl+f"' in settings.read_text()
    assert mine.read_bytes() == before[0]
