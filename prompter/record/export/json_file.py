"""JSON for other programs; docs/export.md tells each field."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from prompter.record.calls import CallSummary, Found, StoredCall

FORMAT = 1
"""Goes up when a field changes its meaning or disappears; new fields may come at any time."""


def render(call: StoredCall) -> str:
    """The whole call as one JSON object."""
    whole = {
        "format": FORMAT,
        "call": summary_fields(call.summary),
        "sheet": dict(call.sheet),
        "segments": [asdict(segment) for segment in call.segments],
        "cue_hits": [asdict(hit) for hit in call.cue_hits],
        "cards": [
            asdict(card.shown) | {"withdrawn_s": card.withdrawn_s, "dismissed_s": card.dismissed_s}
            for card in call.cards
        ],
        "pins": [asdict(pin) for pin in call.pins],
        "marks": [asdict(mark) for mark in call.marks],
        "asks": [asdict(ask) for ask in call.asks],
        "faults": [asdict(fault) for fault in call.faults],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def summary_fields(call: CallSummary) -> dict[str, Any]:
    """What is known of the call as a whole, ready for JSON."""
    return asdict(call) | {
        "started_at": call.started_at.isoformat(),
        "ended_at": call.ended_at.isoformat() if call.ended_at else None,
        "interrupted": call.interrupted,
        "details": asdict(call.details)
        | {"next_step_on": str(call.details.next_step_on) if call.details.next_step_on else None},
    }


def found_fields(place: Found) -> dict[str, Any]:
    """One result of a search, ready for JSON; matches: the pieces of the snippet that match."""
    return {
        "call": place.call_id,
        "title": place.title,
        "started_at": place.started_at.isoformat(),
        "segment": place.segment_id,
        "channel": place.channel,
        "start_s": place.start_s,
        "snippet": place.snippet,
        "matches": [text for text, matches in place.pieces if matches],
    }
