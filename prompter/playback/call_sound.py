"""The sound of one kept call, read from the archive some seconds ahead.

In:      the archive's path, the number of a call, a stretch of the call clock.
Out:     both channels mixed.
Thread:  the player's.
Errors:  ArchiveTrouble.
Source:  AHEAD_S: twenty pieces are read and decoded in about 15 ms, measured.
"""

from __future__ import annotations

from pathlib import Path

from prompter.messages import RATE_HZ
from prompter.record import ArchiveReader
from prompter.record.sound import Samples, mixed

AHEAD_S = 10.0


class CallSound:
    """Reads ahead, so that the archive is opened every ten seconds only."""

    def __init__(self, archive: Path, call_id: int) -> None:
        self._archive, self._call_id = archive, call_id
        self._from_s, self._to_s = 0.0, 0.0
        self._there: Samples | None = None

    def read(self, start_s: float, end_s: float) -> Samples:
        """int16, mono, at RATE_HZ; silence where nothing is kept. Raises ArchiveTrouble."""
        if self._there is None or start_s < self._from_s or end_s > self._to_s:
            self._from_s, self._to_s = start_s, max(end_s, start_s + AHEAD_S)
            with ArchiveReader.open(self._archive) as reader:
                pieces = reader.sound(self._call_id, self._from_s, self._to_s)
            self._there = mixed(pieces, self._from_s, self._to_s)
        begin = round(start_s * RATE_HZ) - round(self._from_s * RATE_HZ)
        length = round(end_s * RATE_HZ) - round(start_s * RATE_HZ)
        return self._there[begin : begin + length]
