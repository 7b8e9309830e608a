"""The program is killed in the middle of a call: what was taken is there at the next start."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader


@pytest.mark.parametrize("finals", [1, 7, 60])
def test_after_a_kill_every_final_and_card_that_was_taken_is_there(
    path: Path,
    faults: list[Fault],
    start_child: Callable[..., subprocess.Popen[str]],
    finals: int,
) -> None:
    with start_child("recording_child.py", str(path)) as child:
        assert child.stdout is not None
        taken = [int(child.stdout.readline()) for _ in range(finals)]
        child.kill()
        taken += [int(line) for line in child.stdout]

    with Archive.open(path, on_fault=faults.append), ArchiveReader.open(path) as reader:
        (summary,) = reader.calls()
        call = reader.call(summary.id)

    assert faults == []
    assert len(taken) >= finals
    kept = [segment.utterance for segment in call.segments]
    assert kept[: len(taken)] == taken
    # One more may have been committed in the moment between the commit and the print.
    assert kept == list(range(len(kept)))
    assert len(kept) <= len(taken) + 1
    assert len(call.cards) >= len(taken)
    assert summary.interrupted
    assert summary.length_s >= taken[-1] * 3.0 + 2.0


def test_the_next_call_is_recorded_beside_the_one_that_was_cut_off(
    path: Path,
    start_child: Callable[..., subprocess.Popen[str]],
    keep_call: Callable[..., int],
) -> None:
    with start_child("recording_child.py", str(path)) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.kill()
    keep_call(title="the next one")
    with ArchiveReader.open(path) as reader:
        calls = reader.calls()
    assert [(call.title, call.interrupted) for call in calls] == [
        ("the next one", False),
        ("killed", True),
    ]
