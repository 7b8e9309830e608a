"""`prompter calls edit` and `thanks`: outcome, next step, notes, and the note of thanks."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from prompter.cli.calls_archive import CallId, changing, reading
from prompter.record.calls import Details, Outcome
from prompter.record.export import calendar_file
from prompter.record.export.whole_file import write_whole
from prompter.record.thanks import thank_you_note


def edit(
    call_id: CallId,
    outcome: Annotated[Outcome | None, typer.Option(help="What it led to.")] = None,
    next_step: Annotated[str | None, typer.Option("--next", help="What is to be done.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="By when."),
    ] = None,
    company: Annotated[str | None, typer.Option()] = None,
    person: Annotated[str | None, typer.Option()] = None,
    notes: Annotated[str | None, typer.Option()] = None,
    tags: Annotated[list[str] | None, typer.Option("--tag", help="May be repeated.")] = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the next step for a calendar.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Add what you know after the call: outcome, next step, names, notes, tags.

    What is not named stays as it is. Example:

      prompter calls edit 3 --outcome meeting --next "Bring the plan" --on 2026-03-09 --ics next.ics
    """
    with reading(None, call_id) as reader:
        details = reader.call(call_id).summary.details
    given: dict[str, Any] = {
        "outcome": outcome,
        "next_step": next_step,
        "next_step_on": on.date() if on else None,
        "company": company,
        "person": person,
        "notes": notes,
        "tags": tuple(tags) if tags else None,
    }
    changed: Details = dataclasses.replace(
        details, **{name: value for name, value in given.items() if value is not None}
    )
    if changed != details:
        with changing() as archive:
            archive.save_details(call_id, changed)
        typer.echo(f"Call {call_id} is changed.")
    if ics is not None:
        with reading(None, call_id) as reader:
            call = reader.call(call_id).summary
        write_whole(ics, calendar_file.render(call, datetime.now(UTC)).encode(), force)
        typer.echo(f"The next step is written to {ics}")


def thanks(
    call_id: CallId,
    name: Annotated[str, typer.Option(help="Your name, under the note.")] = "",
) -> None:
    """Draft a thank-you note from what is known of the call.

    Example:

      prompter calls thanks 3 --name "Kim Lee"
    """
    with reading(None, call_id) as reader:
        call = reader.call(call_id)
    typer.echo(thank_you_note(call, name).encode(), nl=False)
