"""At the start of a command that looks into the archive: what protects it, and is it in order?"""

from __future__ import annotations

import typer

from prompter import paths
from prompter.archive_vault import ArchiveVault
from prompter.errors import BadSettings
from prompter.record.keys import KEYS, Protect
from prompter.settings import load_settings


def use_protection() -> None:
    """Take the user's choice, and finish or begin what goes with it. What is bad in the settings
    is said by the command itself.
    """
    try:
        settings, _complaints = load_settings(paths.settings_file())
    except BadSettings:
        return
    KEYS.choose(Protect(settings.protect))
    if said := ArchiveVault().bring_in_order():
        typer.echo(said, err=True)
