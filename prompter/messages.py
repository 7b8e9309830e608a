"""The messages that pass along the line, in the order in which a call makes them.

All times are seconds on the *call clock*, which starts at 0.0 when the call starts.
A message is frozen: a stage that wants to change one makes another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from prompter.user_acts import CardDismissed as CardDismissed
from prompter.user_acts import CardPinned as CardPinned
from prompter.user_acts import MomentMarked as MomentMarked
from prompter.user_acts import Nudge as Nudge
from prompter.user_acts import UserAct as UserAct
from prompter.user_acts import ViewAct as ViewAct

RATE_HZ = 16_000
"""Every audio block carries this sample rate; capture converts, nobody else does."""


class Channel(StrEnum):
    """Whose voice it is: THEM, the employer (call app), or ME, the user (microphone)."""

    THEM = "them"
    ME = "me"


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A stretch of sound of one channel.

    samples: int16, mono, shape (n,), at RATE_HZ. start_s: time of the first sample.
    """

    channel: Channel
    start_s: float
    samples: npt.NDArray[np.int16]

    @property
    def end_s(self) -> float:
        return self.start_s + len(self.samples) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with its times. score: 0 to 1, as the recogniser gives it."""

    text: str
    start_s: float
    end_s: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the recogniser believes was said in one utterance, so far or for good.

    utterance: counts up per channel; all partials and the one final of an utterance share it.
    text: as the recogniser wrote it. words: the same with times; they may be estimated.
    doubtful: one microphone heard both, and whose voice it was is not sure.
    """

    channel: Channel
    utterance: int
    text: str
    words: tuple[Word, ...]
    final: bool
    start_s: float
    end_s: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue was heard. text, start_s and end_s are those of the words that made the hit.

    score: 0 to 1. by: which spotter and which phrase, for people who wonder why.
    """

    cue: str
    channel: Channel
    utterance: int
    text: str
    start_s: float
    end_s: float
    score: float
    by: str
    final: bool


@dataclass(frozen=True, slots=True)
class CueWithdrawn:
    """The final hypothesis doesn't bear out a hit that a partial of its utterance had made."""

    cue: str
    utterance: int
    at_s: float


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card replaces whatever the overlay showed. cue: the hit that called for it.

    say: what to say, slots filled in. noes: how many noes the employer has said so far.
    cue_end_s: when the cue's last word ended (delay = at_s - cue_end_s).
    script: the lines of a whole message to read out (voicemail); empty for other cards.
    timer_s: how long reading it may take; None when there is no script.
    """

    card: str
    cue: str
    goal: str
    say: str
    why: str
    noes: int
    cue_end_s: float
    at_s: float
    timer_s: float | None = None
    script: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardWithdrawn:
    """The final hypothesis took back the partial that had called for this card."""

    card: str
    cue: str
    at_s: float


@dataclass(frozen=True, slots=True)
class AskHeard:
    """The user has asked for this goal, heard on ME or ticked by hand.

    card: the card on show that asks for it; empty when the user asked without one.
    """

    card: str
    goal: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a channel is now. peak: 0 to 1, of the last quarter of a second."""

    channel: Channel
    peak: float
    at_s: float


class FaultKind(StrEnum):
    """What went wrong around the call; the words for people are in Fault.text."""

    SOURCE_LOST = "source_lost"
    SOURCE_SWAPPED = "source_swapped"
    SOURCE_ENDED_EARLY = "source_ended_early"
    SILENT = "silent"
    CLIPPING = "clipping"
    BLOCKS_DROPPED = "blocks_dropped"
    RECOGNIZER_BEHIND = "recognizer_behind"
    RECOGNIZER_FAILED = "recognizer_failed"
    ENGINE_MISSING = "engine_missing"
    SPOTTER_MISSING = "spotter_missing"
    RECORD_FAILED = "record_failed"
    ARCHIVE_DAMAGED = "archive_damaged"
    CONTROL_LIMITED = "control_limited"
    SEEN_IN_SHARES = "seen_in_shares"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of the environment failed or has recovered (over=True). text: for the user."""

    kind: FaultKind
    text: str
    at_s: float
    channel: Channel | None = None
    over: bool = False


class CallState(StrEnum):
    """Where the call session stands."""

    STARTING = "starting"
    LISTENING = "listening"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The call session went into another state."""

    state: CallState
    at_s: float


CallEvent = (
    Hypothesis
    | CueHit
    | CardShown
    | CardWithdrawn
    | CardDismissed
    | CardPinned
    | AskHeard
    | MomentMarked
    | Nudge
    | Level
    | Fault
    | StateChanged
)
"""All that a call session tells its listeners."""
