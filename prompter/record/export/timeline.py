"""What happened in a call, in order of time, in words for people.

Used by the exports for people and by `prompter calls show`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from prompter.messages import AskHeard, Channel, CueHit
from prompter.names import cue_name, goal_name
from prompter.record.calls import CallSummary, StoredCall
from prompter.record.keep import Keep

NAMES = {Channel.THEM: "Employer", Channel.ME: "You"}
"""How the two ends of the line are called in everything that people read."""


class What(IntEnum):
    """The kind of an entry; entries of one time stand in this order."""

    SAID = 0
    CUE = 1
    CARD = 2
    ASK = 3
    MARK = 4
    FAULT = 5


_PREPARED = {
    "company": "Company",
    "person": "Person",
    "role": "Role",
    "met": "How you met",
    "ideas": "Ideas for them",
    "proofs": "Proofs",
    "times": "Times to meet",
    "referrals": "Companies they could name",
    "notes": "Notes",
}
LABELS = {
    What.CUE: "cue",
    What.CARD: "card",
    What.ASK: "asked",
    What.MARK: "mark",
    What.FAULT: "note",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. at_s: on the call clock. who: the speaker's name, or the kind of note."""

    at_s: float
    what: What
    who: str
    text: str


def timeline(call: StoredCall, *, ids: bool = False) -> list[Entry]:
    """All that is kept of the call, one entry each, by time.

    ids: cues, goals and cards as programs know them, instead of their names.
    """
    entries = [
        Entry(said.start_s, What.SAID, NAMES[said.channel], one_line(said.text))
        for said in call.segments
    ]
    entries += (
        _note(hit.start_s, What.CUE, _cue_text(hit, ids)) for hit in _last_hits(call.cue_hits)
    )
    for card in call.cards:
        gone = ""
        if card.withdrawn_s is not None:
            gone = f" (taken back at {clock(card.withdrawn_s)})"
        elif card.dismissed_s is not None:
            gone = f" (put away at {clock(card.dismissed_s)})"
        entries.append(_note(card.shown.at_s, What.CARD, card.shown.say + gone))
    entries += (_note(ask.at_s, What.ASK, _ask_text(ask, ids)) for ask in call.asks)
    entries += (_note(mark.at_s, What.MARK, "You marked this moment") for mark in call.marks)
    entries += (_note(fault.at_s, What.FAULT, fault.text) for fault in call.faults)
    return sorted(entries, key=lambda entry: (entry.at_s, entry.what))


def facts(call: CallSummary) -> Iterator[str]:
    """What is known about the call as a whole, one line each, the title not among them."""
    began = call.started_at.astimezone()
    noes = "1 no" if call.noes == 1 else f"{call.noes} noes"
    yield f"{began:%Y-%m-%d %H:%M}, {duration(call.length_s)}, {noes}"
    details = call.details
    people = ", ".join(one_line(one) for one in (details.person, details.company) if one.strip())
    if people:
        yield f"With {people}"
    if details.outcome:
        yield f"Outcome: {details.outcome.words}"
    if details.next_step or details.next_step_on:
        on = f" ({details.next_step_on.isoformat()})" if details.next_step_on else ""
        yield f"Next step: {one_line(details.next_step) or 'to be done'}{on}"
    if details.tags:
        yield f"Tags: {', '.join(one_line(tag) for tag in details.tags)}"
    if details.notes:
        yield f"Notes: {one_line(details.notes)}"
    if call.source.strip():
        yield f"Heard from {one_line(call.source)}"
    if call.interrupted:
        yield "Interrupted: Prompter was stopped before the call ended, or the call still goes on"
    if call.keep is Keep.CARDS:
        yield "Only cues and cards were kept of this call, not what was said"
    if call.sound_s:
        yield f"Its sound is kept: {duration(call.sound_s)}"


def prepared(sheet: Mapping[str, str | list[str]]) -> Iterator[str]:
    """What the user had prepared for the call, one line each."""
    for name, value in sheet.items():
        texts = [value] if isinstance(value, str) else value
        said = "; ".join(text for each in texts if (text := one_line(each)))
        if said:
            yield f"{_PREPARED.get(name, name)}: {said}"


def clock(at_s: float) -> str:
    """Seconds as 04:07, from an hour on as 1:04:07."""
    minutes, seconds = divmod(max(0, int(at_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def duration(length_s: float) -> str:
    """A length as "4 min 07 s", or "38 s"."""
    minutes, seconds = divmod(max(0, round(length_s)), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def one_line(text: str) -> str:
    """`text` on one line, spaces at its ends and between words made one."""
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """`text` without line breaks, and without characters that could steer a terminal."""
    if text.isprintable():  # nearly always, and it saves the look at each character
        return text
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) != "Cc"
    )


def _note(at_s: float, what: What, text: str) -> Entry:
    return Entry(at_s, what, LABELS[what], one_line(text))


def _last_hits(hits: tuple[CueHit, ...]) -> list[CueHit]:
    """One hit a cue and utterance: the final one stands for the partials before it."""
    last = {(hit.channel, hit.utterance, hit.cue): hit for hit in hits}
    return list(last.values())


def _ask_text(ask: AskHeard, ids: bool) -> str:
    if not ids:
        return goal_name(ask.goal)
    return f"{ask.card} ({ask.goal})" if ask.card else ask.goal


def _cue_text(hit: CueHit, ids: bool) -> str:
    heard = f', heard in "{hit.text}"' if hit.text else ""
    return f"{hit.cue if ids else cue_name(hit.cue)} (score {hit.score:.2f}{heard})"
