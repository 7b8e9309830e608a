"""What was prepared for a call is kept with it, leaves with every export, and goes with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from prompter.errors import ArchiveTrouble
from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader, Keep, Recorder, files
from prompter.record.database import connect
from prompter.record.export import Format, render
from prompter.record.schema import MIGRATIONS, bring_up_to_date

SHEET = {"company": "Acme", "person": "Jane", "ideas": ["routes", "", "depots"], "notes": ""}


@pytest.fixture
def kept(path: Path, faults: list[Fault]) -> int:
    """A call of a minute with a sheet, of which only cards are kept."""
    with Archive.open(path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
        recorder.begin("Acme – Jane", "live", sheet=SHEET)
        recorder.end(60.0)
    assert recorder.call_id is not None
    return recorder.call_id


def test_the_sheet_comes_back_as_it_was(path: Path, kept: int) -> None:
    with ArchiveReader.open(path) as reader:
        assert reader.call(kept).sheet == SHEET


@pytest.mark.parametrize("form", [Format.TXT, Format.MD])
def test_exports_for_people_say_what_was_prepared(path: Path, kept: int, form: Format) -> None:
    with ArchiveReader.open(path) as reader:
        text = render(reader.call(kept), form)
    assert "Company: Acme" in text
    assert "Ideas for them: routes; depots" in text
    assert "Notes" not in text, "what is empty is left out"


def test_the_export_for_programs_has_the_sheet(path: Path, kept: int) -> None:
    with ArchiveReader.open(path) as reader:
        assert json.loads(render(reader.call(kept), Format.JSON))["sheet"] == SHEET


def test_a_deleted_call_leaves_no_word_of_its_sheet(
    path: Path, faults: list[Fault], kept: int
) -> None:
    with Archive.open(path, on_fault=faults.append) as archive:
        archive.delete(kept)
    assert b"depots" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_calls_of_the_second_version_have_no_sheet(path: Path) -> None:
    files.make_private(path)
    database = connect(path, write=True, wait_s=1.0)
    bring_up_to_date(database, MIGRATIONS[:2])
    database.run(
        "INSERT INTO calls (started_at, title, source, playbook, keep) "
        "VALUES ('2026-03-04T13:05:00+00:00', 'Acme', 'live', '', 'cards')"
    )
    database.close()
    with ArchiveReader.open(path) as reader:
        assert reader.call(1).sheet == {}


def test_a_sheet_that_makes_no_sense_is_told_in_one_line(
    path: Path, kept: int, keep_call: Callable[..., int]
) -> None:
    other = keep_call()
    database = connect(path, write=True, wait_s=1.0)
    database.run("UPDATE calls SET sheet = '[1' WHERE id = ?", kept)
    database.close()
    with ArchiveReader.open(path) as reader:
        with pytest.raises(ArchiveTrouble, match="makes no sense"):
            reader.call(kept)
        assert reader.call(other).sheet == {}
