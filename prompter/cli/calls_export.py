"""`prompter calls export`: one call as a file, or many into a folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from prompter.cli.calls_archive import ArchiveFile, reading
from prompter.errors import PrompterError
from prompter.record.export import Format
from prompter.record.export.many import Wanted, write_calls
from prompter.record.export.whole_file import write_whole
from prompter.record.listing import CallQuery

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]


def export(
    call_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="The call's number in the list.")
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: what --out ends with, otherwise txt."),
    ] = None,
    out: Annotated[str, typer.Option(metavar="FILE|FOLDER|-", help="Where to; - is stdout.")] = "-",
    everything: Annotated[bool, typer.Option("--all", help="Every call, a file each.")] = False,
    since: Day = None,
    until: Day = None,
    times: Annotated[bool, typer.Option("--times/--no-times", help="Tell when.")] = True,
    redact: Annotated[
        bool, typer.Option("--redact", help="Black out names and numbers; read it before use.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
    archive: ArchiveFile = None,
) -> None:
    """Write calls as files: txt, md, html, docx, json, csv, or the transcript as srt or vtt.

    Examples:

      prompter calls export 3 --out call.docx

      prompter calls export --since 2026-03-01 --format md --out march --redact
    """
    many = everything or since is not None or until is not None
    if many == (call_id is not None):
        raise PrompterError("name one call, or --all, or --since and --until")

    if call_id is None:
        if out == "-":
            raise PrompterError("many calls go into a folder: name it with --out")
        query = CallQuery(
            since=since.date() if since else None, until=until.date() if until else None
        )
        wanted = Wanted(form or Format.TXT, times, redact)
        with reading(archive) as reader:
            written = write_calls(reader, query, Path(out), wanted, force=force)
        typer.echo(f"{written} {'call is' if written == 1 else 'calls are'} written to {out}")
        return
    with reading(archive, call_id) as reader:
        one = reader.call(call_id)
    if out == "-":
        # As bytes, so that it is UTF-8 everywhere.
        typer.echo(Wanted(form or Format.TXT, times, redact).content(one), nl=False)
        return
    file = Path(out)
    endings = {f".{known}": known for known in Format}
    wanted = Wanted(form or endings.get(file.suffix, Format.TXT), times, redact)
    write_whole(file, wanted.content(one), force)
    typer.echo(f"Call {call_id} is written to {file}")
