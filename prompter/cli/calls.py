"""`prompter calls`: list, show, search, export and delete the calls that were kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from prompter import paths
from prompter.cli.calls_view import print_call, print_found, print_list
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader
from prompter.record.archive import set_aside
from prompter.record.calls import NoSuchCall
from prompter.record.database import ArchiveDamaged
from prompter.record.export import Format, render
from prompter.record.export.json_file import found_fields, summary_fields
from prompter.record.export.timeline import one_line
from prompter.record.export.whole_file import write_whole
from prompter.record.reader import ArchiveMissing

app = typer.Typer(
    help="List, show, search, export and delete the calls that were kept.", no_args_is_help=True
)

NONE_KEPT = "No calls kept yet. A call is kept when you allow it before it starts."

CallId = Annotated[int, typer.Argument(metavar="ID", help="The call's number in the list.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for scripts.")]
ArchiveFile = Annotated[
    Path | None,
    typer.Option("--archive", metavar="FILE", help="Read this archive instead of your own."),
]


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
        with _reading(archive) as reader:
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
    with _reading(archive, call_id) as reader:
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
        with _reading(archive) as reader:
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


@app.command()
def export(
    call_id: CallId,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: what --out ends with, otherwise txt."),
    ] = None,
    out: Annotated[str, typer.Option(metavar="FILE|-", help="Where to; - is stdout.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    archive: ArchiveFile = None,
) -> None:
    """Write one call as a file: txt, md, json, or the transcript alone as srt or vtt.

    Example:

      prompter calls export 3 --out call.md
    """
    with _reading(archive, call_id) as reader:
        call = reader.call(call_id)
    if out == "-":
        # As bytes, so that it is UTF-8 everywhere.
        typer.echo(render(call, form or Format.TXT).encode(), nl=False)
        return
    file = Path(out)
    endings = {f".{known}": known for known in Format}
    write_whole(file, render(call, form or endings.get(file.suffix, Format.TXT)), force)
    typer.echo(f"Call {call_id} is written to {file}")


@app.command()
def delete(
    call_id: CallId,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete one call, so that nothing of it is left in the archive.

    Example:

      prompter calls delete 3
    """
    with _reading(None, call_id) as reader:
        call = reader.call(call_id).summary
    if not yes:
        began = f"{call.started_at.astimezone():%Y-%m-%d %H:%M}"
        question = f"Delete call {call_id}, {one_line(call.name)}, of {began}, for good?"
        if not typer.confirm(question):
            typer.echo("Nothing was deleted.")
            return
    with (
        _moving_damage_aside(),
        Archive.open(paths.archive_file(), on_fault=_say_fault) as open_archive,
    ):
        open_archive.delete(call_id)
    typer.echo(f"Call {call_id} is deleted.")


@contextmanager
def _reading(archive: Path | None, call_id: int | None = None) -> Iterator[ArchiveReader]:
    """The archive to read: the user's own, or a file that was named.

    call_id: when one call is asked for, a missing archive means that there is no such call.
    """
    try:
        if archive is not None:
            with ArchiveReader.open(archive) as reader:
                yield reader
        else:
            with _moving_damage_aside(), ArchiveReader.open(paths.archive_file()) as reader:
                yield reader
    except ArchiveMissing as missing:
        if archive is None and call_id is not None:
            raise NoSuchCall(call_id) from missing
        if archive is not None:
            raise PrompterError(f"{archive}: there is no such file") from missing
        raise


@contextmanager
def _moving_damage_aside() -> Iterator[None]:
    """A damaged archive of the user's own is moved aside, and the error says where it is."""
    try:
        yield
    except ArchiveDamaged as damage:
        raise ArchiveTrouble(set_aside(paths.archive_file())) from damage


def _say_fault(fault: Fault) -> None:
    typer.echo(f"prompter: {fault.text}", err=True)


def _print_json(value: object) -> None:
    typer.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
