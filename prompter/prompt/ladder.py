"""Stage 4, prompt: the ask ladder decides which card, if any, a cue hit calls for.

In:      CueHit (THEM), Hypothesis (ME) with the asks heard in it, UserAct.
Out:     CardShown or nothing; AskHeard; what a user's act comes to.
Thread:  the session's; a pure state machine, no I/O, no clock of its own.
Errors:  none.
Source:  see ladder_tables and docs/ask_ladder.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prompter.messages import (
    AskHeard,
    CallEvent,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    CueHit,
    CueWithdrawn,
    Hypothesis,
    MomentMarked,
    UserAct,
)
from prompter.prompt import ladder_tables as table
from prompter.prompt.asks import Asks
from prompter.prompt.card_said import CardSaid
from prompter.prompt.playbook import Card, Cue, Family, Goal, Playbook
from prompter.prompt.refusals import Refusals
from prompter.prompt.slots import filled, filled_lines


class AskLadder:
    """What has been asked and refused in this call, and so what to ask next."""

    def __init__(self, playbook: Playbook, sheet: Mapping[str, str] | None = None) -> None:
        """sheet: slot name -> text, from the call sheet."""
        self.playbook, self.sheet = playbook, sheet or {}
        self.stopped = False
        self._asks = Asks(playbook)
        self._said = CardSaid()
        self._heard_at: dict[str, float] = {}
        self._latest: list[CueHit] = []
        self._refusals = Refusals()
        self._cards: list[CardShown] = []
        self._called_by = ("", -1)
        self._words_since_card = 0
        self._on_show = self._pinned = False
        self._held_until_s = self._why_asked_s = -1e9

    @property
    def noes(self) -> int:
        """How often the employer has refused."""
        return self._asks.noes

    @property
    def last_card(self) -> CardShown | None:
        """The card shown last, whether it is still on show or not."""
        return self._cards[-1] if self._cards else None

    def remember(self, before: Iterable[CardShown | AskHeard]) -> None:
        """Go on where an earlier part of this call was cut off."""
        self.stopped = self._asks.remember(before)
        self._refusals.start_with(self.noes)

    def hear(self, hits: list[CueHit], at_s: float) -> CardShown | None:
        """The card that these hits of one hypothesis call for, if any."""
        fresh = [hit for hit in hits if self._fresh(hit, at_s)]
        for hit in hits:
            self._heard_at[hit.cue] = at_s
        self._latest = [
            *(hit for hit in self._latest if hits and hit.utterance == hits[0].utterance),
            *fresh,
        ]
        if self.stopped or not fresh:
            return None
        hit = self._weightiest(fresh)
        cue = self._cue(hit)
        self._note_meeting(fresh, hit)
        noes = [each for each in fresh if self._cue(each).family is Family.NO]
        reasons = at_s - self._why_asked_s < table.SAME_CUE_S and not any(
            each.cue == table.VAGUE for each in noes
        )
        same_refusal = bool(noes) and not self._refusals.add(noes, at_s, same=reasons)
        self._asks.noes = self._refusals.count
        self.stopped = cue.family is Family.HARD_STOP
        more_of_it = same_refusal and not reasons and cue.family is Family.NO
        if more_of_it or self._must_wait(cue, at_s):
            return None
        if self._cards and self._words_since_card >= table.SAID_SOMETHING:
            self._asks.pass_over(self._cards[-1].card)  # they were heard, and didn't ask it
        card = self._asks.next_card(cue)
        if card is None:
            return None
        self._called_by = (hit.cue, hit.utterance)
        return self._show(cue, card, hit.end_s, at_s)

    def withdraw(self, gone: CueWithdrawn, at_s: float) -> CardWithdrawn | None:
        """Forget a cue that wasn't one, and the card that it has called for."""
        self._heard_at.pop(gone.cue, None)
        self._refusals.take_back(gone)
        self._asks.noes = self._refusals.count
        self._asks.meeting_agreed = self._asks.meeting_agreed and gone.cue != table.OFFER
        if not self._cards or self._called_by != (gone.cue, gone.utterance):
            return None
        self.stopped = False
        card = self._cards[-1]
        if not self._on_show or self._pinned or self._asks.is_asked(Goal(card.goal)):
            return None
        self._asks.forget(card.card, Goal(card.goal))
        self._cards.pop()
        self._on_show, self._held_until_s = False, -1e9
        return CardWithdrawn(card.card, gone.cue, at_s)

    def again(self, gone: CueWithdrawn, at_s: float) -> CardShown | None:
        """The card for what else the utterance said, once a wrong cue's card is taken back."""
        standing = [
            hit for hit in self._latest if hit.utterance == gone.utterance and hit.cue != gone.cue
        ]
        for hit in standing:
            self._heard_at.pop(hit.cue, None)
        return self.hear(standing, at_s) if standing else None

    def said(self, me: Hypothesis, goals: Iterable[str], at_s: float) -> list[AskHeard]:
        """What the user has asked in these words; it is ticked off and not asked for again.

        goals: those whose own phrases were heard in them.
        """
        if not me.final:
            return []
        self._words_since_card += len(me.words)
        recent = self._cards[: -table.RECENT_CARDS - 1 : -1]
        read = [card for card in recent if self._said.is_said(card.say, me)]
        self._said.remember(me)
        heard = []
        for goal in map(Goal, dict.fromkeys([*(card.goal for card in read), *goals])):
            if not self._asks.is_asked(goal):
                card = next((card.card for card in [*read, *recent] if card.goal == goal), "")
                heard.append(self._tick(card, goal, at_s))
        return heard

    def act(self, act: UserAct, at_s: float) -> list[CallEvent]:
        """What comes of something that the user did."""
        if act is UserAct.MARK:
            return [MomentMarked(at_s)]
        if act is UserAct.NEXT:
            return self._another(at_s)
        if not self._on_show:
            return []
        card = self._cards[-1]
        if act is UserAct.PIN:
            self._pinned = not self._pinned
            return [CardPinned(card.card, self._pinned, at_s)]
        if act is UserAct.ASKED:
            if self._asks.is_asked(Goal(card.goal)):
                return []
            return [self._tick(card.card, Goal(card.goal), at_s)]
        self._asks.pass_over(card.card)
        self._on_show = self._pinned = False
        self._held_until_s = -1e9
        return [CardDismissed(card.card, at_s)]

    def _tick(self, card: str, goal: Goal, at_s: float) -> AskHeard:
        """The user has asked this: what it leads to may come at once."""
        self._asks.tick(goal)
        if goal is Goal.FEEDBACK:
            self._why_asked_s = at_s
        if self._on_show and self._cards[-1].card == card:
            self._held_until_s = at_s
            cue = self.playbook.cues[self._cards[-1].cue]
            if cue.family is not Family.NO:
                self._heard_at.pop(cue.id, None)
        return AskHeard(card, goal, at_s)

    def _another(self, at_s: float) -> list[CallEvent]:
        """Another card for the cue of the last one, which then doesn't count as an ask."""
        if not self._cards or self.stopped:
            return []
        last = self._cards[-1]
        cue = self.playbook.cues[last.cue]
        counted = self._asks.pass_over(last.card)
        card = self._asks.next_card(cue)
        if card is None:
            if counted is not None:
                self._asks.count(last.card, counted)
            return []
        events: list[CallEvent] = []
        if self._pinned:
            self._pinned = False
            events.append(CardPinned(last.card, False, at_s))
        return [*events, self._show(cue, card, last.cue_end_s, at_s)]

    def _show(self, cue: Cue, card: Card, cue_end_s: float, at_s: float) -> CardShown:
        self._words_since_card = 0
        self._asks.offer(cue, card)
        timer_s = table.SCRIPT_S if card.script else None
        shown = CardShown(
            card=card.id,
            cue=cue.id,
            goal=card.goal,
            say=filled(card.say, card.say_with, self.sheet),
            why=card.why,
            noes=self.noes,
            cue_end_s=cue_end_s,
            at_s=at_s,
            timer_s=timer_s,
            script=filled_lines(card.script, card.script_with, self.sheet),
        )
        self._cards.append(shown)
        self._on_show = True
        self._pinned = self._pinned and not self.stopped
        self._held_until_s = at_s + (timer_s or table.COOL_DOWN_S)
        return shown

    def _must_wait(self, cue: Cue, at_s: float) -> bool:
        """Whether the card on show is to stay."""
        if self.stopped or not self._cards:
            return False
        if self._pinned:
            return True
        before = self.playbook.cues[self._cards[-1].cue]
        rank, rank_before = table.rank(cue), table.rank(before)
        turned = rank == rank_before and cue.family is not before.family
        return at_s < self._held_until_s and rank <= rank_before and not turned

    def _weightiest(self, hits: list[CueHit]) -> CueHit:
        """The graver one; of a no and an offer to meet the later; of noes one with a reason."""
        top = max(table.rank(self._cue(hit)) for hit in hits)
        of_top = [hit for hit in hits if table.rank(self._cue(hit)) == top]
        last = max(of_top, key=lambda hit: hit.end_s)
        alike = [hit for hit in of_top if self._cue(hit).family is self._cue(last).family]
        return max(alike, key=lambda hit: (hit.cue != table.VAGUE, hit.score))

    def _note_meeting(self, hits: list[CueHit], weightiest: CueHit) -> None:
        if any(hit.cue == table.OFFER for hit in hits):
            self._asks.meeting_agreed = weightiest.cue == table.OFFER
        elif self._cue(weightiest).family is Family.NO:
            self._asks.meeting_agreed = False

    def _fresh(self, hit: CueHit, at_s: float) -> bool:
        return hit.cue in self.playbook.cues and (
            at_s - self._heard_at.get(hit.cue, -1e9) >= table.SAME_CUE_S
        )

    def _cue(self, hit: CueHit) -> Cue:
        return self.playbook.cues[hit.cue]
