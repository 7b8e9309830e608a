"""`prompter playbook add|never|remove|undo|history|restore|import|export`: the user's own.

Every change is tried on kept calls and example lines first, and saved only after a yes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.edit import WordingEdit, WordingKind, wording_of
from prompter.prompt.effect import effect_lines
from prompter.prompt.playbook_text import read_text
from prompter.record.export.whole_file import write_whole

Cue = Annotated[str, typer.Argument(metavar="CUE", help="A cue of the playbook: chose_other …")]
Words = Annotated[str, typer.Argument(metavar="WORDS", help="What was said, in quotes.")]
Yes = Annotated[bool, typer.Option("--yes", help="Save without asking.")]


def add(cue: Cue, words: Words, yes: Yes = False) -> None:
    """Missed this: words that give a cue away from now on.

    Example:

      prompter playbook add chose_other "we have a preferred bidder"
    """
    _edit(WordingEdit(cue, _wording(words)), yes)


def never(cue: Cue, words: Words, yes: Yes = False) -> None:
    """Wrong card: words that never mean a cue, though they sound like it.

    Example:

      prompter playbook never bad_time "under the sink"
    """
    _edit(WordingEdit(cue, _wording(words), WordingKind.VETO), yes)


def remove(
    cue: Cue,
    words: Words,
    veto: Annotated[bool, typer.Option("--never", help="Of the words that never mean it.")] = False,
    yes: Yes = False,
) -> None:
    """Take words out of a cue, as the playbook writes them."""
    kind = WordingKind.VETO if veto else WordingKind.PHRASE
    _edit(WordingEdit(cue, words, kind, remove=True), yes)


def undo(yes: Yes = False) -> None:
    """Bring back the playbook as it was before the last change; again: further back."""
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(workshop.undo_save_text(), workshop.file)
    if _agreed(workshop, "Bring that version back?", yes):
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
    _save_if_agreed(workshop, yes)


def import_playbook(
    file: Annotated[Path, typer.Argument(help="A playbook in TOML.")], yes: Yes = False
) -> None:
    """Use a playbook that somebody gave you, as your own. A bad one is refused by line."""
    workshop = PlaybookWorkshop(user_settings())
    workshop.replace_text(read_text(file), file)
    _save_if_agreed(workshop, yes)


def export_playbook(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write your playbook into one file, to keep or to give away."""
    workshop = PlaybookWorkshop(user_settings())
    write_whole(file, workshop.text.encode(), force=force)
    typer.echo(f"{file}: written.")


def _wording(words: str) -> str:
    wording = words if any(mark in words for mark in "()[]") or "..." in words else ""
    wording = wording or wording_of(words)
    if not wording:
        raise PrompterError(f"{words!r}: there are no words in this")
    return wording


def _edit(edit: WordingEdit, yes: bool) -> None:
    workshop = PlaybookWorkshop(user_settings())
    workshop.edit(edit)
    typer.echo(f"{str(edit).capitalize()}.")
    _save_if_agreed(workshop, yes)


def _save_if_agreed(workshop: PlaybookWorkshop, yes: bool) -> None:
    if not workshop.is_changed:
        typer.echo("That is the playbook as it is; nothing to save.")
    elif _agreed(workshop, "Save this?", yes):
        workshop.save()
        typer.echo(f"{workshop.file}: saved. Undo it with: prompter playbook undo")


def _agreed(workshop: PlaybookWorkshop, question: str, yes: bool) -> bool:
    effect = workshop.try_out()
    for line in effect_lines(effect) if effect is not None else ():
        typer.echo(line)
    agreed = yes or typer.confirm(question)
    if not agreed:
        typer.echo("Nothing was saved.")
    return agreed
