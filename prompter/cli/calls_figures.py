"""`prompter calls figures`: the figures of one call, or of all of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from prompter.cli.calls_archive import NONE_KEPT, ArchiveFile, AsJson, reading
from prompter.names import card_name, cue_name, goal_name
from prompter.record.export.timeline import clock, duration
from prompter.record.figures import AllFigures, CallFigures, figures_of, figures_of_all
from prompter.record.reader import ArchiveMissing


def figures(
    call_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="One call; default: all together.")
    ] = None,
    as_json: AsJson = False,
    archive: ArchiveFile = None,
) -> None:
    """Show how a call went in numbers; without a number, how all of them went.

    Examples:

      prompter calls figures 3

      prompter calls figures
    """
    found: CallFigures | AllFigures
    try:
        with reading(archive, call_id) as reader:
            if call_id is None:
                found = figures_of_all(reader.outlines())
            else:
                found = figures_of(reader.call(call_id))
    except ArchiveMissing:
        found = figures_of_all(())
    if as_json:
        text = json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"
        typer.echo(text.encode(), nl=False)
    elif isinstance(found, CallFigures):
        _print(lines_of(found))
    elif found.calls:
        _print_all(found)
    else:
        typer.echo(NONE_KEPT)


def lines_of(found: CallFigures) -> list[tuple[str, str]]:
    """What is known, as (name, value) for people."""
    lines = [("Length", duration(found.length_s))]
    if found.me_share is not None:
        lines.append(("You talked", f"{found.me_share:.0%} of all talk"))
    if found.questions is not None:
        lines.append(("Questions you asked", str(found.questions)))
    for no in found.noes:
        pause = "you said no more" if no.pause_s is None else f"{no.pause_s:.1f} s until you spoke"
        lines.append((f"No at {clock(no.at_s)}", f"{cue_name(no.cue)}; {pause}"))
    if found.past_first_no_s is not None:
        lines.append(("You talked past the first no", duration(found.past_first_no_s)))
    lines.append(("Asked for", ", ".join(map(goal_name, found.asked)) or "nothing"))
    if found.left:
        lines.append(("Left unasked", ", ".join(map(goal_name, found.left))))
    if found.monologue_s is not None:
        lines.append(("Your longest stretch alone", duration(found.monologue_s)))
    if found.card_delays_s:
        mean_s = sum(found.card_delays_s) / len(found.card_delays_s)
        lines.append(("Cards came after", f"{mean_s:.1f} s on average"))
    return lines


def _print(lines: list[tuple[str, str]], title: str = "") -> None:
    table = Table(box=None, pad_edge=False, show_header=False, title=title, title_justify="left")
    table.add_column(style="dim")
    table.add_column()
    for name, value in lines:
        table.add_row(name, value)
    Console(highlight=False, markup=False).print(table)


def _print_all(found: AllFigures) -> None:
    _print([(name, str(count)) for name, count in found.funnel], "How far calls came")
    _print([(cue_name(cue), str(count)) for cue, count in found.noes_by_cue], "Noes by cue")
    _print(
        [
            (
                card_name(card.card),
                f"shown {card.shown}, asked {card.asked}"
                + "".join(f", {outcome.words.lower()} {count}" for outcome, count in card.outcomes),
            )
            for card in found.cards
        ],
        "Cards",
    )
