"""Changes how an archive is protected, and dies at each step of it in turn; says what is left.

    vault_child.py CHANGE FOLDER

FOLDER holds a folder `start` with an archive of two calls, and a keyring. Each try works on a copy
of it, in a process that is ended by the system's hand before the n-th thing that it does to the
disk or to the keyring. Then the archive must open with a key that is still known.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompter import archive_vault
from prompter.archive_vault import ArchiveVault
from prompter.record import ArchiveReader, keyring_store, keys, rewriting
from prompter.record.database import Database
from prompter.record.key_change import forget_useless_keys
from prompter.record.keys import KEYS, ArchiveLocked, Protect, salt_of
from prompter.record.unlocking import WrongPassphrase, unlock
from tests.new_program import a_new_program

OLD, NEW = "the old passphrase", "the new passphrase"


def change(name: str, vault: ArchiveVault) -> None:
    match name:
        case "encrypt" | "rekey":
            vault.use_keyring()
        case "passphrase":
            unlock(vault.path, OLD)
            vault.use_passphrase(NEW)
        case "leave_open":
            vault.leave_open()
        case "restore":
            unlock(vault.path.with_name("backup.db"), OLD, own=False)
            vault.restore(vault.path.with_name("backup.db"))
        case _:
            raise ValueError(name)


def die_before(step: int) -> None:
    """From now on the process ends before its `step`-th change."""
    left = step

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(9)
            return work(*args, **more)

        return run

    for owner, names in (
        (Database, ("run", "rows")),
        (Path, ("replace", "unlink")),
        (os, ("fsync", "link", "write")),
        (keyring_store, ("set_key", "forget_key")),
        (archive_vault, ("save_setting",)),
        (rewriting, ("sync_folder",)),
    ):
        for name in names:
            setattr(owner, name, counted(getattr(owner, name)))


def titles(path: Path) -> list[str]:
    """What a program that is started now can read."""
    a_new_program()
    for passphrase in (OLD, NEW):
        try:
            KEYS.of(path)
        except ArchiveLocked:
            try:
                unlock(path, passphrase)
            except WrongPassphrase:
                continue
    with ArchiveReader.open(path) as reader:
        return [call.title for call in reader.calls()]


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    keys._ROUNDS = 1000  # hundreds of tries, and nothing secret
    found: list[dict[str, Any]] = []
    step, done = 0, False
    while not done:
        step += 1
        case = folder / f"case-{step}"
        shutil.copytree(folder / "start", case)
        os.environ["PROMPTER_TEST_KEYRING"] = str(case / "keyring.json")
        a_new_program()
        path = case / "archive.db"
        kid = os.fork()
        if kid == 0:
            if name == "passphrase":
                KEYS.choose(Protect.PASSPHRASE)
            die_before(step)
            change(name, ArchiveVault(path, case / "settings.toml"))
            os._exit(0)
        _, status = os.waitpid(kid, 0)
        ended = os.waitstatus_to_exitcode(status)
        if ended not in (0, 9):
            sys.exit(f"step {step} raised")
        done = ended == 0
        rewriting.tidy(path)
        forget_useless_keys(path)
        found.append(
            {
                "step": step,
                "titles": titles(path),
                "encrypted": salt_of(path) is not None,
                "left": sorted(file.name for file in case.iterdir()),
                "modes": sorted({oct(file.stat().st_mode & 0o077) for file in case.glob("arch*")}),
            }
        )
        shutil.rmtree(case)
    print(json.dumps(found))


main()
