"""HTML: one page that needs nothing else, for a browser in light or dark, and for paper."""

from __future__ import annotations

from html import escape

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import Entry, What, clock, facts, one_line, timeline

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
ol { list-style: none; padding: 0; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
li.note { margin-left: 3rem; font-size: .9em; opacity: .8; }
time { font-variant-numeric: tabular-nums; opacity: .7; margin-right: .6rem; }
"""


def render(call: StoredCall, *, times: bool = True) -> str:
    """The whole call."""
    name = escape(one_line(call.summary.name))
    about = "".join(f"<p>{escape(fact)}</p>\n" for fact in facts(call.summary))
    lines = "".join(_line(entry, times) for entry in timeline(call))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{name}</h1>\n{about}<ol>\n{lines}</ol>\n</body>\n</html>\n"
    )


def _line(entry: Entry, times: bool) -> str:
    kind = "said" if entry.what is What.SAID else "note"
    at = f"<time>{clock(entry.at_s)}</time>" if times else ""
    # The text may run from right to left in a page that runs from left to right.
    words = f'<span dir="auto">{escape(entry.text, quote=False)}</span>'
    return f'<li class="{kind}">{at}<b>{escape(entry.who)}:</b> {words}</li>\n'
