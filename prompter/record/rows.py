"""Stage 5, record: each kind of event as rows, and the rows as what they were.

In:      kept events to write; rows to read.
Out:     rows; messages and segments.
Thread:  the one that owns the database.
Errors:  ArchiveTrouble from the database, and for a row that makes no sense.
Source:  schema.py for the columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from prompter.errors import ArchiveTrouble
from prompter.messages import (
    AskHeard,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    Hypothesis,
    MomentMarked,
    Word,
)
from prompter.record.calls import (
    CallSummary,
    Details,
    Found,
    Outcome,
    StoredCard,
    StoredSegment,
)
from prompter.record.database import Database, Row
from prompter.record.keep import Keep, KeptEvent
from prompter.record.search import pieces_of

Made = TypeVar("Made")


def add_event(database: Database, call_id: int, event: KeptEvent) -> None:
    """Write one event of a call that exists."""
    match event:
        case Hypothesis():
            words = [[w.text, w.start_s, w.end_s, w.score] for w in event.words]
            database.run(
                "INSERT INTO segments (call_id, channel, utterance, text, start_s, end_s, words) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                call_id, event.channel.value, event.utterance, event.text, event.start_s,
                event.end_s, json.dumps(words),
            )  # fmt: skip
        case CueHit():
            database.run(
                "INSERT INTO cue_hits (call_id, cue, channel, utterance, text, start_s, end_s, "
                "score, by, final) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                call_id, event.cue, event.channel.value, event.utterance, event.text,
                event.start_s, event.end_s, event.score, event.by, event.final,
            )  # fmt: skip
        case CardShown():
            database.run(
                "INSERT INTO cards (call_id, card, cue, goal, say, why, noes, cue_end_s, at_s, "
                "timer_s, script) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                call_id, event.card, event.cue, event.goal, event.say, event.why, event.noes,
                event.cue_end_s, event.at_s, event.timer_s, json.dumps(event.script),
            )  # fmt: skip
            _count_noes(database, call_id)
        case CardWithdrawn():
            database.run(
                "UPDATE cards SET withdrawn_s = ? WHERE id = (SELECT max(id) FROM cards "
                "WHERE call_id = ? AND card = ? AND cue = ? AND withdrawn_s IS NULL)",
                event.at_s, call_id, event.card, event.cue,
            )  # fmt: skip
            _count_noes(database, call_id)
        case CardDismissed():
            database.run(
                "UPDATE cards SET dismissed_s = ? WHERE id = (SELECT max(id) FROM cards "
                "WHERE call_id = ? AND card = ?)",
                event.at_s, call_id, event.card,
            )  # fmt: skip
        case CardPinned():
            database.run(
                "INSERT INTO pins (call_id, card, pinned, at_s) VALUES (?, ?, ?, ?)",
                call_id, event.card, event.pinned, event.at_s,
            )  # fmt: skip
        case MomentMarked():
            database.run("INSERT INTO marks (call_id, at_s) VALUES (?, ?)", call_id, event.at_s)
        case AskHeard():
            database.run(
                "INSERT INTO asks (call_id, card, goal, at_s) VALUES (?, ?, ?, ?)",
                call_id, event.card, event.goal, event.at_s,
            )  # fmt: skip
        case Fault():
            database.run(
                "INSERT INTO faults (call_id, kind, text, at_s, channel, over) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                call_id, event.kind.value, event.text, event.at_s,
                event.channel and event.channel.value, event.over,
            )  # fmt: skip


def _count_noes(database: Database, call_id: int) -> None:
    database.run(
        "UPDATE calls SET noes = (SELECT coalesce(max(noes), 0) FROM cards "
        "WHERE call_id = calls.id AND withdrawn_s IS NULL) WHERE id = ?",
        call_id,
    )


def made_of(rows: list[Row], make: Callable[[Row], Made], database: Database) -> tuple[Made, ...]:
    """`make` of each row. Raises ArchiveTrouble for a row with values that can't be.

    SQLite has no checksums: in a damaged page a value may have become another one. But the row
    may also be a newer Prompter's, so this alone doesn't condemn the file.
    """
    try:
        return tuple(make(row) for row in rows)
    except (ValueError, TypeError, OverflowError) as error:
        raise ArchiveTrouble(
            f"{database.path}: a row makes no sense ({error}); use the newest Prompter, or move "
            "this file away to start a new archive"
        ) from error


def summary(row: Row) -> CallSummary:
    """A row of `calls`."""
    return CallSummary(
        id=row["id"],
        started_at=datetime.fromisoformat(row["started_at"]),
        title=row["title"],
        source=row["source"],
        playbook=row["playbook"],
        keep=Keep(row["keep"]),
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        length_s=row["length_s"],
        noes=row["noes"],
        details=Details(
            company=row["company"],
            person=row["person"],
            outcome=Outcome(row["outcome"]),
            next_step=row["next_step"],
            next_step_on=date.fromisoformat(row["next_step_on"]) if row["next_step_on"] else None,
            notes=row["notes"],
            tags=tuple(json.loads(row["tags"])),
        ),
        sound_s=row["sound_s"],
    )


def segment(row: Row) -> StoredSegment:
    """A row of `segments`; its words are left out where the row has none of them."""
    return StoredSegment(
        id=row["id"],
        channel=Channel(row["channel"]),
        utterance=row["utterance"],
        text=row["text"],
        start_s=row["start_s"],
        end_s=row["end_s"],
        words=tuple(
            Word(text, start_s, end_s, score)
            for text, start_s, end_s, score in json.loads(row.get("words", "[]"))
        ),
        original_text=row["original_text"],
        original_channel=Channel(row["original_channel"]) if row["original_channel"] else None,
    )


def cue_hit(row: Row) -> CueHit:
    """A row of `cue_hits`."""
    return CueHit(
        cue=row["cue"],
        channel=Channel(row["channel"]),
        utterance=row["utterance"],
        text=row["text"],
        start_s=row["start_s"],
        end_s=row["end_s"],
        score=row["score"],
        by=row["by"],
        final=bool(row["final"]),
    )


def card(row: Row) -> StoredCard:
    """A row of `cards`."""
    shown = CardShown(
        card=row["card"],
        cue=row["cue"],
        goal=row["goal"],
        say=row["say"],
        why=row["why"],
        noes=row["noes"],
        cue_end_s=row["cue_end_s"],
        at_s=row["at_s"],
        timer_s=row["timer_s"],
        script=tuple(json.loads(row["script"])),
    )
    return StoredCard(shown, row["withdrawn_s"], row["dismissed_s"])


def ask(row: Row) -> AskHeard:
    """A row of `asks`."""
    return AskHeard(row["card"], row["goal"], row["at_s"])


def pin(row: Row) -> CardPinned:
    """A row of `pins`."""
    return CardPinned(row["card"], bool(row["pinned"]), row["at_s"])


def mark(row: Row) -> MomentMarked:
    """A row of `marks`."""
    return MomentMarked(row["at_s"])


def sheet(row: Row) -> dict[str, str | list[str]]:
    """The call sheet in a row of `calls`."""
    found = json.loads(row["sheet"])
    if not isinstance(found, dict):
        raise ValueError("a call sheet is a table")
    return found


def fault(row: Row) -> Fault:
    """A row of `faults`."""
    channel = Channel(row["channel"]) if row["channel"] else None
    return Fault(FaultKind(row["kind"]), row["text"], row["at_s"], channel, bool(row["over"]))


def found(row: Row) -> Found:
    """A row of a search."""
    return Found(
        call_id=row["call_id"],
        title=row["title"],
        started_at=datetime.fromisoformat(row["started_at"]),
        segment_id=row["segment_id"],
        channel=Channel(row["channel"]) if row["channel"] else None,
        start_s=row["start_s"],
        pieces=pieces_of(row["snippet"]),
    )
