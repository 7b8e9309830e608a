"""A damaged archive is kept aside, a new one is started, and the user is told where the old is."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from prompter.errors import PrompterError
from prompter.messages import Fault, FaultKind, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.database import ArchiveDamaged
from prompter.record.export import Format, render
from prompter.record.keys import ArchiveLocked, Keys, Protect

PAGE_BYTES = 4096
Saying = Callable[..., Hypothesis]


def random_header(whole: bytes) -> bytes:
    return random.Random(1).randbytes(100) + whole[100:]


def half(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def a_few_bytes(whole: bytes) -> bytes:
    return whole[:10]


def random_first_page(whole: bytes) -> bytes:
    return whole[:100] + random.Random(2).randbytes(PAGE_BYTES - 100) + whole[PAGE_BYTES:]


def another_kind_of_file(whole: bytes) -> bytes:
    del whole
    return b"Dear Sir or Madam,\n" * 500


DAMAGES = [random_header, half, a_few_bytes, random_first_page, another_kind_of_file]


ENCRYPTED = pytest.mark.parametrize("protect", [Protect.PLAIN, Protect.AUTO])


@pytest.fixture(autouse=True)
def protected(request: pytest.FixtureRequest, plain_archives: Keys) -> None:
    """Plain, or encrypted with a key in the keyring, where a test asks for both."""
    if "protect" in request.fixturenames:
        plain_archives.choose(request.getfixturevalue("protect"))


def test_an_encrypted_archive_whose_first_bytes_are_lost_is_left_alone_and_said_to_be_locked(
    path: Path, plain_archives: Keys, keep_call: Callable[..., int]
) -> None:
    plain_archives.choose(Protect.AUTO)
    keep_call()
    damaged = random_header(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(ArchiveLocked, match="their passphrase is needed"):
        keep_call()
    assert path.read_bytes() == damaged


@ENCRYPTED
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_kept_as_it_is_and_a_new_one_is_started(
    path: Path,
    faults: list[Fault],
    keep_call: Callable[..., int],
    said: Saying,
    damage: Callable[[bytes], bytes],
    protect: Protect,
) -> None:
    if protect is Protect.AUTO and damage is random_header:
        return  # see the test above
    keep_call(said("old words"))
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)

    call_id = keep_call(said("new words"))

    (fault,) = faults
    assert fault.kind is FaultKind.ARCHIVE_DAMAGED
    (kept,) = path.parent.glob("archive.damaged-*.db")
    assert str(kept) in fault.text
    assert re.fullmatch(r"archive\.damaged-\d{8}-\d{6}\.db", kept.name)
    assert kept.read_bytes() == damaged
    with ArchiveReader.open(path) as reader:
        assert [part.text for part in reader.call(call_id).segments] == ["new words"]
        assert len(reader.calls()) == 1


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_reader_says_that_the_archive_is_damaged_and_touches_nothing(
    path: Path, keep_call: Callable[..., int], damage: Callable[[bytes], bytes]
) -> None:
    keep_call()
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(ArchiveDamaged, match="this archive is damaged"):
        ArchiveReader.open(path).calls()
    assert path.read_bytes() == damaged


def test_the_log_beside_a_damaged_archive_is_kept_with_it(
    path: Path,
    faults: list[Fault],
    keep_call: Callable[..., int],
    start_child: Callable[..., subprocess.Popen[str]],
) -> None:
    keep_call()
    with start_child("recording_child.py", str(path)) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.kill()
    log = path.with_name("archive.db-wal").read_bytes()
    assert log
    path.write_bytes(b"no database")

    Archive.open(path, on_fault=faults.append).close()

    (kept,) = path.parent.glob("archive.damaged-*.db")
    assert kept.read_bytes() == b"no database"
    assert kept.with_name(kept.name + "-wal").read_bytes() == log
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == (), "the old log was not played into the new archive"


def test_two_damaged_archives_in_one_second_are_both_kept(path: Path, faults: list[Fault]) -> None:
    for content in (b"first", b"second", b"third"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        Archive.open(path, on_fault=faults.append).close()
    kept = path.parent.glob("archive.damaged-*.db")
    assert sorted(file.read_bytes() for file in kept) == [b"first", b"second", b"third"]


def trouble_of_reading(path: Path) -> str:
    """Read all there is; gives the line that the user sees, "" when it went well."""
    try:
        with ArchiveReader.open(path) as reader:
            reader.search("words")
            for call in reader.calls():
                render(reader.call(call.id), Format.TXT)
    except PrompterError as trouble:
        return str(trouble)
    return ""


def test_whatever_page_is_damaged_the_next_call_is_kept_whole_and_reading_gives_words_or_one_line(
    path: Path, tmp_path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    for number in range(8):
        keep_call(
            *(said(f"words {number} {part} " * 12, part * 3.0) for part in range(15)),
            title=f"call {number}",
        )
    whole = path.read_bytes()
    pages = len(whole) // PAGE_BYTES
    assert pages > 25
    chance = random.Random(3)
    troubles = aside = 0
    for page in range(1, pages):  # another first page looks like an archive that is locked
        case = tmp_path / f"case{page}" / "archive.db"
        case.parent.mkdir()
        at = page * PAGE_BYTES
        case.write_bytes(whole[:at] + chance.randbytes(PAGE_BYTES) + whole[at + PAGE_BYTES :])

        line = trouble_of_reading(case)
        assert "\n" not in line
        troubles += bool(line)

        told: list[Fault] = []
        with Archive.open(case, on_fault=told.append) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=told.append)
            recorder.begin("new", "recording")
            events = [said(f"new {part}", part * 3.0, utterance=part) for part in range(5)]
            for event in events:
                recorder.take(event)
            recorder.end(60.0)
        assert {fault.kind for fault in told} <= {FaultKind.ARCHIVE_DAMAGED}
        aside += len(told)
        with closing(sqlite3.connect(case)) as plain:
            kept = plain.execute(
                "SELECT text FROM segments WHERE call_id = ? ORDER BY id", (recorder.call_id,)
            ).fetchall()
        assert kept == [(event.text,) for event in events]
        shutil.rmtree(case.parent)
    assert troubles > pages / 2
    assert aside > 5


def test_bytes_that_are_no_text_any_more_are_shown_as_far_as_they_are(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    call_id = keep_call(said("we like pumpernickel"))
    path.write_bytes(path.read_bytes().replace(b"like pumper", b"like \xff\xfe\xfdper"))
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).segments[0].text == "we like \ufffd\ufffd\ufffdpernickel"


def test_damage_met_in_the_middle_of_a_call_loses_nothing_of_that_call(
    path: Path, faults: list[Fault], keep_call: Callable[..., int], said: Saying
) -> None:
    for _ in range(8):
        keep_call(*(said("old words " * 12, part * 3.0) for part in range(15)))
    with Archive.open(path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("Acme", "recording")
        whole = path.read_bytes()
        path.write_bytes(whole[:PAGE_BYTES] + b"\xff" * (len(whole) - PAGE_BYTES))
        for number in range(5):
            recorder.take(said(f"final {number}", 3.0 * number))
        recorder.end(60.0)

    (fault,) = faults
    assert fault.kind is FaultKind.ARCHIVE_DAMAGED
    assert fault.at_s == 2.0
    with ArchiveReader.open(path) as reader:
        (call,) = reader.calls()
        assert (call.title, call.interrupted) == ("Acme", False)
        texts = [part.text for part in reader.call(call.id).segments]
    assert texts == [f"final {number}" for number in range(5)]


@pytest.mark.parametrize("left_there", ["nothing", "another archive", "a damaged file"])
def test_an_archive_that_is_taken_away_during_a_call_loses_nothing_of_that_call(
    path: Path, faults: list[Fault], said: Saying, left_there: str
) -> None:
    with Archive.open(path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("Acme", "recording")
        recorder.take(said("one"))
        path.parent.rename(path.parent.with_name("elsewhere"))
        if left_there == "another archive":
            Archive.open(path, on_fault=faults.append).close()
        elif left_there == "a damaged file":
            path.parent.mkdir()
            path.write_bytes(b"no database")
        recorder.take(said("two", 5.0))
        recorder.take(said("three", 9.0))
        recorder.end(60.0)
        assert recorder.held == 0

    assert FaultKind.ARCHIVE_DAMAGED in {fault.kind for fault in faults}
    with ArchiveReader.open(path) as reader:
        (call,) = reader.calls()
        texts = [part.text for part in reader.call(call.id).segments]
    assert texts == ["one", "two", "three"]
