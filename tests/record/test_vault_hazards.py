"""What could lose a call when archives are encrypted, rewritten or restored; each seen once."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import keyring as keyring_package
import pytest
from keyring.backends.chainer import ChainerBackend

from prompter.archive_vault import ArchiveVault
from prompter.messages import Fault, FaultKind, Hypothesis
from prompter.record import Archive, Keep, Recorder, keyring_store, rewriting
from prompter.record.database import connect
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import KEYS, ArchiveKey, NotProtected, Protect, salt_of
from prompter.record.unlocking import unlock
from tests.keyring_in_a_file import Keyring
from tests.new_program import a_new_program
from tests.record.conftest import child_environment, titles
from tests.record.test_damage import PAGE_BYTES, trouble_of_reading

Saying = Callable[..., Hypothesis]
KeepCall = Callable[..., int]
PASSPHRASE = "four words are good"

CHANGE_TITLES = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0.1); "
    "c.execute('UPDATE calls SET title = 1'); c.commit(); c.close(); print('written')"
)
READ_CALL = (
    "import sys; from pathlib import Path; from prompter.record import ArchiveReader; "
    "r = ArchiveReader.open(Path(sys.argv[1])); print([s.text for s in r.call(1).segments])"
)
ENCRYPT_AND_DIE_AFTER_THE_RENAME = """
import os, sys
from pathlib import Path
from prompter.archive_vault import ArchiveVault

real = Path.replace

def replace(self, target):
    done = real(self, target)
    return os._exit(9) if self.suffix == ".copy" else done

