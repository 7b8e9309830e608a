"""Kept calls are encrypted; their protection can be changed, and nothing on the way loses one."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import subprocess
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prompter.archive_vault import ArchiveVault, Guard
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.messages import Fault, Hypothesis
from prompter.record import (
    Archive,
    ArchiveReader,
    Keep,
    Recorder,
    keyring_store,
    keys,
    rewriting,
)
from prompter.record.database import ArchiveBusy, ArchiveDamaged
from prompter.record.going_on import CallMark
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import (
    KEYS,
    ArchiveKey,
    ArchiveLocked,
    NotProtected,
    Protect,
    salt_of,
)
from prompter.record.unlocking import WrongPassphrase, unlock
from tests.new_program import a_new_program
from tests.record.conftest import child_command, child_environment, titles

Saying = Callable[..., Hypothesis]
KeepCall = Callable[..., int]
SECRET = b"zanzibar"
OLD = "the old passphrase"


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_store, "keyring_name", lambda: "")


@pytest.fixture
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs a quarter of a second; not here."""
    monkeypatch.setattr(keys, "_ROUNDS", 1000)


def as_typed(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")


def words_on_disk(path: Path) -> bool:
    return any(SECRET in file.read_bytes() for file in path.parent.iterdir() if file.is_file())


def test_a_call_is_encrypted_from_its_first_word_on_and_the_next_program_reads_it(
    vault: ArchiveVault, faults: list[Fault], said: Saying
) -> None:
    with Archive.open(vault.path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("Acme", "live")
        recorder.take(said("we chose zanzibar"))
        assert vault.path.with_name("archive.db-wal").stat().st_size > 0
        assert not words_on_disk(vault.path), "not in the log either"
        recorder.end(5.0)
    assert not words_on_disk(vault.path)
    a_new_program()
    with ArchiveReader.open(vault.path) as reader:
        assert len(reader.search("zanzibar")) == 1
    assert vault.guard is Guard.KEYRING
    assert faults == []


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_kept_before_the_user_has_chosen(
    vault: ArchiveVault, keep_call: KeepCall
) -> None:
    assert vault.guard.name == "UNDECIDED"
    with pytest.raises(NotProtected, match="prompter archive protect --passphrase, or --plain"):
        keep_call()
    assert not vault.path.exists()
    vault.use_passphrase(OLD)
    keep_call(title="mine")
    a_new_program(Protect.PASSPHRASE)
    assert vault.guard.name == "LOCKED"
    with pytest.raises(ArchiveLocked, match="their passphrase is needed"):
        titles(vault.path)
    vault.unlock(OLD)
    assert titles(vault.path) == ["mine"]


def test_a_wrong_passphrase_is_one_line_and_changes_nothing(kept: ArchiveVault) -> None:
    kept.use_passphrase(OLD)
    before = kept.path.read_bytes()
    a_new_program()
    for wrong in ("the old passphrasf", "", "the old passphrase "):
        with pytest.raises(WrongPassphrase, match="doesn't open it") as said:
            kept.unlock(wrong)
        assert "\n" not in str(said.value)
    assert kept.path.read_bytes() == before
    kept.unlock(OLD)
    assert titles(kept.path) == ["two", "one"]


@pytest.mark.usefixtures("few_rounds")
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=8, max_size=200), st.text(min_size=1, max_size=200))
def test_any_passphrase_opens_what_it_made_and_another_does_not(
    kept: ArchiveVault, passphrase: str, other: str
) -> None:
    key = ArchiveKey.of_passphrase(passphrase)
    KEYS.remember(key)
    rewriting.rewrite(kept.path, key)
    KEYS._known.pop(key.salt)
    if as_typed(other) != as_typed(passphrase):
        with pytest.raises(WrongPassphrase):
            unlock(kept.path, other)
    unlock(kept.path, passphrase)
    assert titles(kept.path) == ["two", "one"]


def test_a_key_that_the_keyring_no_longer_has_leaves_the_archive_alone(
    kept: ArchiveVault, keep_call: KeepCall, keyring: Path
) -> None:
    entries, before = keyring.read_bytes(), kept.path.read_bytes()
    keyring.unlink()
    a_new_program()
    with pytest.raises(ArchiveLocked):
        keep_call(title="three")
    assert kept.path.read_bytes() == before
    keyring.write_bytes(entries)
    keep_call(title="three")
    assert titles(kept.path) == ["three", "two", "one"]


