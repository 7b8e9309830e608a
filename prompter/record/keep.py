"""Stage 5, record: how much of a call may be written down.

In:      CallEvent.
Out:     the same, a poorer one, or None.
Thread:  the session's; no I/O.
Errors:  none.
Source:  the user's choice; without one, no transcript is kept.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from prompter.messages import (
    AskHeard,
    CallEvent,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    CueHit,
    Fault,
    Hypothesis,
    Level,
    MomentMarked,
    Nudge,
    StateChanged,
)

CardEvent = CardShown | CardWithdrawn | CardDismissed | CardPinned
KeptEvent = Hypothesis | CueHit | CardEvent | AskHeard | MomentMarked | Fault
"""What the archive can store."""


class Keep(StrEnum):
    """TRANSCRIPT: everything. CARDS: no word that was said; cues, cards and times. NOTHING."""

    TRANSCRIPT = "transcript"
    CARDS = "cards"
    NOTHING = "nothing"


def what_may_be_kept(event: CallEvent, keep: Keep) -> KeptEvent | None:
    """The part of `event` that `keep` allows; None when nothing of it is stored."""
    if keep is Keep.NOTHING:
        return None
    match event:
        case Hypothesis():
            said = event.final and event.text.strip()
            return event if said and keep is Keep.TRANSCRIPT else None
        case CueHit() if keep is Keep.CARDS:
            # `by` names the phrase, which tells what was said nearly word for word.
            return replace(event, text="", by="")
        case Level() | StateChanged() | Nudge():
            return None
        case _:
            return event


def time_of(event: KeptEvent) -> float:
    """When the event was over, in seconds on the call clock."""
    return event.end_s if isinstance(event, Hypothesis | CueHit) else event.at_s
