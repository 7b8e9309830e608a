"""Markdown: a heading, then a list; cues and cards are quieter than what was said."""

from __future__ import annotations

import re

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import Entry, What, clock, facts, one_line, prepared, timeline

# The punctuation that means something in the middle of a line of CommonMark or GitHub's dialect.
_MEANING = re.compile(r"([\\`*_\[\]<>&#~|$])")


def render(call: StoredCall, *, times: bool = True) -> str:
    """The whole call; times: whether each line tells when."""
    heading = [f"# {_plain(one_line(call.summary.name))}", ""]
    about = [f"- {_plain(fact)}" for fact in (*facts(call.summary), *prepared(call.sheet))]
    lines = [_line(entry, times) for entry in timeline(call)]
    return "\n".join([*heading, *about, "", *lines]) + "\n"


def _line(entry: Entry, times: bool) -> str:
    at = f"`{clock(entry.at_s)}` " if times else ""
    text = _plain(entry.text)
    if entry.what is What.SAID:
        return f"- {at}**{entry.who}:** {text}"
    return f"    - {at}{entry.who}: {text}"


def _plain(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return _MEANING.sub(r"\\\1", text)
