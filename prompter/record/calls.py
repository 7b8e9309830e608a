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
from datetime import date, datetime
from enum import StrEnum

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


class Outcome(StrEnum):
    """What a call led to, as the user says afterwards; NONE: not said."""

    NONE = ""
    MEETING = "meeting"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"
    NO = "no"
    HARD_STOP = "hard_stop"

    @property
    def words(self) -> str:
        """For people."""
        return self.value.replace("_", "-" if self is Outcome.FOLLOW_UP else " ").capitalize()


@dataclass(frozen=True, slots=True)
class Details:
    """What the user adds to a call. next_step_on: the day on which it is due."""

    company: str = ""
    person: str = ""
    outcome: Outcome = Outcome.NONE
    next_step: str = ""
    next_step_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One line of the list of calls.

    started_at, ended_at: in UTC. length_s: up to the last thing kept when there is no end.
    noes: how many noes the employer said, those taken back not counted.
    sound_s: where the kept sound ends on the call clock; 0 when none is kept.
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
    details: Details = Details()
    sound_s: float = 0.0

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
    """A transcript segment: one final hypothesis. id: the same as long as the call is kept.

    words: as they were recognized. original_text, original_channel: what was recognized, where
    the user has corrected it; None where it stands as it was.
    """

    id: int
    channel: Channel
    utterance: int
    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    original_text: str | None = None
    original_channel: Channel | None = None


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
class ListedCall:
    """A line of the window of past calls. asks: how many the user made.

    place: where the words searched for are; None without a search.
    """

    summary: CallSummary
    asks: int
    place: Found | None = None


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


@dataclass(frozen=True, slots=True)
class OutlineCard:
    """A card that stood, as the figures need it; asked: the user asked for its goal after it."""

    card: str
    cue: str
    goal: str
    noes: int
    asked: bool


@dataclass(frozen=True, slots=True)
class CallOutline:
    """A call without its words. answered: the other side said something."""

    id: int
    outcome: Outcome
    noes: int
    asks: int
    answered: bool
    cards: tuple[OutlineCard, ...]
