"""`prompter calls export`: one call as a file, or many into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from prompter.cli.calls_archive import ArchiveFile, reading
from prompter.errors import PrompterError
from prompter.record import ArchiveReader
from prompter.record.calls import StoredCall
from prompter.record.export import Format, render_bytes
from prompter.record.export.redact import redacted
from prompter.record.export.whole_file import write_whole
from prompter.record.listing import CallQuery, SortBy

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

    def made(call: StoredCall, form: Format) -> bytes:
        return render_bytes(redacted(call) if redact else call, form, times=times)

    if call_id is None:
        query = CallQuery(
            since=since.date() if since else None,
            until=until.date() if until else None,
            sort=SortBy.STARTED,
            descending=False,
        )
        form = form or Format.TXT
        folder = _folder(out)
        written = 0
        with reading(archive) as reader:
            for call in _calls(reader, query):
                began = call.summary.started_at.astimezone()
                name = f"{began:%Y-%m-%d_%H%M}_call_{call.summary.id}.{form}"
                write_whole(folder / name, made(call, form), force)
                written += 1
        typer.echo(f"{written} {'call is' if written == 1 else 'calls are'} written to {folder}")
        return
    with reading(archive, call_id) as reader:
        one = reader.call(call_id)
    if out == "-":
        # As bytes, so that it is UTF-8 everywhere.
        typer.echo(made(one, form or Format.TXT), nl=False)
        return
    file = Path(out)
    endings = {f".{known}": known for known in Format}
    write_whole(file, made(one, form or endings.get(file.suffix, Format.TXT)), force)
    typer.echo(f"Call {call_id} is written to {file}")


def _folder(out: str) -> Path:
    if out == "-":
        raise PrompterError("many calls go into a folder: name it with --out")
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PrompterError(f"{folder}: can't make this folder ({error.strerror})") from error
    return folder


def _calls(reader: ArchiveReader, query: CallQuery) -> Iterator[StoredCall]:
    listed = reader.page(query, limit=-1).lines
    for line in listed:  # one at a time: years of calls need not fit into memory
        yield reader.call(line.summary.id)
