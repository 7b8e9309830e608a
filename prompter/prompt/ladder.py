"""Stage 4, prompt: the ask ladder decides which card, if any, a cue hit calls for.

In:      CueHit (THEM), AskHeard.
Out:     CardShown or nothing.
Thread:  the session's; a pure state machine, no I/O, no clock of its own.
Errors:  none.
Source:  the order of goals and the limit of three come from coaching practice: after a
         third no, more asking costs goodwill (see docs/ask_ladder.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from prompter.messages import AskHeard, CardShown, CardWithdrawn, CueHit, CueWithdrawn
from prompter.prompt.playbook import Card, Cue, Family, Goal, Playbook
from prompter.prompt.slots import filled

MAX_NOES = 3
"""After this many noes the ladder only thanks."""
COOL_DOWN_S = 4.0
"""A new card sooner than this would be swapped under the user's eyes while they read."""
SAME_CUE_S = 20.0
"""The same cue again within this time is the employer going on about the same thing."""
SAME_NO_S = 8.0
"""Noes closer together than this are one refusal with several reasons."""

RANK: Mapping[Family, int] = {
    Family.HARD_STOP: 6,
    Family.NO: 5,
    Family.VOICEMAIL: 4,
    Family.OPENING: 4,
    Family.BRUSH_OFF: 3,
    Family.CLOSING: 2,
    Family.GATEKEEPER: 1,
}
"""Which cue wins when two come together; a higher one also breaks the cool-down."""

PREFERRED: Mapping[Family, tuple[Goal, ...]] = {
    Family.NO: (
        Goal.MEETING, Goal.OWNER, Goal.PROOF, Goal.FEEDBACK, Goal.REFERRAL, Goal.FOLLOW_UP,
    ),
    Family.BRUSH_OFF: (Goal.OWNER, Goal.MEETING, Goal.FOLLOW_UP, Goal.REFERRAL, Goal.PROOF),
    Family.GATEKEEPER: (Goal.OWNER, Goal.BEST_HOUR, Goal.FOLLOW_UP),
    Family.OPENING: (Goal.DAY_AND_TIME, Goal.MEETING),
    Family.CLOSING: (Goal.REFERRAL, Goal.FOLLOW_UP, Goal.THANKS),
    Family.HARD_STOP: (Goal.THANKS,),
    Family.VOICEMAIL: (Goal.MESSAGE,),
}  # fmt: skip
"""Goals in the order in which a family's cards are looked for."""
_FIRST_GOAL_AFTER_NOES = (Goal.MEETING, Goal.MEETING, Goal.FEEDBACK, Goal.REFERRAL)
"""Each no moves the ladder down: the goal to begin with after 0, 1, 2, 3 noes."""


@dataclass(frozen=True, slots=True)
class _Before:
    """How the ladder stood before it showed `card` for a hit."""

    card: str
    cue: str
    utterance: int
    noes: int
    last_no_s: float
    offered: frozenset[Goal]


@dataclass(slots=True)
class AskLadder:
    """What has been asked and refused in this call, and so what to ask next.

    sheet: slot name -> text, from the call sheet.
    """

    playbook: Playbook
    sheet: Mapping[str, str] = field(default_factory=dict)
    noes: int = 0
    stopped: bool = False
    _asked: set[Goal] = field(default_factory=set)
    _shown: set[str] = field(default_factory=set)
    _offered: set[Goal] = field(default_factory=set)
    _heard_at: dict[str, float] = field(default_factory=dict)
    _last_no_s: float = -1e9
    _last_card_s: float = -1e9
    _last_rank: int = 0
    _before: _Before | None = None

    def ask_heard(self, ask: AskHeard) -> None:
        """Tick off a goal: it is not asked for again."""
        self._asked.add(Goal(ask.goal))

    def hear(self, hits: list[CueHit], at_s: float) -> CardShown | None:
        """The card that these hits of one hypothesis call for, if any."""
        fresh = [hit for hit in hits if self._fresh(hit, at_s)]
        for hit in hits:
            self._heard_at[hit.cue] = at_s
        if self.stopped or not fresh:
            return None
        noes, last_no_s = self.noes, self._last_no_s
        refused = any(self._family(hit) is Family.NO for hit in fresh)
        same_refusal = refused and not self._count_no(at_s)
        hit = max(fresh, key=lambda hit: (RANK[self._family(hit)], hit.score))
        family = self._family(hit)
        if same_refusal and family is Family.NO:
            return None
        if at_s - self._last_card_s < COOL_DOWN_S and RANK[family] <= self._last_rank:
            return None
        self.stopped = family is Family.HARD_STOP
        card = self._choose(self.playbook.cues[hit.cue])
        if card is None:
            return None
        self._before = _Before(
            card.id, hit.cue, hit.utterance, noes, last_no_s, frozenset(self._offered)
        )
        self._last_card_s, self._last_rank = at_s, RANK[family]
        self._shown.add(card.id)
        self._offered.add(card.goal)
        return CardShown(
            card=card.id,
            cue=hit.cue,
            goal=card.goal,
            say=filled(card.say, card.say_with, self.sheet),
            why=card.why,
            noes=self.noes,
            cue_end_s=hit.end_s,
            at_s=at_s,
        )

    def withdraw(self, gone: CueWithdrawn, at_s: float) -> CardWithdrawn | None:
        """Forget a cue that wasn't one, and all that its card, if it is the latest, changed."""
        self._heard_at.pop(gone.cue, None)
        before = self._before
        if before is None or (before.cue, before.utterance) != (gone.cue, gone.utterance):
            return None
        self._before = None
        self.noes, self.stopped = before.noes, False
        self._last_no_s, self._last_card_s, self._last_rank = before.last_no_s, -1e9, 0
        self._offered = set(before.offered)
        self._shown.discard(before.card)
        return CardWithdrawn(before.card, gone.cue, at_s)

    def _fresh(self, hit: CueHit, at_s: float) -> bool:
        return hit.cue in self.playbook.cues and (
            at_s - self._heard_at.get(hit.cue, -1e9) >= SAME_CUE_S
        )

    def _count_no(self, at_s: float) -> bool:
        """Whether this is a new no; reasons that follow closely belong to the one before."""
        new = at_s - self._last_no_s >= SAME_NO_S
        self.noes += new
        self._last_no_s = at_s
        return new

    def _choose(self, cue: Cue) -> Card | None:
        """The first card, in ladder order, for an open goal, best one not offered yet."""
        if cue.family is Family.HARD_STOP:
            return self._of(cue, Goal.THANKS)
        if self.noes > MAX_NOES and cue.family in (Family.NO, Family.BRUSH_OFF, Family.CLOSING):
            return self._of(self.playbook.cues.get("closing", cue), Goal.THANKS)
        goals = PREFERRED[cue.family]
        if cue.family is Family.NO:
            start = goals.index(_FIRST_GOAL_AFTER_NOES[min(self.noes, MAX_NOES)])
            goals = goals[start:] + goals[:start]
        still_open = [goal for goal in goals if goal not in self._asked]
        for goal in sorted(still_open, key=lambda goal: goal in self._offered):
            if card := self._of(cue, goal):
                return card
        return None

    def _of(self, cue: Cue, goal: Goal) -> Card | None:
        for card in cue.cards:
            if card.goal is goal and card.id not in self._shown:
                return card
        return None

    def _family(self, hit: CueHit) -> Family:
        return self.playbook.cues[hit.cue].family
