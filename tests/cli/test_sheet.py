"""`prompter sheet`, and a call whose cards are filled from a sheet."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from prompter.record import ArchiveReader
from tests.cli.conftest import Run


def test_a_sheet_is_made_listed_shown_and_deleted(run: Run, data_folder: Path) -> None:
    assert "No call sheets yet" in run("sheet", "list").stdout
    made = run("sheet", "new", "Acme", "--person", "Jane", "--role", "planner")
    file = data_folder / "sheets" / "acme-jane.toml"
    assert made.stdout == f"acme-jane: {file}\n"
    assert run("sheet", "list").stdout == "acme-jane  Acme – Jane\n"
    shown = run("sheet", "show", "acme – jane").stdout
    assert shown.splitlines() == [
        "Acme – Jane", "  Company: Acme", "  Person: Jane", "  Role: planner",
    ]  # fmt: skip
    assert json.loads(run("sheet", "show", "acme-jane", "--json").stdout)["role"] == "planner"
    assert run("sheet", "edit", "acme-jane").stdout == f"{file}\n", "no terminal: only the place"
    assert "Nothing was deleted" in run("sheet", "delete", "acme-jane", text="n\n").stdout
    assert run("sheet", "delete", "acme-jane", "--yes").returncode == 0
    assert not file.exists()


def test_a_bad_sheet_is_one_line_and_the_others_are_listed(run: Run, data_folder: Path) -> None:
    run("sheet", "new", "Acme")
    (data_folder / "sheets" / "own.toml").write_text('company = "B"\nideas = 3\n')
    listed = run("sheet", "list").stdout
    assert "acme  Acme" in listed
    assert "own.toml:2: ideas must be a list" in listed
    refused = run("sheet", "show", "own")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "own.toml:2: ideas must be a list" in refused.stderr


def test_edit_opens_the_editor_in_a_terminal_and_names_what_is_wrong_after_it(
    run: Run, data_folder: Path, tmp_path: Path
) -> None:
    run("sheet", "new", "Acme")
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "zzz = 1" >> "$1"\n')
    editor.chmod(0o700)
    mine, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "prompter", "sheet", "edit", "acme"],
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PROMPTER_DATA_DIR": str(data_folder), "EDITOR": str(editor)},
    )
    for end in (mine, theirs):
        os.close(end)
    assert done.returncode == 1
    assert "unknown line zzz" in done.stderr


def test_typed_words_bring_cards_filled_from_the_sheet(run: Run, data_folder: Path) -> None:
    (data_folder / "playbook.toml").write_text(PLAYBOOK)
    (data_folder / "settings.toml").write_text(
        f'playbook = "{data_folder / "playbook.toml"}"\nmy_name = "Jo Berg"\n'
    )
    run("sheet", "new", "Acme", "--person", "Jane")
    said = "we went with someone else\n"
    assert "Jo Berg and Acme, Jane." in run("type", "--sheet", "acme-jane", text=said).stdout
    assert "Plain words." in run("type", text=said).stdout
    assert 'no call sheet "beta"' in run("type", "--sheet", "beta", text=said).stderr


def test_a_kept_call_has_its_sheet_and_shows_it(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    run("sheet", "new", "Acme", "--person", "Jane")
    done = run("replay", short_call, "--pace", "fast", "--terminal", "--sheet", "acme-jane")
    assert "Kept as call 1" in done.stdout
    with ArchiveReader.open(data_folder / "archive.db") as reader:
        call = reader.call(1)
    assert (call.summary.title, call.sheet["person"]) == ("Acme – Jane", "Jane")
    assert "Person: Jane" in run("calls", "show", "1").stdout


PLAYBOOK = """
format = 1
name = "test"
[cues.chose_other]
title = "Someone else"
phrases = ["went with someone else"]
[[cues.chose_other.cards]]
id = "one"
goal = "feedback"
say = "Plain words."
say_with = "{name} and {company}, {person}."
why = "because"
"""
