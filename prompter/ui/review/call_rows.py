"""A call as rows: what was said, and in the lane beside it what was heard, shown and asked.

In:      StoredCall and its timeline.
Out:     CallRow, by time; each note stands beside what was being said then.
Thread:  any; pure.
Errors:  none.
Source:  prompter.record.export.timeline, whose words these are.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from prompter.record.calls import StoredCall, StoredSegment
from prompter.record.export.timeline import Entry, What


@dataclass(frozen=True, slots=True)
class CallRow:
    """One segment with its notes; segment None: notes from before anything was said."""

    segment: StoredSegment | None
    notes: tuple[Entry, ...]

    @property
    def at_s(self) -> float:
        """When the row begins."""
        return self.segment.start_s if self.segment else self.notes[0].at_s


def call_rows(call: StoredCall, entries: list[Entry]) -> list[CallRow]:
    """The whole call. entries: its timeline."""
    said = sorted(call.segments, key=lambda segment: segment.start_s)
    starts = [segment.start_s for segment in said]
    notes: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.what is not What.SAID:
            notes.setdefault(bisect_right(starts, entry.at_s) - 1, []).append(entry)
    before = notes.get(-1)
    rows = [CallRow(None, tuple(before))] if before else []
    rows += (CallRow(one, tuple(notes.get(place, ()))) for place, one in enumerate(said))
    return rows


def row_at(rows: list[CallRow], at_s: float) -> int:
    """The row that goes on at this time; 0 before the first."""
    return max(0, bisect_right([row.at_s for row in rows], at_s) - 1)
