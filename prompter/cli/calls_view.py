"""How kept calls look in a terminal: the list, one call, the results of a search."""

from __future__ import annotations

import sys
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from prompter.record.calls import CallSummary, Found, StoredCall
from prompter.record.export.timeline import (
    NAMES,
    What,
    clock,
    duration,
    facts,
    one_line,
    prepared,
    timeline,
    without_controls,
)

_STYLES = {What.SAID: "", What.CUE: "dim", What.CARD: "cyan", What.ASK: "green", What.FAULT: "red"}


def print_list(calls: tuple[CallSummary, ...]) -> None:
    """A table of the calls, in the order given."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("ID", "Started", "Length", "Noes", "Kept", "Call"):
        table.add_column(name, justify="right" if name in ("ID", "Length", "Noes") else "left")
    for call in calls:
        table.add_row(
            str(call.id),
            f"{call.started_at.astimezone():%Y-%m-%d %H:%M}",
            duration(call.length_s),
            str(call.noes),
            call.keep.value,
            Text(one_line(call.name) + (" * interrupted" if call.interrupted else "")),
        )
    console = _console()
    console.print(table)
    if any(call.interrupted for call in calls):
        console.print("* interrupted: Prompter was stopped, or the call still goes on")


def print_call(call: StoredCall) -> None:
    """One call: its facts, then a line for everything said, heard and shown."""
    console = _console()
    console.print(Text(one_line(call.summary.name), style="bold"))
    for fact in (*facts(call.summary), *prepared(call.sheet)):
        console.print(Text(fact, style="dim"))
    entries = timeline(call)
    console.print()
    if not entries:
        console.print("Nothing was said in this call.")
    for entry in entries:
        indent = "" if entry.what is What.SAID else "    "
        line = Text(f"{clock(entry.at_s):>7}  {indent}{entry.who}: ", style=_STYLES[entry.what])
        console.print(line.append(entry.text))


def print_found(found: tuple[Found, ...]) -> None:
    """The places found, under the call they are in."""
    console = _console()
    for (call_id, title, began), places in groupby(
        found, key=lambda place: (place.call_id, place.title, place.started_at)
    ):
        name = one_line(title) or f"Call {call_id}"
        console.print(Text(f"{call_id}  {began.astimezone():%Y-%m-%d %H:%M}  {name}", style="bold"))
        for place in places:
            if place.channel is None or place.start_s is None:
                continue  # found in the title, which stands above
            line = Text(f"{clock(place.start_s):>7}  {NAMES[place.channel]}: ")
            for text, matches in place.pieces:
                line.append(without_controls(text), style="bold yellow" if matches else "")
            console.print(line)


def _console() -> Console:
    # In a pipe, one line stays one line.
    return Console(highlight=False, markup=False, soft_wrap=not sys.stdout.isatty())
