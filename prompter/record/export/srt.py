"""SubRip (.srt): the transcript, numbered from 1, "Employer: …" and "You: …".

SRT has no way to write "<" or "{" as such: players take them for tags. They become look-alikes.
"""

from __future__ import annotations

from prompter.record.calls import StoredCall
from prompter.record.export.subtitles import stamp, subtitles

LOOK_ALIKES = str.maketrans("<>{}", "\u2039\u203a()")  # single angle quotation marks


def render(call: StoredCall) -> str:
    """The transcript; empty when none was kept."""
    return "".join(
        f"{number}\n"
        f"{stamp(line.start_ms, ',')} --> {stamp(line.end_ms, ',')}\n"
        f"{line.name}: {line.text.translate(LOOK_ALIKES)}\n\n"
        for number, line in enumerate(subtitles(call), 1)
    )
