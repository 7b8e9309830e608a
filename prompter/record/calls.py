"""Stage 5, record: a call as the archive gives it back.

In:      rows, through the reader.
Out:     frozen dataclasses; what is stored unchanged is the message itself.
Thread:  any.
Errors:  NoSuchCall.
Source:  prompter/messages.py for the meaning of the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from prompter.errors import ArchiveTrouble
from prompter.messages import (
    AskHeard,
    CardPinned,
    CardShown,
    Channel,
    CueHit,
    Fault,
    MomentMarked,
    Word,
)
from prompter.record.keep import Keep


class NoSuchCall(ArchiveTrouble):
    """The archive has no call of this number."""

    def __init__(self, call_id: int) -> None:
        super().__init__(f"There is no call {call_id}; `prompter calls list` shows those kept")


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One line of the list of calls.

    started_at, ended_at: in UTC. length_s: up to the last thing kept when there is no end.
    noes: how many noes the employer said, those taken back not counted.
    """

    id: int
    started_at: datetime
    title: str
    source: str
    playbook: str
    keep: Keep
    ended_at: datetime | None
    length_s: float
    noes: int

    @property
    def interrupted(self) -> bool:
        """The call has no end: Prompter was stopped in the middle, or the call still goes on."""
        return self.ended_at is None

    @property
    def name(self) -> str:
        """The title, or the number when it has none."""
        return self.title.strip() or f"Call {self.id}"


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A transcript segment: one final hypothesis. id: the same as long as the call is kept."""

    id: int
    channel: Channel
    utterance: int
    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card that was shown.

    withdrawn_s: when it was taken back; None when it stood. dismissed_s: when the user put it
    away; None when they didn't.
    """

    shown: CardShown
    withdrawn_s: float | None
    dismissed_s: float | None = None


@dataclass(frozen=True, slots=True)
class StoredCall:
    """All that is kept of a call, each kind in the order in which it came.

    sheet: the call sheet, its lines by name; empty when there was none.
    """

    summary: CallSummary
    segments: tuple[StoredSegment, ...]
    cue_hits: tuple[CueHit, ...]
    cards: tuple[StoredCard, ...]
    asks: tuple[AskHeard, ...]
    faults: tuple[Fault, ...]
    pins: tuple[CardPinned, ...] = ()
    marks: tuple[MomentMarked, ...] = ()
    sheet: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words searched for are.

    segment_id, channel, start_s: None when they are in the call's title.
    pieces: the text around, cut up; True marks the pieces that match.
    """

    call_id: int
    title: str
    started_at: datetime
    segment_id: int | None
    channel: Channel | None
    start_s: float | None
    pieces: tuple[tuple[str, bool], ...]

    @property
    def snippet(self) -> str:
        """The text around, in one piece."""
        return "".join(text for text, _ in self.pieces)
