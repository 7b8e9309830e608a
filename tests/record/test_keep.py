"""What may be kept: with cards only no spoken word, and all of it for this user alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prompter.messages import (
    CardShown,
    CueHit,
    Fault,
    Hypothesis,
)
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.calls import StoredCard

Saying = Callable[..., Hypothesis]


def test_with_cards_only_no_word_that_was_said_reaches_the_disk(
    path: Path, archive: Archive, faults: list[Fault], said: Saying, hit: CueHit, card: CardShown
) -> None:
    recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
    call_id = recorder.begin("Acme", "recording")
    recorder.take(said("we've gone with someone else"))
    recorder.take(hit)
    recorder.take(card)
    recorder.end(60.0)

    on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"gone" not in on_disk
    assert call_id is not None
    with ArchiveReader.open(path) as reader:
        call = reader.call(call_id)
    assert call.segments == ()
    assert [(kept.cue, kept.start_s, kept.text) for kept in call.cue_hits] == [
        ("chose_other", 1.2, "")
    ]
    assert call.cards == (StoredCard(card, None),)
    assert call.summary.noes == 1


def test_when_nothing_is_kept_no_archive_is_needed_or_touched(
    path: Path, faults: list[Fault], said: Saying
) -> None:
    recorder = Recorder(None, Keep.NOTHING, on_fault=faults.append)
    assert recorder.begin("Acme", "recording") is None
    recorder.take(said("we've gone with someone else"))
    recorder.end(60.0)

    assert recorder.held == 0
    assert recorder.held_text() == ""
    assert not path.parent.exists()
    with pytest.raises(ValueError, match="an archive is needed"):
        Recorder(None, Keep.TRANSCRIPT, on_fault=faults.append)


def test_only_this_user_can_read_the_archive_whatever_the_umask(
    path: Path, faults: list[Fault], said: Saying
) -> None:
    umask = os.umask(0)
    try:
        with Archive.open(path, on_fault=faults.append) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
            recorder.begin("Acme", "recording")
            recorder.take(said("words"))
            modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    finally:
        os.umask(umask)

    assert modes == {"archive.db": 0o600, "archive.db-wal": 0o600, "archive.db-shm": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_archive_that_others_could_read_is_made_private_when_it_is_opened(
    path: Path, keep_call: Callable[..., int], faults: list[Fault]
) -> None:
    keep_call()
    path.chmod(0o644)
    Archive.open(path, on_fault=faults.append).close()
    assert path.stat().st_mode & 0o777 == 0o600
