"""Changes how an archive is protected, and says after each change of the keyring what it holds.

    rewriting_child.py CHANGE FOLDER [killed]

FOLDER holds data/archive.db and perhaps data/backup.db. killed: the program is ended right after
the new archive has taken the place of the old one; the next program then puts things in order.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path

from prompter.archive_vault import ArchiveVault
from prompter.record import keys
from prompter.record.keys import Protect
from prompter.record.unlocking import unlock
from prompter.settings import load_settings
from tests.keyring_in_a_file import Keyring
from tests.new_program import a_new_program

OLD, NEW = "the old passphrase", "the new passphrase"


def say_what_the_keyring_holds() -> None:
    write = Keyring._write

    def written(self: Keyring, entries: dict[str, str]) -> None:
        write(self, entries)
        os.write(1, Path(os.environ["PROMPTER_TEST_KEYRING"]).read_bytes())

    Keyring._write = written  # type: ignore[method-assign]


def end_when_replaced(path: Path) -> None:
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        done = replace(self, target)
        return os._exit(9) if target == path else done

    Path.replace = replaced  # type: ignore[method-assign,assignment]


def refuse(*_: object, **__: object) -> None:
    """As a file system without second names does."""
    raise OSError(errno.EPERM, "no links here")


def change(name: str, vault: ArchiveVault) -> None:
    backup = vault.path.with_name("backup.db")
    match name:
        case "encrypt" | "rekey":
            vault.use_keyring()
        case "passphrase":
            unlock(vault.path, OLD)
            vault.use_passphrase(NEW)
        case "leave_open":
            vault.leave_open()
        case "restore" | "restore over a locked one" | "restore without links":
            if name == "restore without links":
                os.link = refuse
            unlock(backup, NEW, own=False)
            vault.restore(backup)
        case "backup":
            vault.backup(backup, NEW, force=True)
        case _:
            raise ValueError(name)


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    keys._ROUNDS = 1000  # nothing secret
    shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined]  # so that strace sees the bytes
    settings = folder / "config" / "settings.toml"
    vault = ArchiveVault(folder / "data" / "archive.db", settings)
    say_what_the_keyring_holds()
    if "killed" in sys.argv:
        kid = os.fork()
        if kid == 0:
            end_when_replaced(vault.path)
            change(name, vault)
        assert os.waitstatus_to_exitcode(os.waitpid(kid, 0)[1]) == 9
        a_new_program(Protect(load_settings(settings)[0].protect))
        vault.bring_in_order()
    else:
        change(name, vault)


main()
