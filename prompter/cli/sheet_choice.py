"""The option --sheet: which call sheet goes with a call.

A recording or typed words may be of any call, so only `run` takes the last sheet by itself.
"""

from __future__ import annotations

from typing import Annotated

import typer

from prompter import paths
from prompter.call_sheet import CallSheet
from prompter.settings import Settings, save_setting
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


def sheet_of_live_call(name: str | None, settings: Settings) -> CallSheet | None:
    """The sheet that was asked for, remembered for the next call; else the last one, and says so.

    name: "" for none. Raises BadSheet, and BadSettings when it can't be remembered.
    """
    store = SheetStore(paths.sheets_folder())
    if name is None:
        last = settings.call_sheet
        if last not in store.names():
            return None
        sheet = store.load(last)
        typer.echo(f'Call sheet: {sheet.title}, as last time (--sheet "" for none)', err=True)
        return sheet
    found = store.find(name) if name.strip() else ""
    if found != settings.call_sheet:
        save_setting(paths.settings_file(), "call_sheet", found)
    return store.load(found) if found else None
