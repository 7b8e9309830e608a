"""Asking before the playbook is saved: what a change would do is shown first."""

from __future__ import annotations

from typing import Annotated

import typer

from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.effect import effect_lines

Yes = Annotated[bool, typer.Option("--yes", help="Save without asking.")]


def save_if_agreed(workshop: PlaybookWorkshop, yes: bool) -> None:
    """Save what is pending, after a yes."""
    if not workshop.is_changed:
        typer.echo("That is the playbook as it is; nothing to save.")
    elif agreed(workshop, "Save this?", yes):
        workshop.save()
        typer.echo(f"{workshop.file}: saved. Undo it with: prompter playbook undo")


def agreed(workshop: PlaybookWorkshop, question: str, yes: bool) -> bool:
    """Show what is pending would do, and ask."""
    show_effect(workshop)
    said_yes = yes or typer.confirm(question)
    if not said_yes:
        typer.echo("Nothing was saved.")
    return said_yes


def show_effect(workshop: PlaybookWorkshop) -> None:
    """What is pending would do to kept calls and example lines."""
    effect = workshop.try_out()
    for line in effect_lines(effect) if effect is not None else ():
        typer.echo(line)
