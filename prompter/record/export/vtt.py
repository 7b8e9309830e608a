"""WebVTT (.vtt): the transcript, each line with its speaker as a voice tag.

Source: https://www.w3.org/TR/webvtt1/, sections 4.1 and 4.2.2.
"""

from __future__ import annotations

import html

from prompter.record.calls import StoredCall
from prompter.record.export.subtitles import stamp, subtitles


def render(call: StoredCall) -> str:
    """The transcript; only the head of the file when none was kept."""
    return "WEBVTT\n\n" + "".join(
        f"{stamp(line.start_ms, '.')} --> {stamp(line.end_ms, '.')}\n"
        f"<v {line.name}>{html.escape(line.text, quote=False)}\n\n"
        for line in subtitles(call)
    )
