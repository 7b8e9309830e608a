"""A call that was cut off goes on: one call, one clock, nothing asked for twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prompter.messages import AskHeard, CardShown, CardWithdrawn, Channel, CueHit, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder, go_on_with
from prompter.record.going_on import CallMark, cut_off, forget, goes_on
from tests.record.conftest import child_environment

BEGAN = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)


def first_part(archive: Archive, *events: object) -> None:
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=lambda _: None, now=lambda: BEGAN)
    recorder.begin("Acme", "live")
    for event in events:
        recorder.take(event)  # type: ignore[arg-type]


def test_both_parts_are_one_call_with_the_gap_between_them(
    archive: Archive,
    path: Path,
    said: Callable[..., Hypothesis],
    hit: CueHit,
    card: CardShown,
    faults: list[Fault],
) -> None:
    first_part(archive, said("hello", utterance=0), hit, card)
    with ArchiveReader.open(path) as reader:
        rest_of = go_on_with(reader.call(1), BEGAN + timedelta(minutes=7))
    assert rest_of.done == (card,)

    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
    recorder.go_on_with(rest_of)
    recorder.take(said("are you there", utterance=0, at_s=2.0))
    recorder.take(said("yes", utterance=0, at_s=3.0, channel=Channel.ME))
    recorder.take(replace(hit, utterance=0))
    recorder.take(replace(card, card="second"))
    recorder.take(CardWithdrawn("second", card.cue, 4.0))
    recorder.take(AskHeard("who_else", "referral", 6.0))
    recorder.end(60.0)

    with ArchiveReader.open(path) as reader:
        (summary,) = reader.calls()
        call = reader.call(1)
    assert not summary.interrupted
    assert summary.length_s == 7 * 60 + 60
    spoken = [(s.channel, s.utterance, s.text, s.start_s) for s in call.segments]
    assert spoken == [
        (Channel.THEM, 0, "hello", 1.0),
        (Channel.THEM, 2, "are you there", 422.0),
        (Channel.ME, 0, "yes", 423.0),
    ]
    assert call.segments[1].words[0].start_s == 422.0
    assert [h.utterance for h in call.cue_hits] == [1, 2]
    assert [c.shown.at_s for c in call.cards] == [3.0, 423.0]
    assert call.cards[1].withdrawn_s == 424.0
    assert call.asks[0].at_s == 426.0
    assert faults == []


def test_a_clock_that_was_set_back_never_lays_the_rest_over_what_is_there(
    archive: Archive, path: Path, said: Callable[..., Hypothesis]
) -> None:
    first_part(archive, said("hello", at_s=100.0))
    with ArchiveReader.open(path) as reader:
        rest_of = go_on_with(reader.call(1), BEGAN - timedelta(hours=1))
    assert rest_of.before_s == 102.0


def test_a_mark_stands_as_long_as_the_call_and_its_lock_ends_with_the_program(
    tmp_path: Path,
) -> None:
    path = tmp_path / "archive.db"
    mark = CallMark(path)
    mark.set(7)
    assert goes_on(path, 7)
    assert cut_off(path) == []
    mark.set(8)  # a new archive, in mid-call
    assert not goes_on(path, 7)
    mark.clear()
    assert list(tmp_path.iterdir()) == []

    script = (
        "import os, sys; from pathlib import Path\n"
        "from prompter.record.going_on import CallMark\n"
        "CallMark(Path(sys.argv[1])).set(9); os.abort()"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], env=child_environment(), check=False)
    (left,) = tmp_path.iterdir()
    assert left.stat().st_mode & 0o077 == 0
    assert cut_off(path) == [9]
    forget(path, 9)
    assert cut_off(path) == []


def test_other_files_beside_the_archive_are_no_marks(tmp_path: Path) -> None:
    for name in ("archive.db.call-", "archive.db.call-x", "archive.db.call-1.old", "other.call-3"):
        (tmp_path / name).touch()
    assert cut_off(tmp_path / "archive.db") == []
