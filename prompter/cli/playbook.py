"""`prompter playbook`: check a playbook, and change your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prompter.cli import playbook_edit
from prompter.prompt import load_playbook

app = typer.Typer(help="Check a playbook, and change your own.", no_args_is_help=True)


@app.callback()
def _playbook() -> None:
    """Check a playbook, and change your own."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A playbook in TOML.")],
) -> None:
    """Read a playbook whole and say what is in it, or in one line what is wrong and where.

    Example:

      prompter playbook check mine.toml
    """
    playbook = load_playbook(file)
    cards = sum(len(cue.cards) for cue in playbook.cues.values())
    phrases = sum(len(cue.phrases) for cue in playbook.cues.values())
    typer.echo(
        f"{file}: fine. {playbook.name}: {len(playbook.cues)} cues, "
        f"{phrases} phrases, {cards} cards."
    )


for name, command in (
    ("add", playbook_edit.add),
    ("never", playbook_edit.never),
    ("remove", playbook_edit.remove),
    ("undo", playbook_edit.undo),
    ("history", playbook_edit.history),
    ("restore", playbook_edit.restore),
    ("import", playbook_edit.import_playbook),
    ("export", playbook_edit.export_playbook),
):
    app.command(name)(command)
