"""Plain text: a heading, then one line for everything said, heard and shown."""

from __future__ import annotations

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import Entry, What, clock, facts, one_line, prepared, timeline


def render(call: StoredCall, *, times: bool = True) -> str:
    """The whole call; times: whether each line tells when."""
    heading = [one_line(call.summary.name), *facts(call.summary), *prepared(call.sheet)]
    return "\n".join([*heading, "", *(_line(entry, times) for entry in timeline(call))]) + "\n"


def _line(entry: Entry, times: bool) -> str:
    indent = "" if entry.what is What.SAID else "    "
    at = f"[{clock(entry.at_s)}] " if times else ""
    return f"{at}{indent}{entry.who}: {entry.text}"
