"""The option --sheet: which call sheet goes with a call."""

from __future__ import annotations

from typing import Annotated

import typer

from prompter import paths
from prompter.call_sheet import CallSheet
from prompter.sheet_store import SheetStore

SheetName = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="Fill the cards from this call sheet."),
]


def chosen_sheet(name: str | None) -> CallSheet | None:
    """The sheet that was asked for. Raises BadSheet."""
    if name is None:
        return None
    store = SheetStore(paths.sheets_folder())
    return store.load(store.find(name))
