"""Stage 4, prompt: which asks are open in this call, and the card for the next one.

In:      goals that were asked, cards that were shown, noes.
Out:     Card, or none.
Thread:  the session's; no I/O.
Errors:  none.
Source:  see ladder_tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from prompter.messages import AskHeard, CardShown
from prompter.prompt import ladder_tables as table
from prompter.prompt.playbook import Card, Cue, Family, Goal, Playbook


@dataclass(slots=True)
class Asks:
    """What was asked and offered in this call.

    noes: how often the employer has refused. meeting_agreed: an offer to meet stands.
    """

    playbook: Playbook
    noes: int = 0
    meeting_agreed: bool = False
    _asked: set[Goal] = field(default_factory=set)
    _offered: set[Goal] = field(default_factory=set)
    _shown: set[str] = field(default_factory=set)
    _spent: dict[str, Goal] = field(default_factory=dict)
    """Asks after the first no, by the card's id, or by the goal where there was no card."""

    def remember(self, before: Iterable[CardShown | AskHeard]) -> bool:
        """Take up what an earlier part of the call came to; whether it was a hard stop."""
        stopped = False
        for event in before:
            if isinstance(event, AskHeard):
                self.tick(Goal(event.goal))
                continue
            self.noes = max(self.noes, event.noes)
            cue = self.playbook.cues.get(event.cue)
            cards = cue.cards if cue is not None else ()
            card = next((card for card in cards if card.id == event.card), None)
            if cue is not None and card is not None:  # else the playbook was changed meanwhile
                self.offer(cue, card)
                stopped = stopped or cue.family is Family.HARD_STOP
        return stopped

    def is_asked(self, goal: Goal) -> bool:
        """Whether the user has asked this already."""
        return goal in self._asked

    def tick(self, goal: Goal) -> None:
        """The user has asked this: it isn't asked for again."""
        self._asked.add(goal)
        if self.noes and goal in table.NO_ORDER and goal not in self._spent.values():
            self._spent[goal] = goal

    def forget(self, card: str, goal: Goal) -> None:
        """This card was shown by mistake: as if it had never been."""
        self._shown.discard(card)
        self._offered.discard(goal)
        self._spent.pop(card, None)

    def offer(self, cue: Cue, card: Card) -> None:
        """This card is shown now."""
        self._shown.add(card.id)
        self._offered.add(card.goal)
        if self.noes and cue.family in table.COUNTED and card.goal is not Goal.THANKS:
            self._spent[card.id] = card.goal

    def pass_over(self, card: str) -> Goal | None:
        """The user didn't want this card: it was no ask. Gives its goal if it had counted."""
        if self._spent.get(card) in self._asked:
            return None
        return self._spent.pop(card, None)

    def count(self, card: str, goal: Goal) -> None:
        """Count a card that was passed over after all."""
        self._spent[card] = goal

    def next_card(self, cue: Cue) -> Card | None:
        """The first card, in ladder order, for an open goal, best one not offered yet."""
        if cue.family in table.COUNTED and self._no_more:
            if cue.family is not Family.CLOSING and Goal.THANKS in self._offered:
                return None
            return self._of(self.playbook.cues.get("closing", cue), Goal.THANKS)
        still_open = [goal for goal in self._order(cue) if goal not in self._asked]
        for goal in sorted(still_open, key=lambda goal: goal in self._offered):
            if card := self._of(cue, goal):
                return card
        return None

    @property
    def _no_more(self) -> bool:
        return self.noes > table.MAX_NOES or len(self._spent) >= table.MAX_ASKS

    def _order(self, cue: Cue) -> tuple[Goal, ...]:
        if cue.family is Family.CLOSING and self.meeting_agreed:
            return table.CLOSING_WITH_A_MEETING
        if cue.family is Family.NO:
            first = table.FIRST_GOAL_AFTER_NOES[min(self.noes, table.MAX_NOES)]
            start = table.NO_ORDER.index(first)
            return table.NO_ORDER[start:] + table.NO_ORDER[:start]
        return table.ORDER_OF_CUE.get(cue.id, table.ORDER[cue.family])

    def _of(self, cue: Cue, goal: Goal) -> Card | None:
        for card in cue.cards:
            if card.goal is goal and card.id not in self._shown:
                return card
        return None
