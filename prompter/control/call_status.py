"""What `prompter ctl state` tells of a call, kept up with what the call tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prompter.messages import (
    AskHeard,
    CallEvent,
    CallState,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    StateChanged,
)


@dataclass(slots=True)
class CallStatus:
    """source: what is heard. Written on the session's thread, read on any: whole values only."""

    source: str
    live: bool
    state: CallState = CallState.STARTING
    card: CardShown | None = None
    pinned: bool = False
    asked: bool = False
    noes: int = 0

    def take(self, event: CallEvent) -> None:
        """Follow the call."""
        match event:
            case StateChanged():
                self.state = event.state
            case CardShown():
                self.card, self.noes = event, event.noes
                self.pinned = self.asked = False
            case CardWithdrawn() | CardDismissed() if self._is_on_show(event.card):
                self.card, self.pinned = None, False
            case CardPinned() if self._is_on_show(event.card):
                self.pinned = event.pinned
            case AskHeard() if self._is_on_show(event.card):
                self.asked = True

    def facts(self, clock_s: float) -> dict[str, Any]:
        """As they go over the socket; keys may be added, none is renamed."""
        card = self.card
        return {
            "state": self.state.value,
            "source": self.source,
            "live": self.live,
            "elapsed_s": round(clock_s, 1),
            "noes": self.noes,
            "card": None
            if card is None
            else {
                "id": card.card,
                "cue": card.cue,
                "goal": card.goal,
                "say": card.say,
                "script": list(card.script),
                "pinned": self.pinned,
                "asked": self.asked,
            },
        }

    def _is_on_show(self, card: str) -> bool:
        return self.card is not None and self.card.card == card
