"""`prompter calls` after a call: complete, thank, measure, export many, import, delete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prompter.record import ArchiveReader
from tests.cli.test_calls import archive, keep_call, refused, run

__all__ = ["archive"]  # the fixture: an archive of one's own

SRT = (
    "1\n00:00:01,000 --> 00:00:03,000\nBell: I'm sorry, we went with someone else.\n\n"
    "2\n00:00:05,000 --> 00:00:07,000\nYou: Who else should I be talking to?\n"
)


def test_what_is_added_is_shown_and_goes_into_a_calendar(archive: Path, tmp_path: Path) -> None:
    keep_call(archive, "Acme", "We are full")
    ics = tmp_path / "next.ics"
    run(
        "edit", "1", "--outcome", "meeting", "--next", "Bring the plan", "--on", "2026-03-09",
        "--person", "Mrs Bell", "--tag", "bakery", "--ics", str(ics),
    )  # fmt: skip
    run("edit", "1", "--company", "Acme Ltd")
    shown = run("show", "1").stdout
    assert "With Mrs Bell, Acme Ltd" in shown
    assert "Next step: Bring the plan (2026-03-09)" in shown
    assert "DTSTART;VALUE=DATE:20260309" in ics.read_text()
    assert "meeting you on Monday, 9 March" in run("thanks", "1", "--name", "Kim").stdout


def test_figures_of_one_call_and_of_all(archive: Path) -> None:
    keep_call(archive, "Acme", "We are full")
    assert "They chose someone else; 2.0 s until you spoke" in run("figures", "1").stdout
    assert "They chose someone else" in run("figures").stdout
    assert json.loads(run("figures", "--json").stdout)["calls"] == 1


def test_many_calls_are_exported_into_a_folder(archive: Path, tmp_path: Path) -> None:
    for title in ("Acme", "Bright"):
        keep_call(archive, title, "ring me on 0151 234567")
    out = tmp_path / "out"
    assert "2 calls are written" in run(
        "export", "--all", "--format", "md", "--out", str(out), "--redact", "--no-times"
    ).stdout  # fmt: skip
    files = sorted(out.iterdir())
    assert [file.suffix for file in files] == [".md", ".md"]
    assert "- **Employer:** ring me on \\[number\\]" in files[0].read_text()
    assert "0 calls are written" in run("export", "--until", "2026-03-01", "--out", str(out)).stdout
    assert "name one call, or --all" in refused("export")
    assert "go into a folder" in refused("export", "--all")


def test_a_written_call_goes_through_the_same_line(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "acme.srt"
    file.write_text(SRT)
    assert "Kept as call 1" in run("import", str(file), "--title", "Acme").stdout
    with ArchiveReader.open(archive) as reader:
        call = reader.call(1)
    assert call.summary.name == "Acme"
    assert [one.text for one in call.segments][1] == "Who else should I be talking to?"
    assert call.cards, "a card came"
    assert call.summary.noes == 1
    assert "can't read this file" in refused("import", str(tmp_path / "none.srt"))


def test_nothing_is_imported_where_nothing_may_be_kept(archive: Path, tmp_path: Path) -> None:
    archive.parent.mkdir()
    (archive.parent / "settings.toml").write_text('keep = "nothing"\n')
    file = tmp_path / "acme.srt"
    file.write_text(SRT)
    assert "nothing may be kept" in refused("import", str(file))


@pytest.mark.parametrize("which", [["--all"], ["--older-than", "10"]])
def test_many_calls_are_deleted_after_asking(archive: Path, which: list[str]) -> None:
    assert "no calls to delete" in run("delete", *which).stdout
    for title in ("Acme", "Zanzibar"):
        keep_call(archive, title, "secret words")
    assert "Nothing was deleted" in run("delete", *which, typed="n\n").stdout
    assert "calls are deleted" in run("delete", *which, "--yes").stdout
    left = b"Zanzibar" in archive.read_bytes()
    assert not left
    assert "name one call, or --all" in refused("delete", "1", "--all")
