"""A deleted call is gone: from the list, from the search and from every byte on the disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from prompter.errors import ArchiveTrouble
from prompter.messages import AskHeard, CardShown, CueHit, Fault, FaultKind, Hypothesis
from prompter.record import Archive, ArchiveReader
from prompter.record.calls import NoSuchCall

Saying = Callable[..., Hypothesis]

SECRETS = [b"zanzibar", b"quixote", b"pumpernickel", b"rhododendron", b"xylophone", b"kohlrabi"]


def secret_events(said: Saying) -> list[object]:
    return [
        said("we have an office in zanzibar"),
        CueHit("c", said("x").channel, 1, "quixote", 1.0, 2.0, 0.9, "by", True),
        CardShown("card", "cue", "goal", "say pumpernickel", "why", 1, 2.0, 2.1),
        AskHeard("rhododendron", "goal", 3.0),
        Fault(FaultKind.SILENT, "xylophone", 4.0),
    ]


def found_on_disk(path: Path) -> list[bytes]:
    on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
    return [secret for secret in SECRETS if secret in on_disk.lower()]


@pytest.mark.parametrize("others", [0, 1, 20])
def test_no_word_of_a_deleted_call_is_left_on_the_disk(
    path: Path,
    faults: list[Fault],
    keep_call: Callable[..., int],
    said: Saying,
    others: int,
) -> None:
    for number in range(others):
        keep_call(*(said(f"early {number} words {part}", part) for part in range(20)))
    secret = keep_call(*secret_events(said), title="Kohlrabi Ltd")
    for number in range(others):
        keep_call(*(said(f"later {number} words {part}", part) for part in range(20)))
    assert found_on_disk(path) == SECRETS

    with Archive.open(path, on_fault=faults.append) as archive:
        archive.delete(secret)
        assert found_on_disk(path) == [], "at once, not only when the archive is closed"

    assert found_on_disk(path) == []
    with ArchiveReader.open(path) as reader:
        assert reader.search("zanzibar") == ()
        assert reader.search("kohlrabi") == ()
        calls = reader.calls()
        assert len(calls) == 2 * others
        for call in calls:
            assert len(reader.call(call.id).segments) == 20
            assert reader.search(reader.call(call.id).segments[7].text)


def test_words_that_can_not_be_wiped_because_somebody_reads_are_wiped_on_closing(
    path: Path, faults: list[Fault], keep_call: Callable[..., int], said: Saying
) -> None:
    secret = keep_call(*secret_events(said), title="Kohlrabi Ltd")
    archive = Archive.open(path, on_fault=faults.append)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM calls").fetchall()
        with pytest.raises(ArchiveTrouble, match="Call 1 is deleted, but its traces are not wiped"):
            archive.delete(secret, wait_s=0.1)
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == ()

    archive.close()

    assert found_on_disk(path) == []


def test_the_room_of_a_deleted_call_is_given_back(
    path: Path, faults: list[Fault], keep_call: Callable[..., int], said: Saying
) -> None:
    keep_call()
    small = path.stat().st_size
    long = keep_call(*(said("some words " * 50, part * 3.0) for part in range(100)))
    assert path.stat().st_size > 2 * small
    with Archive.open(path, on_fault=faults.append) as archive:
        archive.delete(long)
    assert path.stat().st_size <= small


def test_deleting_waits_for_another_program_that_is_writing(
    path: Path, faults: list[Fault], keep_call: Callable[..., int]
) -> None:
    call_id = keep_call()
    with (
        closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other,
        Archive.open(path, on_fault=faults.append) as archive,
    ):
        other.execute("BEGIN IMMEDIATE")
        timer = Timer(0.6, other.execute, ["ROLLBACK"])
        timer.start()
        archive.delete(call_id, wait_s=30.0)
        timer.join()
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == ()


def test_deleting_a_call_that_is_not_there_changes_nothing_and_says_so(
    path: Path, faults: list[Fault], keep_call: Callable[..., int]
) -> None:
    kept = keep_call()
    with (
        Archive.open(path, on_fault=faults.append) as archive,
        pytest.raises(NoSuchCall, match="There is no call 99;"),
    ):
        archive.delete(99)
    with ArchiveReader.open(path) as reader:
        assert [call.id for call in reader.calls()] == [kept]
