"""The power is cut at any moment of a change of keys or a restore: every call is there."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from prompter.archive_vault import ArchiveVault
from prompter.messages import Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder, keys
from prompter.record.keys import ArchiveLocked, Protect, is_plain, salt_of
from prompter.record.unlocking import WrongPassphrase, unlock
from prompter.settings import load_settings
from tests.new_program import a_new_program
from tests.record.conftest import child_command, child_environment
from tests.record.power import cut_power
from tests.record.power_log import Step, written_by

OLD, NEW = "the old passphrase", "the new passphrase"
BEFORE, BACKUP = ["three", "two"], ["two", "one"]
Saying = Callable[..., Hypothesis]
KeepCall = Callable[..., int]
CASES = [
    ("encrypt", "plain"),
    ("encrypt killed", "plain"),
    ("rekey", "keyring"),
    ("rekey killed", "keyring"),
    ("passphrase", "passphrase"),
    ("leave_open", "keyring"),
    ("leave_open killed", "keyring"),
    ("restore", "keyring"),
    ("restore killed", "keyring"),
    ("restore over a locked one", "passphrase"),
    ("restore over a locked one killed", "passphrase"),
    ("restore without links", "keyring"),
    ("backup", "keyring"),
]
CUTS_BEFORE, CUTS_AFTER, CUTS_REPLACED = 16, 60, 30
"""While the copy is written; step by step when it is whole; when it has just got its new name."""


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs a quarter of a second; not here."""
    monkeypatch.setattr(keys, "_ROUNDS", 1000)


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder for what a disk may have held; looking at it a thousand times needs no disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def begun(
    kept: ArchiveVault, tmp_path: Path, faults: list[Fault], said: Saying
) -> Callable[..., Path]:
    """A folder with three calls, one of them in the log that a killed program left; a backup."""

    def make(protection: str) -> Path:
        folder = tmp_path / "begun"
        for inner in ("data", "config"):
            (folder / inner).mkdir(mode=0o700, parents=True)
        kept.backup(folder / "data" / "backup.db", NEW)
        with Archive.open(kept.path, on_fault=faults.append) as archive:
            archive.delete(1)
        if protection == "plain":
            kept.leave_open()
        elif protection == "passphrase":
            kept.use_passphrase(OLD)
        with Archive.open(kept.path, on_fault=faults.append) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
            recorder.begin("three", "live")
            recorder.take(said("late words"))
            recorder.end(9.0)
            for ending in ("", "-wal"):
                shutil.copy(f"{kept.path}{ending}", folder / "data" / f"archive.db{ending}")
        return folder

    return make


def calls_in(path: Path) -> list[str]:
    """Titles of all calls, each of which is looked at, found by its words, and whole."""
    for passphrase in (OLD, NEW):
        with suppress(WrongPassphrase):
            try:
                keys.KEYS.of(path)
            except ArchiveLocked:
                unlock(path, passphrase, own=False)
    told: list[Fault] = []
    with Archive.open(path, on_fault=told.append), ArchiveReader.open(path) as reader:
        calls = [reader.call(call.id) for call in reader.calls()]
        assert len(reader.search("late zanzibar hello", limit=100)) >= 0
        assert len(reader.search("words")) == sum(call.summary.title == "three" for call in calls)
    assert told == []
    assert all(call.segments for call in calls)
    return [call.summary.title for call in calls]


def protect_of(folder: Path) -> Protect:
    settings, complaints = load_settings(folder / "config" / "settings.toml")
    assert complaints == []
    return Protect(settings.protect)


def look(folder: Path, change: str, rng: random.Random) -> bytes | None:
    """A program is started after the cut; the salt of the archive that it finds."""
    path = folder / "data" / "archive.db"
    chosen = protect_of(folder)
    a_new_program(chosen)
    was_plain, salt = is_plain(path), salt_of(path)
    # Who has no passphrase yet can't read before things are put in order.
    if first_reads := "locked" not in change and rng.random() < 0.5:
        before_tidying = calls_in(path)
    vault = ArchiveVault(path, folder / "config" / "settings.toml")
    vault.bring_in_order()
    a_new_program(chosen)
    found = calls_in(path)
    if first_reads:
        assert before_tidying == found
    aside = [calls_in(file) for file in path.parent.glob("archive.before-restore-*.db")]
    assert found == BEFORE or (found == BACKUP and aside == [BEFORE] and "restore" in change)
    assert [file.name for file in path.parent.glob("archive.damaged-*")] == []
    if was_plain and "leave_open" in change:
        assert is_plain(path), "the user's choice holds"
    return salt


def is_the_copy_synced(step: Step) -> bool:
    return step.kind == "synced" and step.name.endswith(".copy")


@pytest.mark.parametrize(("change", "protection"), CASES)
def test_after_a_power_cut_in_a_change_every_call_is_there_under_a_known_key(
    begun: Callable[..., Path], in_memory: Path, keyring: Path, change: str, protection: str
) -> None:  # fmt: skip
    folder = begun(protection)
    entries = keyring.read_bytes() if keyring.exists() else b"{}"
    settings = folder / "config" / "settings.toml"
    if protection != "keyring":
        settings.write_text(f'protect = "{protection}"\n')
    name, killed = change.removesuffix(" killed"), change.endswith(" killed")
    command = child_command("rewriting_child.py", name, str(folder), *["killed"] * killed)
    written = written_by(command, folder, child_environment())
    steps = written.steps
    whole = max(number for number, step in enumerate(steps, 1) if is_the_copy_synced(step))
    rng = random.Random(change)
    ends = [rng.randrange(whole) for _ in range(CUTS_BEFORE)]
    ends += islice(cycle(range(whole, len(steps) + 1)), CUTS_AFTER)
    ends += [whole + 1 + [step.kind for step in steps[whole:]].index("renamed")] * CUTS_REPLACED
    seen: set[bytes | None] = set()
    for number, end in enumerate(ends):
        case = in_memory / f"cut-{number}"
        case.mkdir(mode=0o700)
        said = cut_power(written, end, case, rng, in_order=rng.random() < 0.5)
        keyring.write_bytes(said[-1].encode() if said else entries)
        try:
            seen.add(look(case, change, rng))
        except BaseException as error:
            error.add_note(f"cut {number}, after step {end}: {steps[max(0, end - 1)]!r:.150}")
            raise
        shutil.rmtree(case)
    assert len(seen) >= (1 if change == "backup" else 2), "both sides of the change were met"


@pytest.mark.parametrize("journal", [b"", b"\xd9\xd5", bytes(512), b"nonsense" * 64])
def test_a_locked_archive_beside_which_a_journal_was_only_begun_is_not_made_anew(
    kept: ArchiveVault, faults: list[Fault], journal: bytes
) -> None:
    kept.use_passphrase(OLD)
    before = kept.path.read_bytes()
    kept.path.with_name("archive.db-journal").write_bytes(journal)
    a_new_program()  # with a keyring that could have a key for a new archive
    with pytest.raises(ArchiveLocked):
        Archive.open(kept.path, on_fault=faults.append)
    assert kept.path.read_bytes() == before
    unlock(kept.path, OLD)
    assert calls_in(kept.path) == BACKUP
