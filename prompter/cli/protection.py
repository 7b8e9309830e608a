"""At the start of a program that looks into the archive: what protects it, and is it in order?"""

from __future__ import annotations

import sys

import typer

from prompter import paths
from prompter.archive_vault import ArchiveVault
from prompter.errors import BadSettings
from prompter.record import keyring_store
from prompter.record.keys import KEYS, Protect
from prompter.settings import Settings, load_settings


def use_protection() -> None:
    """Take the user's choice, and finish or begin what goes with it. What is bad in the settings
    is said by the command itself.
    """
    try:
        settings, _complaints = load_settings(paths.settings_file())
    except BadSettings:
        return
    choose_protection(settings)
    bring_in_order()


def choose_protection(settings: Settings) -> None:
    """The part that asks no keyring, so that no window waits for it."""
    KEYS.choose(Protect(settings.protect))
    ArchiveVault().tidy()


def bring_in_order() -> None:
    """The rest, and what was done in a line. Any thread."""
    if said := ArchiveVault().bring_in_order():
        typer.echo(said, err=True)


def say_waiting() -> None:
    """The keyring takes its time."""
    print(
        "prompter: waiting for the system's keyring; unlock it "
        f"({keyring_store.PATIENCE_S:.0f} seconds at most)",
        file=sys.stderr,
        flush=True,
    )
