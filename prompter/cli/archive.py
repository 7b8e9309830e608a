"""`prompter archive`: how the kept calls are protected, backups, and bringing them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from prompter.archive_vault import ArchiveVault, Guard
from prompter.cli.passphrase import ask_passphrase, open_lock
from prompter.errors import PrompterError
from prompter.record import keyring_store
from prompter.record.keys import KEYS, Protect
from prompter.record.unlocking import WrongPassphrase

app = typer.Typer(
    help="Protect the kept calls, back them up, and bring a backup back.", no_args_is_help=True
)
NEW = "New passphrase; four words are good"


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, for scripts.")] = False,
) -> None:
    """Where the kept calls are, and how they are protected."""
    vault = ArchiveVault()
    there = vault.path.exists()
    guard, size = vault.guard, vault.path.stat().st_size if there else 0
    keyring = keyring_store.keyring_name()
    if as_json:
        found = {
            "file": str(vault.path), "guard": guard.name.lower(), "bytes": size, "keyring": keyring
        }  # fmt: skip
        typer.echo(json.dumps(found, indent=2))
        return
    typer.echo(f"{vault.path}: {guard.value}" + (f"; {size / 1e6:.1f} MB" if there else ""))
    typer.echo(f"Keyring: {keyring or 'none that can be used'}")


@app.command()
def protect(
    keyring: Annotated[bool, typer.Option("--keyring", help="Key in the keyring.")] = False,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="A passphrase.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Leave them open.")] = False,
) -> None:
    """Choose how kept calls are protected, those that are there and those to come.

    Without a keyring's key or the passphrase nobody can read them, you neither.
    A passphrase can be changed in the same way.

    Examples:

      prompter archive protect --keyring

      prompter archive protect --passphrase
    """
    if keyring + passphrase + plain != 1:
        raise PrompterError("choose one: --keyring, --passphrase or --plain")
    vault = ArchiveVault()
    open_lock(vault.path)
    if keyring:
        vault.use_keyring()
    elif passphrase:
        vault.use_passphrase(ask_passphrase(NEW, twice=True))
    else:
        vault.leave_open()
    typer.echo(f"{vault.path}: {vault.guard.value}")


@app.command()
def rekey() -> None:
    """Put another key into the keyring, and forget the old one."""
    vault = ArchiveVault()
    vault.rekey()
    typer.echo(f"{vault.path}: it has another key now.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    plain: Annotated[bool, typer.Option("--plain", help="Not encrypted.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write all kept calls into one file, encrypted with a passphrase; a call may go on.

    Examples:

      prompter archive backup calls-march.db

      prompter calls list --archive calls-march.db
    """
    vault = ArchiveVault()
    open_lock(vault.path)
    passphrase = None if plain else ask_passphrase("Passphrase of the backup", twice=True)
    vault.backup(file, passphrase, force=force)
    how = "Anybody who has it can read it." if plain else "It opens with that passphrase only."
    typer.echo(f"{file}: written. {how}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Bring a backup back in place of the kept calls, which stay beside it as a file.

    Example:

      prompter archive restore calls-march.db
    """
    vault = ArchiveVault()
    if not file.is_file():
        raise PrompterError(f"{file}: there is no such file")
    open_lock(file, own=False)
    _choose_key_for_a_restored_one(vault)
    if not yes and not typer.confirm(f"Use the calls of {file} instead of those kept now?"):
        typer.echo("Nothing was changed.")
        return
    kept = vault.restore(file)
    beside = f" What was there is kept as {kept}" if kept is not None else ""
    typer.echo(f"{vault.path}: restored; {_how(vault)}.{beside}")


def _choose_key_for_a_restored_one(vault: ArchiveVault) -> None:
    """The passphrase of the calls that are there, or another one where nobody knows it."""
    if vault.guard is not Guard.LOCKED or KEYS.protect is not Protect.PASSPHRASE:
        return
    try:
        open_lock(vault.path)
    except WrongPassphrase as wrong:
        typer.echo(
            f"{wrong}\nThat archive is kept as it is; the restored one gets a new passphrase."
        )
        vault.choose_passphrase(ask_passphrase(NEW, twice=True))


def _how(vault: ArchiveVault) -> str:
    guard = vault.guard
    return guard.value if guard is not Guard.OPEN else "not encrypted, as you chose"
