"""Stage 4, prompt: what a playbook is. Reading one from a file is load.py's job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

MAX_SAY_WORDS = 20
"""A card is read aloud in one breath; longer ones were not finished before the silence ended."""
MAX_SCRIPT_WORDS = 85
"""What can be said, calmly, in the 35 seconds of a message."""
SLOT_WORDS = 3
"""How many words a filled slot counts for in that limit."""


class Family(StrEnum):
    """What kind of thing the employer does; the ask ladder goes by it."""

    NO = "no"
    BRUSH_OFF = "brush_off"
    GATEKEEPER = "gatekeeper"
    OPENING = "opening"
    CLOSING = "closing"
    HARD_STOP = "hard_stop"
    VOICEMAIL = "voicemail"


class Goal(StrEnum):
    """What a card asks for. The first seven stand in the order of the ask ladder."""

    MEETING = "meeting"
    OWNER = "owner"
    PROOF = "proof"
    FEEDBACK = "feedback"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"
    THANKS = "thanks"
    DAY_AND_TIME = "day_and_time"
    BEST_HOUR = "best_hour"
    MESSAGE = "message"


_NO_CUES = (
    "declined", "not_qualified", "experience", "credentials", "overqualified", "chose_other",
    "internal_candidate", "position_filled", "position_frozen", "no_openings", "poor_fit",
    "salary", "location", "work_authorization", "work_history",
)  # fmt: skip
_BRUSH_OFF_CUES = ("on_file", "send_resume", "will_call_back", "bad_time")

CUES: Mapping[str, Family] = MappingProxyType(
    {
        **dict.fromkeys(_NO_CUES, Family.NO),
        **dict.fromkeys(_BRUSH_OFF_CUES, Family.BRUSH_OFF),
        "gatekeeper": Family.GATEKEEPER,
        "interest": Family.OPENING,
        "meeting_offer": Family.OPENING,
        "closing": Family.CLOSING,
        "hard_stop": Family.HARD_STOP,
        "voicemail": Family.VOICEMAIL,
    }
)
"""The cues that Prompter knows by itself; a playbook may add its own (`own = true`)."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to say. say_with replaces say when the call sheet fills all its slots.

    script: the lines of a whole message (voicemail); script_with: the same lines with slots,
    each used when its slots are filled.
    """

    id: str
    goal: Goal
    say: str
    why: str
    tone: str = ""
    say_with: str = ""
    script: tuple[str, ...] = ()
    script_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A thing the employer does: the phrases it is heard by and the cards it calls for."""

    id: str
    title: str
    family: Family
    phrases: tuple[str, ...]
    cards: tuple[Card, ...]
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Playbook:
    """Cues with phrases and cards, and how the user's own asks are heard.

    goal_titles and goal_phrases are keyed by goal. off: cues that the user has switched off:
    whole, but not listened for.
    """

    name: str
    cues: Mapping[str, Cue]
    goal_titles: Mapping[Goal, str]
    goal_phrases: Mapping[Goal, tuple[str, ...]]
    off: Mapping[str, Cue] = field(default_factory=dict)
