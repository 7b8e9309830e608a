"""Call events as JSON lines: the documented, stable format of `--events` (docs/events.md)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TextIO

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


def event_fields(event: CallEvent, at_s: float) -> dict[str, Any]:
    """One event as a flat dict; at_s: call clock when it was emitted."""
    match event:
        case Hypothesis():
            fields: dict[str, Any] = {
                "type": "hypothesis",
                "channel": event.channel.value,
                "utterance": event.utterance,
                "text": event.text,
                "final": event.final,
                "start_s": event.start_s,
                "end_s": event.end_s,
            }
        case CueHit():
            fields = {
                "type": "cue_hit",
                "channel": event.channel.value,
                "utterance": event.utterance,
                "cue": event.cue,
                "text": event.text,
                "final": event.final,
                "start_s": event.start_s,
                "end_s": event.end_s,
                "score": event.score,
                "by": event.by,
                "delay_ms": (at_s - event.end_s) * 1000,
            }
        case CardShown():
            fields = {
                "type": "card_shown",
                "channel": "them",
                "cue": event.cue,
                "card": event.card,
                "goal": event.goal,
                "say": event.say,
                "why": event.why,
                "noes": event.noes,
                "timer_s": event.timer_s,
                "script": list(event.script),
                "end_s": event.cue_end_s,
                "delay_ms": (at_s - event.cue_end_s) * 1000,
            }
        case CardWithdrawn():
            fields = {"type": "card_withdrawn", "card": event.card, "cue": event.cue}
        case CardDismissed():
            fields = {"type": "card_dismissed", "card": event.card}
        case CardPinned():
            fields = {"type": "card_pinned", "card": event.card, "pinned": event.pinned}
        case MomentMarked():
            fields = {"type": "moment_marked"}
        case Nudge():
            fields = {
                "type": "nudge",
                "text": event.text,
                "me_share": event.me_share,
                "over": event.over,
            }
        case AskHeard():
            fields = {"type": "ask_heard", "channel": "me", "card": event.card, "goal": event.goal}
        case Level():
            fields = {"type": "level", "channel": event.channel.value, "peak": event.peak}
        case Fault():
            channel = event.channel.value if event.channel else None
            fields = {
                "type": "fault",
                "channel": channel,
                "kind": event.kind.value,
                "text": event.text,
                "over": event.over,
            }
        case StateChanged():
            fields = {"type": "state", "state": event.state.value}
    fields["at_s"] = at_s
    return {key: _rounded(key, value) for key, value in fields.items()}


def _rounded(key: str, value: Any) -> Any:
    if isinstance(value, float):
        return round(value) if key.endswith("_ms") else round(value, 3)
    return value


class EventWriter:
    """A listener that writes each event as a JSON line at once."""

    def __init__(self, out: TextIO, clock: Callable[[], float]) -> None:
        self._out, self._clock = out, clock

    def take(self, event: CallEvent) -> None:
        line = json.dumps(event_fields(event, self._clock()), ensure_ascii=False)
        self._out.write(line + "\n")
        self._out.flush()
