"""`prompter calls delete`: one call, the old ones, or all, gone from the file's bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from prompter.cli.calls_archive import changing, reading
from prompter.errors import PrompterError
from prompter.record.export.timeline import one_line
from prompter.record.listing import CallQuery
from prompter.record.reader import ArchiveMissing


def delete(
    call_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="The call's number in the list.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every call.")] = False,
    older_than: Annotated[
        int | None, typer.Option(min=1, metavar="DAYS", help="Calls older than so many days.")
    ] = None,
    sound: Annotated[bool, typer.Option("--sound", help="Of this call only the sound.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete calls, so that nothing of them is left in the archive.

    Examples:

      prompter calls delete 3

      prompter calls delete 3 --sound

      prompter calls delete --older-than 90
    """
    if (call_id is not None) + everything + (older_than is not None) != 1:
        raise PrompterError("name one call, or --all, or --older-than DAYS")
    if call_id is None and sound:
        raise PrompterError("--sound goes with one call: prompter calls delete ID --sound")
    if call_id is not None:
        _delete_one(call_id, yes, sound)
        return
    try:
        with reading(None) as reader:
            there = reader.page(CallQuery(), limit=0).total
    except ArchiveMissing:
        there = 0
    which = "all calls" if everything else f"the calls older than {older_than} days"
    if not there:
        typer.echo("There are no calls to delete.")
    elif yes or typer.confirm(f"Delete {which}, of {there} that are kept, for good?"):
        with changing() as archive:
            if older_than is None:
                deleted = archive.delete_all()
            else:
                deleted = archive.delete_before(datetime.now(UTC) - timedelta(days=older_than))
        typer.echo(f"{deleted} {'call is' if deleted == 1 else 'calls are'} deleted.")
    else:
        typer.echo("Nothing was deleted.")


def _delete_one(call_id: int, yes: bool, sound: bool) -> None:
    with reading(None, call_id) as reader:
        call = reader.call(call_id).summary
    if sound and not call.sound_s:
        typer.echo(f"No sound is kept of call {call_id}.")
        return
    if not yes:
        began = f"{call.started_at.astimezone():%Y-%m-%d %H:%M}"
        what = "the sound of call" if sound else "call"
        question = f"Delete {what} {call_id}, {one_line(call.name)}, of {began}, for good?"
        if not typer.confirm(question):
            typer.echo("Nothing was deleted.")
            return
    with changing() as archive:
        if sound:
            archive.delete_sound(call_id)
        else:
            archive.delete(call_id)
    what = "The sound of call" if sound else "Call"
    typer.echo(f"{what} {call_id} is deleted.")