def test_a_keyring_that_is_locked_is_said_in_one_line(
    kept: ArchiveVault, keep_call: KeepCall, keyring: Path
) -> None:
    keyring.with_name(keyring.name + ".locked").touch()
    a_new_program()
    with pytest.raises(KeyringTrouble, match="keyring can't be used: the user did not unlock it"):
        keep_call()
    assert titles_after_unlocking(keyring, kept.path) == ["two", "one"]


def titles_after_unlocking(keyring: Path, path: Path) -> list[str]:
    keyring.with_name(keyring.name + ".locked").unlink()
    return titles(path)


def test_a_keyring_that_hangs_does_not_hang_the_program(
    vault: ArchiveVault, keep_call: KeepCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_store, "PATIENCE_S", 0.05)
    monkeypatch.setattr("tests.keyring_in_a_file.Keyring.set_password", lambda *_: time.sleep(0.5))
    with pytest.raises(KeyringTrouble, match="does not answer"):
        keep_call()
    assert not vault.path.exists()


@pytest.mark.parametrize("begin", ["plain", "keyring", "passphrase"])
@pytest.mark.parametrize("end", ["plain", "keyring", "passphrase"])
def test_every_protection_can_be_changed_into_every_other(
    kept: ArchiveVault, keyring: Path, begin: str, end: str
) -> None:
    changes: dict[str, Callable[[], None]] = {
        "plain": kept.leave_open,
        "keyring": kept.use_keyring,
        "passphrase": lambda: kept.use_passphrase(OLD),
    }
    changes[begin]()
    before = salt_of(kept.path)
    changes[end]()
    a_new_program()
    if end == "passphrase":
        with pytest.raises(ArchiveLocked):
            titles(kept.path)
        kept.unlock(OLD)
    assert titles(kept.path) == ["two", "one"]
    with ArchiveReader.open(kept.path) as reader:
        assert len(reader.search("zanzibar")) == 1, "the search index came along"
    assert words_on_disk(kept.path) is (end == "plain")
    if end != "plain":
        assert salt_of(kept.path) != before, "another key each time"
    assert len(json.loads(keyring.read_text())) == (end == "keyring"), "old keys are forgotten"
    assert [file.name for file in kept.path.parent.iterdir()] == ["archive.db"]
    assert kept.path.stat().st_mode & 0o077 == 0


def test_bytes_of_a_plain_archive_are_overwritten_when_it_is_encrypted(
    kept: ArchiveVault,
) -> None:
    kept.leave_open()
    with kept.path.open("rb") as the_old_file:
        kept.use_keyring()
        assert set(the_old_file.read()) == {0}


def test_another_name_that_the_user_gave_a_plain_archive_keeps_its_calls(
    kept: ArchiveVault, tmp_path: Path
) -> None:
    kept.leave_open()
    snapshot = tmp_path / "snapshot.db"
    snapshot.hardlink_to(kept.path)
    kept.use_keyring()
    assert SECRET in snapshot.read_bytes()


def test_a_plain_archive_of_an_earlier_version_is_encrypted_at_the_start(
    kept: ArchiveVault,
) -> None:
    rewriting.rewrite(kept.path, None)
    assert "are encrypted now" in kept.bring_in_order()
    assert kept.guard is Guard.KEYRING
    assert kept.bring_in_order() == ""
    kept.leave_open()
    assert kept.bring_in_order() == "", "the user has chosen that"
    assert titles(kept.path) == ["two", "one"]


