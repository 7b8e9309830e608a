"""The power is cut at any moment of a call: the archive opens, and what was taken is there."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader
from prompter.record.going_on import cut_off
from prompter.record.keys import Protect
from tests.new_program import a_new_program
from tests.record.conftest import child_command, child_environment
from tests.record.power import cut_power
from tests.record.power_log import Written, written_by


def a_call(tmp_path: Path, finals: int, words: int, protect: Protect) -> Written:
    folder = tmp_path / "written"
    folder.mkdir(mode=0o700)
    command = child_command(
        "short_call_child.py", str(folder / "archive.db"), str(finals), str(words), protect
    )
    return written_by(command, folder, child_environment())


def look(folder: Path) -> tuple[list[str], bool, bool]:
    """The finals that are there, whether the call has no end, and whether the user is told."""
    path = folder / "archive.db"
    told = cut_off(path)
    if path.exists():
        ArchiveReader.open(path).close()  # who only looks is not sent away
    faults: list[Fault] = []
    with Archive.open(path, on_fault=faults.append), ArchiveReader.open(path) as reader:
        assert faults == []
        calls = [reader.call(call.id) for call in reader.calls()]
        found = len(reader.search("final", limit=1000))
    texts = [segment.text for call in calls for segment in call.segments]
    assert found == len(texts), "the search index is whole too"
    return texts, any(call.summary.interrupted for call in calls), bool(told)


@pytest.mark.parametrize(
    ("finals", "words", "cuts", "protect"),
    [(6, 3, 300, Protect.AUTO), (4, 12_000, 40, Protect.AUTO), (4, 12_000, 40, Protect.PLAIN)],
)
def test_after_a_power_cut_the_archive_opens_with_every_final_that_was_taken(
    tmp_path: Path, finals: int, words: int, cuts: int, protect: Protect
) -> None:
    written = a_call(tmp_path, finals, words, protect)
    steps = written.steps
    keyring = Path(os.environ["PROMPTER_TEST_KEYRING"])
    key = keyring.read_bytes() if protect is Protect.AUTO else b"{}"
    assert sum(step.kind == "said" for step in steps) == finals
    rng = random.Random(7)
    in_call = 0
    for number in range(cuts):
        keyring.write_bytes(key)
        a_new_program(protect)
        folder = tmp_path / f"cut-{number}"
        folder.mkdir(mode=0o700)
        end = rng.randrange(len(steps) + 1)
        said = cut_power(written, end, folder, rng)
        texts, interrupted, told = look(folder)
        kept = [int(text.split()[1]) for text in texts]
        assert kept == list(range(len(kept))), f"cut after step {end}"
        assert len(kept) >= len(said), f"cut after step {end}"
        if said and interrupted:
            in_call += 1
            assert told, f"cut after step {end}"
    assert in_call > cuts / 10
