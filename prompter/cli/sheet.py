"""`prompter sheet`: make, edit, list, show and delete call sheets."""

from __future__ import annotations

import dataclasses
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from prompter import paths
from prompter.call_sheet import CallSheet
from prompter.errors import PrompterError
from prompter.record.export.timeline import one_line, prepared
from prompter.sheet_store import SheetStore

app = typer.Typer(
    help="Call sheets: what you prepare for a call, one sheet a call.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The sheet's name, or its title.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for scripts.")]


@app.command()
def new(
    company: Annotated[str, typer.Argument(help="The company that is called.")] = "",
    person: Annotated[str, typer.Option(help="Whom you will talk to.")] = "",
    role: Annotated[str, typer.Option(help="The job that it is about.")] = "",
) -> None:
    """Make a call sheet, and say where it is.

    Examples:

      prompter sheet new Acme --person Jane --role "site planner"

      prompter sheet edit acme-jane
    """
    store, sheet = _store(), CallSheet(company=company, person=person, role=role)
    name = store.new_name(sheet.title if company or person else "sheet")
    store.save(name, sheet)
    typer.echo(f"{name}: {store.file(name)}")


@app.command()
def edit(name: Name) -> None:
    """Open a call sheet in your editor ($VISUAL or $EDITOR); without one, say where it is.

    Example:

      prompter sheet edit acme-jane
    """
    store = _store()
    found = store.find(name)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor or not sys.stdin.isatty():
        typer.echo(store.file(found))
        return
    _open_in(editor, store.file(found))
    typer.echo(f"{found}: {one_line(store.load(found).title)}")  # says what is wrong, if anything


@app.command("list")
def list_sheets(as_json: AsJson = False) -> None:
    """List the call sheets by title.

    Example:

      prompter sheet list
    """
    listed = _store().listed()
    if as_json:
        _print_json([dataclasses.asdict(each) for each in listed])
        return
    if not listed:
        typer.echo("No call sheets yet. Make one: prompter sheet new COMPANY --person NAME")
    for each in listed:
        typer.echo(f"{each.name}  {one_line(each.title) if not each.trouble else each.trouble}")


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """Show what is on a call sheet.

    Example:

      prompter sheet show acme-jane
    """
    store = _store()
    sheet = store.load(store.find(name))
    fields = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in dataclasses.asdict(sheet).items()
    }
    if as_json:
        _print_json(fields)
        return
    typer.echo(one_line(sheet.title))
    lines = list(prepared(fields))
    for line in lines or ["Nothing is filled in yet."]:
        typer.echo(f"  {line}")


@app.command()
def delete(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False
) -> None:
    """Delete a call sheet. What was kept with past calls stays with them.

    Example:

      prompter sheet delete acme-jane
    """
    store = _store()
    found = store.find(name)
    if not yes and not typer.confirm(f"Delete the call sheet {found} for good?"):
        typer.echo("Nothing was deleted.")
        return
    store.delete(found)
    typer.echo(f"The call sheet {found} is deleted.")


def _store() -> SheetStore:
    return SheetStore(paths.sheets_folder())


def _open_in(editor: str, file: Path) -> None:
    try:
        done = subprocess.run([*shlex.split(editor), str(file)], check=False)
    except (OSError, ValueError) as error:
        raise PrompterError(f"{editor}: can't be started; set EDITOR to your editor") from error
    if done.returncode:
        raise PrompterError(f"{editor}: ended with {done.returncode}; the sheet is {file}")


def _print_json(value: object) -> None:
    typer.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