Path.replace = replace
ArchiveVault(Path(sys.argv[1]), Path(sys.argv[2])).use_keyring()
"""


def another_program(code: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=child_environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()


def test_asking_how_the_archive_is_protected_does_not_cost_the_call_its_locks(
    path: Path, faults: list[Fault], said: Saying
) -> None:
    # Plain, so that SQLite's own library can be the other program: it removes the log on closing.
    with Archive.open(path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("Acme", "live")
        recorder.take(said("one"))
        assert salt_of(path) is None
        assert another_program(CHANGE_TITLES, path) == "written"
        recorder.take(said("two", 5.0))
        assert another_program(READ_CALL, path) == "['one', 'two']", "so it outlives a crash"


def test_the_salt_is_that_of_the_file_in_place_whatever_was_there_before(
    kept: ArchiveVault, faults: list[Fault]
) -> None:
    before = salt_of(kept.path)
    with Archive.open(kept.path, on_fault=faults.append):
        assert salt_of(kept.path) == before
    kept.rekey()
    assert salt_of(kept.path) not in (None, before)
    kept.leave_open()
    assert salt_of(kept.path) is None


def test_while_the_archive_is_rewritten_nobody_can_write_into_the_old_file(
    path: Path, vault: ArchiveVault, keep_call: KeepCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    KEYS.choose(Protect.PLAIN)
    keep_call(title="one")
    real, tried = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if self.suffix == ".copy":
            tried.append(another_program(CHANGE_TITLES, path))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    vault.use_keyring()
    assert tried == [""], "what is written there would be lost"


def test_a_call_that_waits_while_the_archive_is_replaced_goes_into_the_new_file(
    path: Path, keep_call: KeepCall, faults: list[Fault], said: Saying
) -> None:
    keep_call(title="one")
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with Archive.open(path, on_fault=faults.append) as archive:
        other = connect(path, write=True, wait_s=1.0)
        other.run("BEGIN IMMEDIATE")

        def replace() -> None:
            time.sleep(0.1)  # the call waits for the lock by now
            copy.replace(path)
            other.run("ROLLBACK")

        thread = threading.Thread(target=replace)
        thread.start()
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("late", "live")
        thread.join()
        recorder.take(said("late words"))
        recorder.end(9.0)
        other.close()
    assert titles(path) == ["late", "one"]


def test_whatever_page_of_an_encrypted_archive_is_damaged_the_next_call_is_kept_whole(
    path: Path, tmp_path: Path, vault: ArchiveVault, keep_call: KeepCall, said: Saying
) -> None:
    for number in range(8):
        keep_call(
            *(said(f"words {number} {part} " * 12, part * 3.0) for part in range(15)),
            title=f"call {number}",
        )
    assert salt_of(vault.path) is not None
    whole = path.read_bytes()
    pages = len(whole) // PAGE_BYTES
    chance = random.Random(3)
    troubles = 0
    for page in range(pages):
        case = tmp_path / f"case{page}" / "archive.db"
        case.parent.mkdir()
        start, end = page * PAGE_BYTES + (0 if page else 16), (page + 1) * PAGE_BYTES
        case.write_bytes(whole[:start] + chance.randbytes(end - start) + whole[end:])
        line = trouble_of_reading(case)
        assert "\n" not in line
        troubles += bool(line)
        told: list[Fault] = []
        with Archive.open(case, on_fault=told.append) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=told.append)
            recorder.begin("new", "recording")
            recorder.take(said("new words"))
            recorder.end(60.0)
        assert {fault.kind for fault in told} <= {FaultKind.ARCHIVE_DAMAGED}
        with closing(connect(case, write=False, wait_s=1.0)) as database:
            found = database.rows("SELECT text FROM segments WHERE call_id = ?", recorder.call_id)
        assert found == [{"text": "new words"}]
        shutil.rmtree(case.parent)
    assert troubles > pages / 2


def test_an_archive_that_a_restore_put_aside_opens_after_the_key_was_changed(
    kept: ArchiveVault, tmp_path: Path
) -> None:
    kept.backup(tmp_path / "backup.db", None)
    beside = kept.restore(tmp_path / "backup.db")
    kept.rekey()
    a_new_program()
    assert beside is not None
    assert titles(beside) == ["two", "one"]


def test_a_damaged_archive_that_was_put_aside_keeps_its_key_in_the_keyring(
    kept: ArchiveVault,
) -> None:
    aside = kept.path.with_name("archive.damaged-20260304-120000.db")
    shutil.copy(kept.path, aside)
    kept.rekey()
    a_new_program()
    assert titles(aside) == ["two", "one"]


def test_a_backup_with_a_log_beside_it_comes_back_with_what_is_in_the_log(
    kept: ArchiveVault, tmp_path: Path, faults: list[Fault], said: Saying
) -> None:
    with Archive.open(kept.path, on_fault=faults.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=faults.append)
        recorder.begin("three", "live")
        recorder.take(said("late words"))
        for ending in ("", "-wal"):
            shutil.copy(f"{kept.path}{ending}", f"{tmp_path / 'copy.db'}{ending}")
        recorder.end(5.0)
    kept.restore(tmp_path / "copy.db")
    assert titles(kept.path) == ["three", "two", "one"]


def test_a_backup_takes_the_place_of_a_damaged_archive(kept: ArchiveVault, tmp_path: Path) -> None:
    kept.backup(tmp_path / "backup.db", None)
    damaged = bytearray(kept.path.read_bytes())
    damaged[100:2000] = os.urandom(1900)
    kept.path.write_bytes(bytes(damaged))
    kept.path.with_name("archive.db-wal").write_bytes(b"the log of the damaged one")
    beside = kept.restore(tmp_path / "backup.db")
    assert titles(kept.path) == ["two", "one"]
    assert beside is not None
    assert beside.read_bytes() == damaged


def test_a_backup_takes_the_place_of_an_archive_whose_passphrase_nobody_knows(
    kept: ArchiveVault, tmp_path: Path
) -> None:
    kept.backup(tmp_path / "backup.db", None)
    kept.use_passphrase("forgotten by now")
    a_new_program(Protect.PASSPHRASE)
    kept.choose_passphrase(PASSPHRASE)
    kept.restore(tmp_path / "backup.db")
    a_new_program(Protect.PASSPHRASE)
    unlock(kept.path, PASSPHRASE)
    assert titles(kept.path) == ["two", "one"]


def test_a_restore_never_leaves_calls_open_because_no_protection_was_chosen(
    kept: ArchiveVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.backup(tmp_path / "backup.db", None)
    kept.path.unlink()
    a_new_program()
    monkeypatch.setattr(keyring_store, "keyring_name", lambda: "")
    with pytest.raises(NotProtected):
        kept.restore(tmp_path / "backup.db")
    assert not kept.path.exists()


def test_plain_bytes_are_wiped_at_the_next_start_when_the_program_was_killed_before(
    path: Path, vault: ArchiveVault, keep_call: KeepCall, said: Saying
) -> None:
    KEYS.choose(Protect.PLAIN)
    keep_call(said("zanzibar"), title="one")
    with path.open("rb") as the_old_file:
        another_program(
            ENCRYPT_AND_DIE_AFTER_THE_RENAME, path, vault.path.with_name("settings.toml")
        )
        a_new_program()
        assert titles(path) == ["one"]
        assert b"zanzibar" in the_old_file.read()
        rewriting.tidy(path)
        the_old_file.seek(0)
        assert not any(the_old_file.read())
    assert titles(path) == ["one"]


def test_killed_before_the_rename_the_plain_archive_is_not_wiped(
    path: Path, vault: ArchiveVault, keep_call: KeepCall
) -> None:
    KEYS.choose(Protect.PLAIN)
    keep_call(title="one")
    path.with_name("archive.db.plain").hardlink_to(path)
    a_new_program()
    rewriting.tidy(vault.path)
    assert titles(path) == ["one"]
    assert not path.with_name("archive.db.plain").exists()


@pytest.mark.parametrize("when", ["before", "after"])
def test_of_a_change_that_was_cut_off_no_key_is_left_that_opens_nothing(
    kept: ArchiveVault, keyring: Path, when: str
) -> None:
    code = ENCRYPT_AND_DIE_AFTER_THE_RENAME
    if when == "before":
        code = code.replace(
            "done = real(self, target)",
            'done = None if self.suffix == ".copy" else real(self, target)',
        )
    another_program(code, kept.path, kept.path.with_name("settings.toml"))
    assert len(json.loads(keyring.read_text())) == 2
    a_new_program()
    assert kept.bring_in_order() == ""
    assert len(json.loads(keyring.read_text())) == 1
    assert titles(kept.path) == ["two", "one"]
    left = {file.name for file in kept.path.parent.iterdir()}
    assert left <= {"archive.db", "archive.db-wal", "archive.db-shm", "settings.toml"}


@pytest.mark.parametrize("now", ["missing", "damaged", "another"])
def test_a_key_is_not_forgotten_for_an_archive_that_is_not_what_was_changed(
    kept: ArchiveVault, keyring: Path, now: str
) -> None:
    another_program(
        ENCRYPT_AND_DIE_AFTER_THE_RENAME, kept.path, kept.path.with_name("settings.toml")
    )
    entries = keyring.read_bytes()
    whole = kept.path.read_bytes()
    if now == "missing":
        kept.path.rename(kept.path.with_name("away"))
    else:
        kept.path.write_bytes(bytes(100) + whole[100:] if now == "damaged" else os.urandom(9000))
    a_new_program()
    kept.bring_in_order()
    assert keyring.read_bytes() == entries


def test_a_keyring_that_hangs_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_store, "PATIENCE_S", 0.5)
    asked = []

    def hang() -> None:
        asked.append(1)
        time.sleep(1.0)

    monkeypatch.setattr(keyring_package, "get_keyring", hang)
    for _ in range(3):
        with pytest.raises(KeyringTrouble, match="does not answer"):
            keyring_store.keyring_name()
    assert len(asked) == 1


class InTheOpen(Keyring):
    """A file that anybody can read, as some keyrings are."""

    priority = 0.5


def made(kind: Callable[[], Keyring]) -> Keyring:
    return kind()


def test_a_file_without_encryption_is_no_keyring_also_not_in_a_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(keyring_package, "get_keyring", ChainerBackend)
    in_the_open, real = made(InTheOpen), made(Keyring)
    monkeypatch.setattr(ChainerBackend, "backends", [in_the_open, made(InTheOpen)])
    assert keyring_store.keyring_name() == ""
    monkeypatch.setattr(ChainerBackend, "backends", [in_the_open, real])
    assert keyring_store.keyring_name() == real.name


def test_an_accent_counts_the_same_however_the_system_composes_it() -> None:
    salt = bytes(range(16))
    composed, apart = "p\u00e4sse und worte", "pa\u0308sse und worte"
    assert ArchiveKey.of_passphrase(composed, salt).sql == ArchiveKey.of_passphrase(apart, salt).sql
