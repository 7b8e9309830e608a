"""`prompter about`: what Prompter is, what it is made of, and under which licenses."""

from __future__ import annotations

from typing import Annotated

import typer

from prompter.about import matching, own_lines, parts_of, third_party
from prompter.errors import PrompterError


def about(
    licenses: Annotated[
        bool, typer.Option("--licenses", help="Every license, with its whole text.")
    ] = False,
    search: Annotated[
        str, typer.Option(metavar="WORDS", help="Only parts with these words in name or license.")
    ] = "",
) -> None:
    """What Prompter is, what it is made of, and under which licenses.

    Examples:

      prompter about

      prompter about --search lgpl

      prompter about --licenses | less
    """
    text = third_party()
    parts = matching(parts_of(text), search)
    if search and not parts:
        raise PrompterError(f"no part has {search!r} in its name or license; see: prompter about")
    if licenses:
        typer.echo("\n".join(part.text for part in parts) if search else text)
        return
    typer.echo("\n".join(own_lines()))
    typer.echo("\nIt is made with:")
    for part in parts:
        typer.echo(f"  {part.line}")
    typer.echo("\nThe whole texts: prompter about --licenses")
