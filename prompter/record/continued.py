"""Stage 5, record: the rest of a call that was cut off, on the clock of its first part.

In:      the call as it is kept; events of the session that goes on with it.
Out:     the same events, later by the time since the call began, utterances counted on.
Thread:  the session's; no I/O.
Errors:  none.
Source:  the wall clock, so that the gap between both parts shows as what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from prompter.messages import AskHeard, CardShown, Channel, CueHit, Hypothesis, Word
from prompter.record.calls import CallSummary, StoredCall
from prompter.record.keep import KeptEvent
from prompter.record.sound import SoundPiece


@dataclass(frozen=True, slots=True)
class Continued:
    """A call that goes on. before_s: call clock, from its first start, when that happens.

    first_utterance: the number that a channel's next utterance gets.
    done: cards that stood and asks that were heard before, for the ask ladder.
    """

    summary: CallSummary
    before_s: float
    first_utterance: Mapping[Channel, int]
    done: tuple[CardShown | AskHeard, ...]

    def on_its_clock(self, event: KeptEvent) -> KeptEvent:
        """`event`, whose times and utterances began at 0, as a part of the whole call."""
        later_s = self.before_s
        match event:
            case Hypothesis():
                return replace(
                    event,
                    utterance=event.utterance + self.first_utterance.get(event.channel, 0),
                    start_s=event.start_s + later_s,
                    end_s=event.end_s + later_s,
                    words=tuple(_later(word, later_s) for word in event.words),
                )
            case CueHit():
                return replace(
                    event,
                    utterance=event.utterance + self.first_utterance.get(event.channel, 0),
                    start_s=event.start_s + later_s,
                    end_s=event.end_s + later_s,
                )
            case CardShown():
                return replace(
                    event, cue_end_s=event.cue_end_s + later_s, at_s=event.at_s + later_s
                )
            case _:
                return replace(event, at_s=event.at_s + later_s)

    def sound_on_its_clock(self, piece: SoundPiece) -> SoundPiece:
        """The same for a piece of sound."""
        start_s, end_s = piece.start_s + self.before_s, piece.end_s + self.before_s
        return replace(piece, start_s=start_s, end_s=end_s)


def go_on_with(call: StoredCall, now: datetime) -> Continued:
    """How `call` goes on at `now`."""
    since_s = (now - call.summary.started_at).total_seconds()
    heard = [(item.channel, item.utterance) for item in call.segments]
    heard += [(hit.channel, hit.utterance) for hit in call.cue_hits]
    return Continued(
        call.summary,
        # A clock that was set back must not lay the rest over what is there.
        max(since_s, call.summary.length_s),
        {
            channel: 1 + max(number for whose, number in heard if whose is channel)
            for channel, _ in heard
        },
        (*(card.shown for card in call.cards if card.withdrawn_s is None), *call.asks),
    )


def _later(word: Word, later_s: float) -> Word:
    return replace(word, start_s=word.start_s + later_s, end_s=word.end_s + later_s)
