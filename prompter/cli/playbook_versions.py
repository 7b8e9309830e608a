"""`prompter playbook try|undo|history|restore|import|export`: whole playbooks.

Every change is tried on kept calls and example lines first, and saved only after a yes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prompter.cli.playbook_ask import Yes, agreed, save_if_agreed, show_effect
from prompter.cli.user_settings import user_settings
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.playbook_text import read_text
from prompter.record.export.whole_file import write_whole


def try_playbook(
    file: Annotated[Path, typer.Argument(help="A playbook in TOML.")],
) -> None:
    """What a playbook would hear in your kept calls that yours does not, and the other way round.

    Nothing is saved.

    Example:

      prompter playbook try mine.toml
    """
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(read_text(file), file)
    show_effect(workshop)


def undo(yes: Yes = False) -> None:
    """Bring back the playbook as it was before the last change; again: further back."""
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(workshop.undo_save_text(), workshop.file)
    if agreed(workshop, "Bring that version back?", yes):
        workshop.undo_save()
        typer.echo(f"{workshop.file}: the last change is undone.")


def history() -> None:
    """List the earlier versions of your playbook, the newest first."""
    versions = PlaybookWorkshop(user_settings()).versions()
    for version in versions:
        typer.echo(f"{version.name}  {version.file}")
    if not versions:
        typer.echo("No earlier versions yet; each change keeps the one before.")


def restore(
    name: Annotated[str, typer.Argument(help="As `prompter playbook history` lists it.")],
    yes: Yes = False,
) -> None:
    """Bring an earlier version of your playbook back."""
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(workshop.version_text(name), Path(name))
    save_if_agreed(workshop, yes)


def import_playbook(
    file: Annotated[Path, typer.Argument(help="A playbook in TOML.")], yes: Yes = False
) -> None:
    """Use a playbook that somebody gave you, as your own. A bad one is refused by line."""
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(read_text(file), file)
    save_if_agreed(workshop, yes)


def export_playbook(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write your playbook into one file, to keep or to give away."""
    workshop = PlaybookWorkshop(user_settings())
    write_whole(file, workshop.text.encode(), force=force)
    typer.echo(f"{file}: written.")
