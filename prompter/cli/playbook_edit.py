"""`prompter playbook add|never|remove|off|on|card|add-card|remove-card`: one change.

Every change is tried on kept calls and example lines first, and saved only after a yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from prompter.cli.playbook_ask import Yes, save_if_agreed
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.edit import (
    CardEdit,
    CardRemoval,
    CueEdit,
    Edit,
    NewCard,
    WordingEdit,
    WordingKind,
    wording_of,
)
from prompter.prompt.playbook import Goal

Cue = Annotated[str, typer.Argument(metavar="CUE", help="A cue of the playbook: chose_other …")]
Words = Annotated[str, typer.Argument(metavar="WORDS", help="What was said, in quotes.")]
CardName = Annotated[str, typer.Argument(metavar="CARD", help="The id of a card.")]


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


def switch_off(cue: Cue, yes: Yes = False) -> None:
    """Stop listening for a cue; all of it stays in the playbook."""
    _edit(CueEdit(cue, on=False), yes)


def switch_on(cue: Cue, yes: Yes = False) -> None:
    """Listen for a cue again."""
    _edit(CueEdit(cue, on=True), yes)


def card(
    name: CardName,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to say, in quotes.")],
    why: Annotated[str, typer.Option("--why", help="Why it works; empty: as it was.")] = "",
    yes: Yes = False,
) -> None:
    """Other words on a card. `prompter playbook show CUE` lists the cards of a cue.

    Example:

      prompter playbook card chose_other-feedback "Thank you. What made the difference?"
    """
    edits = [CardEdit(name, "say", words)]
    _edit_all(edits + ([CardEdit(name, "why", why)] if why else []), yes)


def add_card(
    cue: Cue,
    goal: Annotated[str, typer.Argument(help="What it asks for: meeting, feedback, referral …")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to say, in quotes.")],
    why: Annotated[str, typer.Argument(help="Why it works, in quotes.")],
    yes: Yes = False,
) -> None:
    """Put one more card into a cue.

    Example:

      prompter playbook add-card chose_other feedback "What decided it?" "It helps."
    """
    if goal not in set(Goal):
        raise PrompterError(f"{goal}: no such goal; known are {', '.join(Goal)}")
    _edit(NewCard(cue, Goal(goal), words, why), yes)


def remove_card(name: CardName, yes: Yes = False) -> None:
    """Take a card out."""
    _edit(CardRemoval(name), yes)


def _wording(words: str) -> str:
    wording = words if any(mark in words for mark in "()[]") or "..." in words else ""
    wording = wording or wording_of(words)
    if not wording:
        raise PrompterError(f"{words!r}: there are no words in this")
    return wording


def _edit(edit: Edit, yes: bool) -> None:
    _edit_all([edit], yes)


def _edit_all(edits: Sequence[Edit], yes: bool) -> None:
    workshop = PlaybookWorkshop(user_settings())
    for edit in edits:
        workshop.edit(edit)
        typer.echo(f"{str(edit)[0].upper()}{str(edit)[1:]}.")
    save_if_agreed(workshop, yes)
