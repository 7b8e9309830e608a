"""Every event is one JSON line, and docs/events.md tells its kind and its keys."""

from __future__ import annotations

import io
import json
import typing
from pathlib import Path

import pytest

from prompter.cli.events import EventWriter
from prompter.messages import (
    AskHeard,
    CallEvent,
    CallState,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    Hypothesis,
    Level,
    MomentMarked,
    Nudge,
    StateChanged,
)

EVENTS: list[CallEvent] = [
    Hypothesis(Channel.THEM, 1, "hello", (), True, 1.0, 2.0),
    CueHit("closing", Channel.THEM, 1, "bye", 1.0, 2.0, 0.9, "phrase: bye now", True),
    CardShown("a", "voicemail", "message", "Slowly.", "why", 0, 2.0, 2.1, 35.0, ("Hello.",)),
    CardWithdrawn("a", "voicemail", 3.0),
    CardDismissed("a", 3.0),
    CardPinned("a", True, 3.0),
    AskHeard("a", "message", 3.0),
    MomentMarked(3.0),
    Nudge("Pause. Let them speak.", 3.0, 0.7),
    Level(Channel.ME, 0.5, 3.0),
    Fault(FaultKind.SILENT, "Nothing is heard.", 3.0, Channel.ME),
    StateChanged(CallState.LISTENING, 3.0),
]
DOCUMENT = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")


def test_no_kind_of_event_is_missing_here() -> None:
    assert {type(event) for event in EVENTS} == set(typing.get_args(CallEvent))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_a_line_of_json_whose_keys_are_told(event: CallEvent) -> None:
    out = io.StringIO()
    EventWriter(out, lambda: 4.0).take(event)
    line = json.loads(out.getvalue())
    row = next(row for row in DOCUMENT.splitlines() if row.startswith(f"| `{line['type']}` |"))
    assert line["at_s"] == 4.0
    assert {key for key in line if f"`{key}`" not in row} <= {"type", "at_s"}
