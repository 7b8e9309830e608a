"""Call scripts: read one, play it through the real call session, say what the user saw.

The format is told in README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from prompter.assemble import build_typed_session, playbook_of
from prompter.messages import (
    AskHeard,
    CallEvent,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    MomentMarked,
    UserAct,
)
from prompter.prompt import Playbook
from prompter.recognize.typed import TypedWords
from prompter.settings import Settings

NO_CARD = "no card"


@dataclass(slots=True)
class Step:
    """A line of the script, and what the user is to see and hear of it."""

    line: int
    kind: str
    text: str
    expected: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CallScript:
    """One call. sheet: what the user prepared for it."""

    title: str
    sheet: dict[str, str]
    steps: list[Step]


def read_script(file: Path) -> CallScript:
    """Read a call script. Raises ValueError, with the line, for one that is no script."""
    title, sheet, steps = "", dict[str, str](), list[Step]()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if text.startswith("#"):
            title = title or text.lstrip("# ")
        elif line.startswith(" ") and text:
            steps[-1].expected.append(re.sub(r"\s+", " ", text))
        elif text:
            kind, colon, rest = text.partition(":")
            if not colon or kind not in ("them", "me", "act", "wait", "sheet"):
                raise ValueError(f"{file.name}:{number}: not a line of a call script: {text}")
            if kind == "sheet":
                slot, _, value = rest.partition("=")
                sheet[slot.strip()] = value.strip()
            else:
                steps.append(Step(number, kind, rest.strip()))
    return CallScript(title, sheet, steps)


def play(script: CallScript, playbook: Playbook | None = None) -> list[list[str]]:
    """What the user saw after each step of the script, in the words of the format."""
    events: list[CallEvent] = []
    book = playbook or playbook_of(Settings())
    session = build_typed_session(book, [events.append], script.sheet)
    voices = {channel: TypedWords(channel) for channel in Channel}
    clock_s = 0.0
    session.start()
    for step in script.steps:
        if step.kind in ("them", "me"):
            voice = voices[Channel(step.kind)]
            voice.clock_s = clock_s
            for hypothesis in voice.type(step.text):
                session.hear(hypothesis)
            clock_s = voice.clock_s
        elif step.kind == "act":
            session.act(UserAct(step.text))
        else:
            clock_s += float(step.text)
        session.act(UserAct.MARK)  # tells where the next step begins
    session.end()
    assert session.wait(60)
    assert not session.failed
    return list(_seen(script, events))


def _seen(script: CallScript, events: list[CallEvent]) -> Iterator[list[str]]:
    """The events, cut at the marks that `play` made after each step."""
    waiting = iter(events)
    for step in script.steps:
        seen: list[str] = []
        marks_due = 2 if (step.kind, step.text) == ("act", UserAct.MARK) else 1
        for event in waiting:
            if isinstance(event, MomentMarked):
                marks_due -= 1
                if not marks_due:
                    break
            if text := _in_words(event):
                seen.append(text)
        yield _without_flashes(seen)


def _in_words(event: CallEvent) -> str:
    match event:
        case CardShown():
            return f"card: {event.cue} / {event.goal}"
        case CardWithdrawn():
            return "withdrawn"
        case CardDismissed():
            return "put away"
        case CardPinned():
            return "held" if event.pinned else "let go"
        case AskHeard():
            return f"asked: {event.goal}"
        case MomentMarked():
            return "marked"
        case _:
            return ""


def _without_flashes(seen: list[str]) -> list[str]:
    """A card that the same words take back at once doesn't count."""
    kept: list[str] = []
    for text in seen:
        if text == "withdrawn" and kept and kept[-1].startswith("card"):
            kept.pop()
        else:
            kept.append(text)
    return kept


def fits(expected: list[str], seen: list[str]) -> bool:
    """Whether what was seen is what the script wants; "a or b" leaves a choice of cues."""
    wanted = [text for text in expected if text != NO_CARD]
    return len(wanted) == len(seen) and all(map(_fits, wanted, seen))


def _fits(wanted: str, seen: str) -> bool:
    cues, slash, goals = wanted.removeprefix("card:").partition(" / ")
    if not wanted.startswith("card:") or not slash:
        return wanted == seen
    return any(
        seen == f"card: {cue.strip()} / {goal.strip()}"
        for cue in cues.split(" or ")
        for goal in goals.split(" or ")
    )
