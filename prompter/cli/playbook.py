"""`prompter playbook`: check a playbook, and change your own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from prompter.cli import playbook_edit, playbook_versions
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt import Cue, load_playbook

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


@app.command()
def show(
    cue: Annotated[str, typer.Argument(help="A cue; without one, all are listed.")] = "",
) -> None:
    """List the cues of your playbook, or all that is in one of them.

    Example:

      prompter playbook show chose_other
    """
    playbook = PlaybookWorkshop(user_settings()).playbook
    cues = {**playbook.cues, **playbook.off}
    if cue and cue not in cues:
        raise PrompterError(f"there is no cue {cue}; it has {', '.join(sorted(cues))}")
    for name, each in cues.items():
        if not cue:
            off = "  (off)" if name in playbook.off else ""
            typer.echo(f"{name}  {each.title}{off}")
    for line in _all_of(cues[cue]) if cue else ():
        typer.echo(line)


def _all_of(cue: Cue) -> Iterator[str]:
    yield cue.title
    yield from (f"phrase  {phrase}" for phrase in cue.phrases)
    yield from (f"never   {phrase}" for phrase in cue.never)
    for card in cue.cards:
        yield f"card    {card.id}  {card.say}"


for name, command in (
    ("add", playbook_edit.add),
    ("never", playbook_edit.never),
    ("remove", playbook_edit.remove),
    ("off", playbook_edit.switch_off),
    ("on", playbook_edit.switch_on),
    ("card", playbook_edit.card),
    ("add-card", playbook_edit.add_card),
    ("remove-card", playbook_edit.remove_card),
    ("try", playbook_versions.try_playbook),
    ("undo", playbook_versions.undo),
    ("history", playbook_versions.history),
    ("restore", playbook_versions.restore),
    ("import", playbook_versions.import_playbook),
    ("export", playbook_versions.export_playbook),
):
    app.command(name)(command)
