"""`prompter calls`: what the user types and sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import srt
from typer.testing import CliRunner, Result

import prompter
from prompter.cli.calls import app
from prompter.cli.calls_archive import NONE_KEPT
from prompter.errors import PrompterError
from prompter.messages import CardShown, Channel, CueHit, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the archive of the user will be; no folder is there yet."""
    folder = tmp_path / "prompter"
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(folder))
    monkeypatch.setenv("COLUMNS", "120")
    return folder / "archive.db"


def keep_call(archive: Path, title: str, text: str, *, ended: bool = True) -> int:
    with Archive.open(archive, on_fault=lambda fault: pytest.fail(fault.text)) as opened:
        recorder = Recorder(
            opened,
            Keep.TRANSCRIPT,
            on_fault=lambda fault: pytest.fail(fault.text),
            now=lambda: MONDAY,
        )
        recorder.begin(title, "recording")
        recorder.take(Hypothesis(Channel.THEM, 1, text, (), True, 12.0, 14.5))
        recorder.take(
            CueHit("chose_other", Channel.THEM, 1, "gone with", 12.5, 14.0, 0.9, "by", True)
        )
        recorder.take(
            CardShown("who", "chose_other", "referral", "Who else?", "why", 1, 14.0, 14.1)
        )
        recorder.take(Hypothesis(Channel.ME, 1, "Thank you", (), True, 16.0, 17.0))
        if ended:
            recorder.end(247.0)
        assert recorder.call_id is not None
        return recorder.call_id


def run(*arguments: str, typed: str = "") -> Result:
    """Run a command that must go well."""
    done = CliRunner().invoke(app, arguments, input=typed)
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def refused(*arguments: str) -> str:
    """Run a command that must be refused with one line; gives that line."""
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, PrompterError), (done.output, done.exception)
    assert "\n" not in str(done.exception)
    return str(done.exception)


def test_without_any_call_list_and_search_say_so_and_make_no_archive(archive: Path) -> None:
    assert run("list").stdout == NONE_KEPT + "\n"
    assert run("search", "budget").stdout == NONE_KEPT + "\n"
    assert json.loads(run("list", "--json").stdout) == []
    assert json.loads(run("search", "budget", "--json").stdout) == []
    for command in (["show", "1"], ["export", "1"], ["delete", "1", "--yes"]):
        assert refused(*command) == ("There is no call 1; `prompter calls list` shows those kept")
    assert not archive.parent.exists()


def test_the_list_shows_the_newest_first_and_marks_what_was_interrupted(archive: Path) -> None:
    keep_call(archive, "Acme [bold]Mrs Bell[/bold]", "hello")
    keep_call(archive, "Bell & Sons", "hello", ended=False)

    head, second, first, note = run("list").stdout.splitlines()

    assert head.split() == ["ID", "Started", "Length", "Noes", "Kept", "Call"]
    began = f"{MONDAY.astimezone():%Y-%m-%d %H:%M}"
    assert second.split(maxsplit=1)[0] == "2"
    assert "Bell & Sons * interrupted" in second
    assert "17 s" in second, "as long as what was kept"
    assert first.split() == [
        "1", *began.split(), "4", "min", "07", "s", "1", "transcript", "Acme",
        "[bold]Mrs", "Bell[/bold]",
    ]  # fmt: skip
    assert note == "* interrupted: Prompter was stopped, or the call still goes on"


def test_a_long_list_is_cut_and_says_how_to_see_more(archive: Path) -> None:
    for number in range(4):
        keep_call(archive, f"call {number}", "hello")
    lines = run("list", "--limit", "3").stdout.splitlines()
    assert len(lines) == 5
    assert lines[-1] == "There are older calls too: --limit 6"
    assert len(json.loads(run("list", "--limit", "3", "--json").stdout)) == 3


def test_the_list_as_json_is_for_scripts(archive: Path) -> None:
    keep_call(archive, "Café", "hello")
    (call,) = json.loads(run("list", "--json").stdout_bytes.decode("utf-8"))
    assert (call["id"], call["title"], call["started_at"], call["interrupted"]) == (
        1, "Café", MONDAY.isoformat(), False
    )  # fmt: skip


def test_show_tells_the_call_in_order(archive: Path) -> None:
    keep_call(archive, "Acme", "We've gone with [someone] else")
    shown = run("show", "1").stdout.splitlines()
    assert shown[0] == "Acme"
    assert [line.strip() for line in shown[4:]] == [
        "00:12  Employer: We've gone with [someone] else",
        '00:12      cue: They chose someone else (score 0.90, heard in "gone with")',
        "00:14      card: Who else?",
        "00:16  You: Thank you",
    ]
    assert json.loads(run("show", "1", "--json").stdout)["segments"][0]["start_s"] == 12.0


def test_words_that_could_steer_the_terminal_are_shown_without_effect(archive: Path) -> None:
    keep_call(archive, "\x1b[2Jtitle", "red \x1b[31m words\x07")
    for command in (["list"], ["show", "1"], ["search", "words"], ["export", "1"]):
        shown = run(*command).stdout
        assert "\x1b" not in shown
        assert "\x07" not in shown
    assert "[2Jtitle" in run("list").stdout


