"""Where a passphrase comes from: the keyboard, or a file that the user names."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import typer

from prompter.errors import PrompterError
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import KEYS, ArchiveLocked
from prompter.record.unlocking import WrongPassphrase, unlock

FILE = "PROMPTER_PASSPHRASE_FILE"
TRIES = 3


def ask_passphrase(question: str, *, twice: bool = False) -> str:
    """Never shown, never an argument. Raises PrompterError when nobody can be asked."""
    if (named := os.environ.get(FILE)) is not None:
        return _from_file(Path(named))
    if not sys.stdin.isatty():
        raise PrompterError(
            "a passphrase is needed: run this in a terminal, or name a file that has it with "
            f"{FILE}"
        )
    passphrase = getpass.getpass(f"{question}: ")
    if twice and getpass.getpass("Once more: ") != passphrase:
        raise PrompterError("these were two different passphrases; nothing was changed")
    return passphrase


def open_lock(path: Path, *, own: bool = True) -> None:
    """Ask for the passphrase of an archive that is locked. Raises PrompterError."""
    try:
        KEYS.of(path)
        return
    except ArchiveLocked:
        pass
    for left in reversed(range(TRIES)):
        passphrase = ask_passphrase(f"Passphrase of {path}")
        try:
            unlock(path, passphrase, own=own)
            return
        except WrongPassphrase as wrong:
            if not left or FILE in os.environ:
                raise
            typer.echo(str(wrong), err=True)


def open_lock_if_asked(path: Path) -> None:
    """The same where the command goes on without it: what can't be opened is said later."""
    if FILE in os.environ or sys.stdin.isatty():
        try:
            open_lock(path)
        except (WrongPassphrase, KeyringTrouble) as trouble:
            typer.echo(f"prompter: {trouble}", err=True)


def _from_file(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PrompterError(f"{file}: can't read the passphrase ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PrompterError(f"{file}: can't read the passphrase (it is no text)") from error
    if not lines or not lines[0]:
        raise PrompterError(f"{file}: its first line is to be the passphrase, and it is empty")
    return lines[0]
