"""What SRT and WebVTT have in common: the transcript as lines with a start and an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prompter.record.calls import StoredCall
from prompter.record.export.timeline import NAMES, one_line

SHORTEST_MS = 500
"""A line that is shown for less can't be read, and one of no length is not allowed in WebVTT."""


@dataclass(frozen=True, slots=True)
class Subtitle:
    """One line of the transcript; times in milliseconds from the start of the call."""

    start_ms: int
    end_ms: int
    name: str
    text: str


def subtitles(call: StoredCall) -> Iterator[Subtitle]:
    """The transcript by time; segments with nothing to read are left out."""
    for segment in sorted(call.segments, key=lambda segment: segment.start_s):
        text = one_line(segment.text)
        if text:
            start_ms = max(0, round(segment.start_s * 1000))
            end_ms = max(round(segment.end_s * 1000), start_ms + SHORTEST_MS)
            yield Subtitle(start_ms, end_ms, NAMES[segment.channel], text)


def stamp(at_ms: int, point: str) -> str:
    """01:02:03.456, with `point` before the milliseconds."""
    seconds, ms = divmod(at_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
