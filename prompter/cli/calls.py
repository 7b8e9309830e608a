"""`prompter calls`: list, show and search the calls that were kept; the rest is beside."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from prompter.cli import (
    calls_add,
    calls_delete,
    calls_export,
    calls_figures,
    calls_import,
    calls_sound,
)
from prompter.cli.calls_archive import NONE_KEPT, ArchiveFile, AsJson, CallId, reading
from prompter.cli.calls_view import print_call, print_found, print_list
from prompter.record.export import Format, render
from prompter.record.export.json_file import found_fields, summary_fields
from prompter.record.export.timeline import one_line
from prompter.record.reader import ArchiveMissing

app = typer.Typer(
    help="List, show, search, hear, complete, export, import and delete the calls that were kept.",
    no_args_is_help=True,
)
app.command()(calls_export.export)
app.command()(calls_delete.delete)
app.command()(calls_sound.play)
app.command()(calls_sound.sound)
app.command()(calls_figures.figures)
app.command()(calls_add.edit)
app.command()(calls_add.thanks)
app.command(name="import")(calls_import.import_call)


@app.command("list")
def list_calls(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: AsJson = False,
    archive: ArchiveFile = None,
) -> None:
    """List the calls that were kept, the newest first.

    Example:

      prompter calls list --limit 10
    """
    try:
        with reading(archive) as reader:
            found = reader.calls(limit=limit + 1)
    except ArchiveMissing:
        found = ()
    calls = found[:limit]
    if as_json:
        _print_json([summary_fields(call) for call in calls])
    elif not calls:
        typer.echo(NONE_KEPT)
    else:
        print_list(calls)
        if len(found) > limit:
            typer.echo(f"There are older calls too: --limit {limit * 2}")


@app.command()
def show(call_id: CallId, as_json: AsJson = False, archive: ArchiveFile = None) -> None:
    """Show one call: what was said, the cues and the cards.

    Example:

      prompter calls show 3
    """
    with reading(archive, call_id) as reader:
        call = reader.call(call_id)
    if as_json:
        typer.echo(render(call, Format.JSON).encode(), nl=False)
        return
    print_call(call)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="All of them must be there.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: AsJson = False,
    archive: ArchiveFile = None,
) -> None:
    """Search what was said in the calls, and their titles.

    The last word may be unfinished. Example:

      prompter calls search someone else
    """
    text = " ".join(words)
    try:
        with reading(archive) as reader:
            found = reader.search(text, limit=limit)
            kept = bool(reader.calls(limit=1))
    except ArchiveMissing:
        found, kept = (), False
    if as_json:
        _print_json([found_fields(place) for place in found])
    elif not found:
        typer.echo(f'Nothing found for "{one_line(text)}".' if kept else NONE_KEPT)
    else:
        print_found(found)


def _print_json(value: object) -> None:
    typer.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
