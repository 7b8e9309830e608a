"""Plain text: a heading, then one line for everything said, heard and shown."""

from __future__ import annotations

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import Entry, What, clock, facts, one_line, prepared, timeline


def render(call: StoredCall) -> str:
    """The whole call."""
    heading = [one_line(call.summary.name), *facts(call.summary), *prepared(call.sheet)]
    return "\n".join([*heading, "", *(_line(entry) for entry in timeline(call))]) + "\n"


def _line(entry: Entry) -> str:
    indent = "" if entry.what is What.SAID else "    "
    return f"[{clock(entry.at_s)}] {indent}{entry.who}: {entry.text}"
