"""The sound of a call as one file that any player can play, and Prompter can replay."""

from __future__ import annotations

import io
from collections.abc import Callable

import soundfile

from prompter.messages import RATE_HZ
from prompter.record.sound import SoundPiece, both_sides

_AT_ONCE_S = 30.0


def render(read: Callable[[float, float], tuple[SoundPiece, ...]], length_s: float) -> bytes:
    """FLAC: the employer on the left, the user on the right. read: pieces between two times."""
    out = io.BytesIO()
    with soundfile.SoundFile(
        out, "w", RATE_HZ, channels=2, format="FLAC", subtype="PCM_16"
    ) as file:
        at_s = 0.0
        while at_s < length_s:
            to_s = min(at_s + _AT_ONCE_S, length_s)
            file.write(both_sides(read(at_s, to_s), at_s, to_s))
            at_s = to_s
    return out.getvalue()
