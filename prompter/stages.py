"""What the call session needs of the stages that it joins, so that tests can stand in for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from prompter.messages import (
    AskHeard,
    AudioBlock,
    CallEvent,
    CardShown,
    CardWithdrawn,
    CueHit,
    CueWithdrawn,
    Hypothesis,
    Nudge,
    UserAct,
)

Listener = Callable[[CallEvent], None]
"""Hears all that happens in a call, on the session's thread."""


class Echo(Protocol):
    """Takes the employer's voice out of what the microphone heard."""

    def sound(self, block: AudioBlock) -> None: ...

    def them(self, hypothesis: Hypothesis) -> None: ...

    def me(self, me: Hypothesis) -> Hypothesis | None: ...


class CueHearer(Protocol):
    """Stage 3: cue hits that a hypothesis adds, and those that it takes back."""

    def hear(self, hypothesis: Hypothesis) -> list[CueHit | CueWithdrawn]: ...


class CardChooser(Protocol):
    """Stage 4: the card that cue hits call for, if any."""

    def hear(self, hits: list[CueHit], at_s: float) -> CardShown | None: ...

    def withdraw(self, gone: CueWithdrawn, at_s: float) -> CardWithdrawn | None: ...

    def again(self, gone: CueWithdrawn, at_s: float) -> CardShown | None: ...

    def said(self, me: Hypothesis, goals: list[str], at_s: float) -> list[AskHeard]: ...

    def act(self, act: UserAct, at_s: float) -> list[CallEvent]: ...


class AskHearer(Protocol):
    """Stage 3: the goals that the user asks for in their own words."""

    def hear(self, me: Hypothesis) -> list[str]: ...


class TalkWatch(Protocol):
    """Says when the user talks too long."""

    def hear(self, hypothesis: Hypothesis, hits: list[CueHit]) -> list[Nudge]: ...