def test_while_a_call_goes_on_its_archive_is_not_rewritten(
    kept: ArchiveVault, faults: list[Fault], said: Saying
) -> None:
    mark = CallMark(kept.path)
    with Archive.open(kept.path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        mark.set(recorder.begin("three", "live"))
        with pytest.raises(ArchiveBusy, match="a call goes on"):
            kept.use_keyring()
        kept.backup(kept.path.with_name("backup.db"), OLD)
        recorder.take(said("more"))
        recorder.end(9.0)
    mark.clear()
    unlock(kept.path.with_name("backup.db"), OLD, own=False)
    assert titles(kept.path.with_name("backup.db")) == ["three", "two", "one"]
    assert titles(kept.path) == ["three", "two", "one"]
    assert faults == []


def test_a_backup_comes_back_and_what_was_there_stays_beside_it(
    kept: ArchiveVault, keep_call: KeepCall, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    kept.backup(backup, OLD)
    assert backup.stat().st_mode & 0o077 == 0
    assert SECRET not in backup.read_bytes()
    with pytest.raises(PrompterError, match="--force"):
        kept.backup(backup, OLD)
    keep_call(title="three")
    a_new_program()
    with pytest.raises(ArchiveLocked):
        kept.restore(backup)
    unlock(backup, OLD, own=False)
    beside = kept.restore(backup)
    assert titles(kept.path) == ["two", "one"]
    assert beside is not None
    assert titles(beside) == ["three", "two", "one"]
    assert kept.guard is Guard.KEYRING


@pytest.mark.parametrize("content", [b"", b"no archive", b"SQLite format 3\0" + bytes(5000)])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    kept: ArchiveVault, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    with pytest.raises(ArchiveTrouble):
        kept.restore(bad)
    assert titles(kept.path) == ["two", "one"]
    left = {file.name for file in kept.path.parent.iterdir()}
    assert left <= {"archive.db", "archive.db-wal", "archive.db-shm"}


@pytest.mark.parametrize("page", [0, 1, -1])
def test_damage_of_an_encrypted_archive_is_damage_and_not_a_wrong_key(
    kept: ArchiveVault, keep_call: KeepCall, said: Saying, faults: list[Fault], page: int
) -> None:
    for number in range(6):
        keep_call(*(said(f"words {number} {part} " * 12, part * 3.0) for part in range(15)))
    whole = bytearray(kept.path.read_bytes())
    at = 64 if page == 0 else page % (len(whole) // 4096) * 4096
    whole[at : at + 1000] = random.Random(1).randbytes(1000)
    kept.path.write_bytes(bytes(whole))
    a_new_program()
    with contextlib.suppress(ArchiveDamaged), ArchiveReader.open(kept.path) as reader:
        for call in reader.calls():
            reader.call(call.id)
        reader.search("words")
    new = keep_call(title="new")
    assert all("damaged" in fault.text for fault in faults)
    with ArchiveReader.open(kept.path) as reader:
        assert reader.call(new).summary.title == "new"


@pytest.mark.usefixtures("few_rounds")
@pytest.mark.parametrize(
    ("change", "begin"),
    [
        ("encrypt", "plain"),
        ("rekey", "keyring"),
        ("passphrase", "passphrase"),
        ("leave_open", "keyring"),
        ("restore", "keyring"),
    ],
)
def test_killed_before_any_step_of_a_change_every_call_is_there_under_a_known_key(
    kept: ArchiveVault, keyring: Path, tmp_path: Path, change: str, begin: str
) -> None:
    kept.backup(tmp_path / "backup.db", OLD)
    if begin == "plain":
        kept.leave_open()
    elif begin == "passphrase":
        kept.use_passphrase(OLD)
    start = tmp_path / "cases" / "start"
    start.mkdir(parents=True)
    shutil.copy2(kept.path, start / "archive.db")
    if change == "restore":
        shutil.copy2(tmp_path / "backup.db", start / "backup.db")
    if keyring.exists():
        shutil.copy2(keyring, start / "keyring.json")
    done = subprocess.run(
        child_command("vault_child.py", change, str(start.parent)),
        env=child_environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    cases: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(cases) > 15, "as many steps were tried"
    for case in cases:
        assert case["titles"] == ["two", "one"], case
        assert case["modes"] == ["0o0"], case
        beside = [name for name in case["left"] if name.startswith("archive.db.")]
        assert beside == [], "what was begun is tidied away"
    assert cases[-1]["encrypted"] is (change != "leave_open")


def test_killed_at_random_moments_of_a_change_nothing_is_lost(
    kept: ArchiveVault, keep_call: KeepCall, said: Saying, tmp_path: Path
) -> None:
    for number in range(20):
        keep_call(*(said(f"words {number} {part} " * 40, part * 3.0) for part in range(30)))
    kept.leave_open()
    before = titles(kept.path)
    chance = random.Random(5)
    script = (
        "from pathlib import Path; import sys; from prompter.archive_vault import ArchiveVault;"
        "vault = ArchiveVault(Path(sys.argv[1]), Path(sys.argv[2])); print(1, flush=True);"
        "[change() for change in [vault.use_keyring, vault.leave_open] * 20]"
    )
    for _ in range(8):
        with subprocess.Popen(
            [*child_command("")[:1], "-c", script, str(kept.path), str(tmp_path / "settings.toml")],
            env=child_environment(), stdout=subprocess.PIPE,
        ) as child:  # fmt: skip
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.5))
            child.kill()
        a_new_program()
        rewriting.tidy(kept.path)
        assert titles(kept.path) == before