def test_search_shows_each_place_under_its_call(archive: Path) -> None:
    keep_call(archive, "Acme", "the budget is gone")
    keep_call(archive, "About the budget", "no budget for a manager")
    keep_call(archive, "Other", "nothing")
    began = f"{MONDAY.astimezone():%Y-%m-%d %H:%M}"
    assert run("search", "budg").stdout.splitlines() == [
        f"2  {began}  About the budget",
        "  00:12  Employer: no budget for a manager",
        f"1  {began}  Acme",
        "  00:12  Employer: the budget is gone",
    ]
    assert run("search", "manager", "budget").stdout.count("Employer") == 1
    assert run("search", "pineapple").stdout == 'Nothing found for "pineapple".\n'
    title, said, _ = json.loads(run("search", "budget", "--json").stdout)
    assert (title["call"], title["segment"], title["start_s"]) == (2, None, None)
    assert (said["call"], said["start_s"], said["matches"]) == (2, 12.0, ["budget"])


@pytest.mark.parametrize("typed", ['"', "budget OR", "NEAR(", "*", "text:budget", "'; DROP", ""])
def test_search_takes_any_words(archive: Path, typed: str) -> None:
    keep_call(archive, "Acme", "the budget is gone")
    run("search", "--", typed)


def test_export_writes_the_format_that_is_asked_for(archive: Path, tmp_path: Path) -> None:
    keep_call(archive, "Acme", "We've gone with someone else – José")
    assert run("export", "1").stdout_bytes.decode("utf-8").startswith("Acme\n")
    assert run("export", "1", "--format", "md").stdout.startswith("# Acme\n")
    assert json.loads(run("export", "1", "--format", "json").stdout)["call"]["title"] == "Acme"
    assert run("export", "1", "--format", "vtt", "--out", "-").stdout.startswith("WEBVTT\n")

    file = tmp_path / "call.srt"
    assert run("export", "1", "--out", str(file)).stdout == f"Call 1 is written to {file}\n"
    first, second = srt.parse(file.read_text("utf-8"))
    assert first.content == "Employer: We've gone with someone else – José"
    assert second.start.total_seconds() == 16.0


def test_export_replaces_a_file_only_with_force(archive: Path, tmp_path: Path) -> None:
    keep_call(archive, "Acme", "hello")
    file = tmp_path / "call.md"
    file.write_text("mine")
    assert "this file exists; --force replaces it" in refused("export", "1", "--out", str(file))
    assert file.read_text() == "mine"
    run("export", "1", "--out", str(file), "--force")
    assert file.read_text("utf-8").startswith("# Acme")


def test_delete_asks_first(archive: Path) -> None:
    keep_call(archive, "Acme", "pumpernickel")
    asked = run("delete", "1", typed="n\n").stdout
    assert f"Delete call 1, Acme, of {MONDAY.astimezone():%Y-%m-%d %H:%M}, for good?" in asked
    assert "Nothing was deleted." in asked
    assert "pumpernickel" in run("show", "1").stdout

    without_answer = CliRunner().invoke(app, ["delete", "1"], input="")
    assert without_answer.exit_code == 1
    assert "pumpernickel" in run("show", "1").stdout

    assert "Call 1 is deleted." in run("delete", "1", typed="y\n").stdout
    assert "There is no call 1;" in refused("show", "1")
    assert b"pumpernickel" not in archive.read_bytes()
    keep_call(archive, "Acme", "hello")
    assert run("delete", "2", "--yes").stdout == "Call 2 is deleted.\n"


def test_a_damaged_archive_is_moved_aside_and_what_is_left_of_it_can_be_read(
    archive: Path,
) -> None:
    for number in range(10):
        keep_call(archive, f"call {number}", "some words " * 30)
    whole = archive.read_bytes()
    pages = [whole[at : at + 4096] for at in range(0, len(whole), 4096)]
    # Only the pages with what was said: the list of calls can still be read.
    archive.write_bytes(
        b"".join(b"\xff" * 4096 if b"some words" in page else page for page in pages)
    )
    with ArchiveReader.open(archive) as reader:
        assert len(reader.calls()) == 10

    line = refused("show", "5")

    (kept,) = archive.parent.glob("archive.damaged-*.db")
    assert str(kept) in line
    assert "prompter calls list --archive" in line
    assert run("list").stdout == NONE_KEPT + "\n"
    assert len(run("list", "--archive", str(kept)).stdout.splitlines()) == 11
    assert "this archive is damaged" in refused("show", "5", "--archive", str(kept))
    assert kept.exists(), "a file that was named is never moved"


def test_an_archive_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "no.db"
    for command in (["list"], ["search", "a"], ["show", "1"], ["export", "1"]):
        assert refused(*command, "--archive", str(file)) == f"{file}: there is no such file"


def test_from_the_real_command_line_a_fault_is_one_line_on_stderr_and_exit_code_1(
    archive: Path,
) -> None:
    keep_call(archive, "Acme", "hello")
    repository = str(Path(prompter.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-m", "prompter", "calls", "show", "7"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([repository, *sys.path])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    said = done.stderr.splitlines()
    assert "your kept calls are encrypted now" in said[0], "the archive was plain"
    assert said[1:] == ["prompter: There is no call 7; `prompter calls list` shows those kept"]
