"""CSV (RFC 4180) for tables: a row for everything said, heard and shown, under one head.

A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import timeline

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(call: StoredCall, *, times: bool = True) -> str:
    """The whole call; without times the column of seconds is left out."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([*(["at_s"] if times else []), "kind", "who", "text"])
    for entry in timeline(call, ids=True):
        at = [f"{entry.at_s:.2f}"] if times else []
        rows.writerow([*at, entry.what.name.lower(), _plain(entry.who), _plain(entry.text)])
    return out.getvalue()


def _plain(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
