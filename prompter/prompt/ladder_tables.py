"""Stage 4, prompt: the ask ladder's order of goals and its limits. docs/ask_ladder.md tells why.

In:      nothing.
Out:     tables and numbers for ladder.py.
Thread:  any; constants.
Errors:  none.
Source:  coaching practice: an ask that was refused is not argued for, the next one is smaller;
         after three asks more of them cost goodwill.
"""

from __future__ import annotations

from collections.abc import Mapping

from prompter.prompt.playbook import Cue, Family, Goal

MAX_NOES = 3
"""After this many noes the ladder only thanks."""
MAX_ASKS = 3
"""So many asks after the first no; then the ladder only thanks."""
COOL_DOWN_S = 4.0
"""A new card sooner than this would be swapped under the user's eyes while they read."""
SAME_CUE_S = 20.0
"""The same cue again within this time is the employer going on about the same thing."""
SAID_SOMETHING = 4
"""So many words of the user without a card's question: they have not asked it."""
SCRIPT_S = 35.0
"""How long a voicemail message may take; most machines give at least a minute."""

RANK: Mapping[Family, int] = {
    Family.HARD_STOP: 7,
    Family.NO: 6,
    Family.VOICEMAIL: 5,
    Family.OPENING: 4,
    Family.BRUSH_OFF: 3,
    Family.CLOSING: 2,
    Family.GATEKEEPER: 1,
}
"""Which cue wins when two come together; a higher one also breaks in on a card just shown."""
OFFER = "meeting_offer"
OFFER_RANK = RANK[Family.NO]
"""An offer to meet and a no outweigh each other: the later one counts."""
VAGUE = "declined"
"""A no without a reason; a reason given with it calls for the better card."""


def rank(cue: Cue) -> int:
    """How much a cue weighs; equal for an offer and a no."""
    return OFFER_RANK if cue.id == OFFER else RANK[cue.family]


NO_ORDER = (
    Goal.MEETING, Goal.OWNER, Goal.PROOF, Goal.FEEDBACK, Goal.REFERRAL, Goal.FOLLOW_UP,
)  # fmt: skip
FIRST_GOAL_AFTER_NOES = (Goal.MEETING, Goal.MEETING, Goal.FEEDBACK, Goal.REFERRAL)
"""Each no moves the ladder down: the goal to begin with after 0, 1, 2, 3 noes."""

ORDER: Mapping[Family, tuple[Goal, ...]] = {
    Family.NO: NO_ORDER,
    Family.BRUSH_OFF: (Goal.OWNER, Goal.MEETING, Goal.FOLLOW_UP, Goal.REFERRAL, Goal.PROOF),
    Family.GATEKEEPER: (Goal.OWNER, Goal.BEST_HOUR, Goal.FOLLOW_UP),
    Family.OPENING: (Goal.DAY_AND_TIME, Goal.MEETING, Goal.OWNER),
    Family.CLOSING: (Goal.REFERRAL, Goal.FOLLOW_UP, Goal.THANKS),
    Family.HARD_STOP: (Goal.THANKS,),
    Family.VOICEMAIL: (Goal.MESSAGE,),
}
"""Goals in the order in which a family's cards are looked for."""
ORDER_OF_CUE: Mapping[str, tuple[Goal, ...]] = {
    "bad_time": (Goal.FOLLOW_UP, Goal.OWNER, Goal.MEETING),
    "will_call_back": (Goal.FOLLOW_UP, Goal.OWNER, Goal.MEETING, Goal.PROOF, Goal.REFERRAL),
    OFFER: (Goal.DAY_AND_TIME, Goal.OWNER, Goal.MEETING),
}
"""About time: first fix the time. An offer to meet: the day, whom, what to bring."""
CLOSING_WITH_A_MEETING = (Goal.DAY_AND_TIME, Goal.THANKS)
"""When a meeting was agreed, nothing else is asked for at the end."""

COUNTED = frozenset({Family.NO, Family.BRUSH_OFF, Family.CLOSING})
"""Families whose cards, after a no, count as asks against MAX_ASKS."""

RECENT_CARDS = 3
"""A user may still be reading a card that another has just replaced."""
