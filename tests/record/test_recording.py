"""A call is written down as it happens, and comes back as it was."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from prompter.errors import ArchiveTrouble
from prompter.messages import (
    AskHeard,
    CallState,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    Hypothesis,
    MomentMarked,
    Nudge,
    StateChanged,
)
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.calls import NoSuchCall, StoredCard

Saying = Callable[..., Hypothesis]


def test_a_call_comes_back_with_everything_that_happened_in_it(
    path: Path, archive: Archive, faults: list[Fault], said: Saying, hit: CueHit, card: CardShown
) -> None:
    theirs = said("We've gone with someone – José", 1.0)
    mine = said("Thank you", 4.0, Channel.ME, 7)
    ask = AskHeard("who_else", "referral", 5.0)
    fault = Fault(FaultKind.SILENT, "Nothing is heard from you.", 6.0, Channel.ME)
    second_card = CardShown("trial", "no_budget", "proof", "A trial day?", "", 2, 8.0, 8.1)
    recorder = Recorder(
        archive,
        Keep.TRANSCRIPT,
        on_fault=faults.append,
        now=lambda: datetime(2026, 3, 4, 13, 5, 6, tzinfo=UTC),
    )

    call_id = recorder.begin("Acme, Mrs Bell", "recording", "my playbook")
    for event in (
        theirs, hit, card, mine, ask, fault, second_card, CardWithdrawn("trial", "no_budget", 9.0)
    ):  # fmt: skip
        recorder.take(event)
    recorder.end(61.5)

    assert call_id is not None
    with ArchiveReader.open(path) as reader:
        call = reader.call(call_id)
    assert call.summary.title == "Acme, Mrs Bell"
    assert call.summary.source == "recording"
    assert call.summary.playbook == "my playbook"
    assert call.summary.started_at == datetime(2026, 3, 4, 13, 5, 6, tzinfo=UTC)
    assert call.summary.length_s == 61.5
    assert not call.summary.interrupted
    assert [
        (part.channel, part.utterance, part.text, part.start_s, part.end_s, part.words)
        for part in call.segments
    ] == [
        (part.channel, part.utterance, part.text, part.start_s, part.end_s, part.words)
        for part in (theirs, mine)
    ]
    assert call.cue_hits == (hit,)
    assert call.cards == (StoredCard(card, None), StoredCard(second_card, 9.0))
    assert call.summary.noes == 1, "the second no was taken back with its card"
    assert call.asks == (ask,)
    assert call.faults == (fault,)
    assert faults == []


@pytest.mark.parametrize("keep", [Keep.TRANSCRIPT, Keep.CARDS])
def test_what_the_user_did_with_a_card_comes_back_and_so_do_marked_moments(
    path: Path, keep_call: Callable[..., int], card: CardShown, keep: Keep
) -> None:
    script = ("Hello, this is Ann.", "My number is one two three.")
    message = CardShown("message", "voicemail", "message", "Slowly.", "", 0, 9, 9.2, 35.0, script)
    held, let_go = CardPinned("who_else", True, 3.5), CardPinned("who_else", False, 5.0)
    call_id = keep_call(
        card, held, let_go, CardDismissed("who_else", 6.0), MomentMarked(7.0), message, keep=keep
    )

    with ArchiveReader.open(path) as reader:
        call = reader.call(call_id)
    assert call.cards == (StoredCard(card, None, 6.0), StoredCard(message, None))
    assert call.pins == (held, let_go)
    assert call.marks == (MomentMarked(7.0),)


def test_partials_silence_and_states_are_not_written(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    partial = Hypothesis(Channel.THEM, 1, "we have", (), False, 1.0, 1.5)
    call_id = keep_call(
        partial, said("  "), StateChanged(CallState.PAUSED, 3.0), Nudge("!", 4, 0.5)
    )

    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).segments == ()


def test_each_final_is_in_the_archive_as_soon_as_it_was_taken(
    path: Path, archive: Archive, faults: list[Fault], said: Saying
) -> None:
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    call_id = recorder.begin("Acme", "recording")
    assert call_id is not None
    with ArchiveReader.open(path) as reader:
        for number in range(5):
            recorder.take(said(f"final {number}", number * 3.0))
            call = reader.call(call_id)
            assert [segment.text for segment in call.segments][-1] == f"final {number}"
            assert call.summary.interrupted, "it has no end yet"
            assert call.summary.length_s == number * 3.0 + 2.0


def test_what_comes_before_the_beginning_is_written_with_it(
    path: Path, archive: Archive, faults: list[Fault]
) -> None:
    missing = Fault(FaultKind.ENGINE_MISSING, "The better engine is missing.", 0.0)
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    recorder.take(missing)
    call_id = recorder.begin("Acme", "recording")
    assert call_id is not None
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).faults == (missing,)


def test_while_another_program_writes_the_call_goes_on_and_catches_up(
    path: Path, archive: Archive, faults: list[Fault], said: Saying
) -> None:
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    call_id = recorder.begin("Acme", "recording")
    recorder.take(said("one"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        recorder.take(said("two", 5.0))
        recorder.take(said("three", 9.0))
        assert recorder.held == 2
        other.execute("ROLLBACK")
    recorder.take(said("four", 13.0))

    assert [(fault.kind, fault.over, fault.at_s) for fault in faults] == [
        (FaultKind.RECORD_FAILED, False, 7.0),
        (FaultKind.RECORD_FAILED, True, 15.0),
    ]
    assert faults[0].text.startswith("Another program is using the archive: this call goes on")
    assert call_id is not None
    with ArchiveReader.open(path) as reader:
        texts = [segment.text for segment in reader.call(call_id).segments]
    assert texts == ["one", "two", "three", "four"]


def test_an_end_that_could_not_be_written_is_written_when_the_call_is_ended_again(
    path: Path, archive: Archive, faults: list[Fault], said: Saying
) -> None:
    times = iter(datetime(2026, 3, 4, 13, minute, tzinfo=UTC) for minute in range(5))
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append, now=lambda: next(times))
    call_id = recorder.begin("Acme", "recording")
    assert call_id is not None
    recorder.take(said("one"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveTrouble, match="another program is using the archive"):
            recorder.end(60.0)
        other.execute("ROLLBACK")
    recorder.end(75.0)

    with ArchiveReader.open(path) as reader:
        summary = reader.call(call_id).summary
    assert summary.length_s == 60.0
    assert summary.ended_at == datetime(2026, 3, 4, 13, 1, tzinfo=UTC)


def test_opening_the_archive_again_in_this_program_does_not_cost_the_call_its_locks(
    path: Path,
    archive: Archive,
    faults: list[Fault],
    said: Saying,
    start_child: Callable[..., subprocess.Popen[str]],
) -> None:
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    recorder.begin("Acme", "recording")
    recorder.take(said("one"))

    # POSIX takes all of a program's locks on a file away as soon as it closes any handle of it.
    Archive.open(path, on_fault=faults.append).close()
    with start_child("opening_child.py", str(path)) as child:
        assert child.stdout is not None
        assert child.stdout.read() == "one\n"
    recorder.take(said("two", 5.0))

    with start_child("opening_child.py", str(path)) as child:
        assert child.stdout is not None
        assert child.stdout.read() == "one\ntwo\n"
    assert faults == []


def test_a_call_that_is_deleted_while_it_goes_on_stays_deleted(
    path: Path, archive: Archive, faults: list[Fault], said: Saying
) -> None:
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    call_id = recorder.begin("Acme", "recording")
    recorder.take(said("one"))
    assert call_id is not None
    with Archive.open(path, on_fault=faults.append) as other:
        other.delete(call_id)

    recorder.take(said("two", 5.0))
    recorder.take(said("three", 9.0))
    recorder.end(60.0)

    assert [fault.text for fault in faults] == [
        "This call was deleted while it goes on: nothing more of it is kept."
    ]
    assert recorder.held == 0
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == ()
        with pytest.raises(NoSuchCall, match="There is no call 1;"):
            reader.call(call_id)


def test_the_number_of_a_deleted_call_is_not_used_again(
    path: Path, keep_call: Callable[..., int], faults: list[Fault]
) -> None:
    first = keep_call()
    with Archive.open(path, on_fault=faults.append) as archive:
        archive.delete(first)
    assert keep_call() == first + 1


def test_a_title_with_bytes_that_are_no_text_is_kept_as_far_as_it_is_text(
    path: Path, keep_call: Callable[..., int]
) -> None:
    call_id = keep_call(title=os.fsdecode(b"caf\xe9.mp3"))
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).summary.title == "caf?.mp3"


def test_calls_are_listed_newest_first_and_page_by_page(
    path: Path, keep_call: Callable[..., int]
) -> None:
    ids = [keep_call(title=f"call {number}") for number in range(5)]
    with ArchiveReader.open(path) as reader:
        assert [call.id for call in reader.calls()] == ids[::-1]
        page = reader.calls(limit=2)
        assert [call.id for call in page] == [ids[4], ids[3]]
        page = reader.calls(limit=2, before_id=page[-1].id)
        assert [call.id for call in page] == [ids[2], ids[1]]
