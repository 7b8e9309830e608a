"""An archive of another version, or of another program: brought up to date, or left alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from prompter.errors import ArchiveTrouble
from prompter.messages import CardShown, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, files
from prompter.record.calls import StoredCard
from prompter.record.database import ArchiveDamaged, connect
from prompter.record.schema import MIGRATIONS, bring_up_to_date

PAGE_BYTES = 4096
Saying = Callable[..., Hypothesis]


def test_an_archive_of_a_newer_prompter_is_refused_and_left_alone(
    path: Path, faults: list[Fault], keep_call: Callable[..., int]
) -> None:
    keep_call()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    for open_it in (
        lambda: Archive.open(path, on_fault=faults.append),
        lambda: ArchiveReader.open(path),
    ):
        with pytest.raises(ArchiveTrouble, match="made by a newer Prompter") as trouble:
            open_it()
        assert not isinstance(trouble.value, ArchiveDamaged)
    assert path.read_bytes() == before
    assert faults == []


def test_another_program_s_database_is_refused_and_left_alone(
    path: Path, faults: list[Fault]
) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(ArchiveTrouble, match="another program's database"):
        Archive.open(path, on_fault=faults.append)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_schema").fetchall() == [("bookmarks",)]


def test_a_folder_in_the_archive_s_place_is_refused_with_one_line(
    path: Path, faults: list[Fault]
) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ArchiveTrouble, match=r"archive\.db: the archive can't be written") as said:
        Archive.open(path, on_fault=faults.append)
    assert "\n" not in str(said.value)


def test_an_older_archive_is_brought_up_to_date_and_keeps_its_calls(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    call_id = keep_call(said("old words"))
    with_notes = (*MIGRATIONS, ("ALTER TABLE calls ADD COLUMN note TEXT NOT NULL DEFAULT ''",))

    database = connect(path, write=True, wait_s=1.0)
    bring_up_to_date(database, with_notes)
    rows = database.rows("SELECT id, note FROM calls")
    version = database.rows("PRAGMA user_version")
    database.close()

    assert rows == [{"id": call_id, "note": ""}]
    assert version == [{"user_version": len(with_notes)}]


def test_cards_of_the_first_version_are_read_by_this_one(path: Path) -> None:
    files.make_private(path)
    database = connect(path, write=True, wait_s=1.0)
    bring_up_to_date(database, MIGRATIONS[:1])
    database.run(
        "INSERT INTO calls (started_at, title, source, playbook, keep) "
        "VALUES ('2026-03-04T13:05:00+00:00', 'Acme', 'live', '', 'cards')"
    )
    database.run(
        "INSERT INTO cards (call_id, card, cue, goal, say, why, noes, cue_end_s, at_s) "
        "VALUES (1, 'old', 'chose_other', 'feedback', 'Why?', '', 1, 2.0, 2.5)"
    )
    database.close()

    with ArchiveReader.open(path) as reader:
        (card,) = reader.call(1).cards
    assert card == StoredCard(
        CardShown("old", "chose_other", "feedback", "Why?", "", 1, 2.0, 2.5), None
    )


def test_a_step_that_fails_leaves_the_older_archive_as_it_was(
    path: Path, keep_call: Callable[..., int]
) -> None:
    keep_call()
    broken = (*MIGRATIONS, ("ALTER TABLE calls ADD COLUMN note TEXT", "NOT EVEN SQL"))
    database = connect(path, write=True, wait_s=1.0)
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        bring_up_to_date(database, broken)
    columns = {row["name"] for row in database.rows("PRAGMA table_info(calls)")}
    version = database.rows("PRAGMA user_version")
    database.close()
    assert "note" not in columns
    assert version == [{"user_version": len(MIGRATIONS)}]


def test_an_empty_file_becomes_an_archive_even_when_it_is_only_read(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == ()
