"""Stage 5, record: the calls that fit a query, a page at a time, and outlines of all of them.

In:      a database open for reading; a CallQuery.
Out:     ListedCall, CallSummary, CallOutline.
Thread:  the reader's.
Errors:  ArchiveTrouble from the database.
Source:  MOST_PLACES: a word that everybody says is in every call; the newest are looked at.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from prompter.messages import Channel
from prompter.record import rows
from prompter.record.calls import (
    CallOutline,
    CallSummary,
    Found,
    ListedCall,
    Outcome,
    OutlineCard,
)
from prompter.record.database import Database, Row
from prompter.record.search import marked, query_of

MOST_PLACES = 1000
"""A search looks at the newest places up to this many; rarer words are found in all calls."""

TAGS = "(SELECT json_group_array(tag) FROM tags WHERE call_id = calls.id)"
COLUMNS = f"calls.*, {TAGS} AS tags"


class SortBy(StrEnum):
    """By what a list of calls is sorted; the values are SQL."""

    STARTED = "started_at"
    COMPANY = "coalesce(nullif(company, ''), title) COLLATE NOCASE"
    PERSON = "person COLLATE NOCASE"
    LENGTH = "length_s"
    NOES = "noes"
    ASKS = "asks"
    OUTCOME = "outcome"
    NEXT_STEP = "coalesce(next_step_on, '9999')"


@dataclass(frozen=True, slots=True)
class CallQuery:
    """Which calls, and in which order. Everything empty: all of them, the newest first.

    text: all its words are said in the call, or stand in its title, names or notes.
    outcome: None for any. tag: empty for any. since, until: days of the user's own time zone.
    due: only calls with a next step.
    """

    text: str = ""
    outcome: Outcome | None = None
    tag: str = ""
    since: date | None = None
    until: date | None = None
    due: bool = False
    sort: SortBy = SortBy.STARTED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """Some lines of a list. total: how many calls fit, those that are not in `lines` too."""

    lines: tuple[ListedCall, ...]
    total: int


def page(database: Database, query: CallQuery, offset: int, limit: int) -> Listed:
    """Calls that fit, from the `offset`-th on."""
    found = _found(database, query.text)
    where, values = _where(query, found)
    way = "DESC" if query.descending else "ASC"
    lines = database.rows(
        f"SELECT {COLUMNS}, (SELECT count(*) FROM asks WHERE call_id = calls.id) AS asks "
        f"FROM calls {where} ORDER BY {query.sort} {way}, id {way} LIMIT ? OFFSET ?",
        *values, limit, offset,
    )  # fmt: skip
    total = database.rows(f"SELECT count(*) AS n FROM calls {where}", *values)[0]["n"]
    summaries = rows.made_of(lines, rows.summary, database)
    places = _places(database, summaries, found, query.text) if found is not None else {}
    return Listed(
        tuple(
            ListedCall(summary, row["asks"], places.get(summary.id))
            for summary, row in zip(summaries, lines, strict=True)
        ),
        total,
    )


def due(database: Database, on: date) -> tuple[CallSummary, ...]:
    """Calls whose next step is due by this day, the longest due first."""
    found = database.rows(
        f"SELECT {COLUMNS} FROM calls WHERE next_step_on <= ? ORDER BY next_step_on, id",
        on.isoformat(),
    )
    return rows.made_of(found, rows.summary, database)


def outlines(database: Database) -> tuple[CallOutline, ...]:
    """All calls, the oldest first."""
    asked: dict[int, dict[str, float]] = defaultdict(dict)
    asks: dict[int, int] = defaultdict(int)
    for row in database.rows("SELECT call_id, goal, at_s FROM asks"):
        last = asked[row["call_id"]]
        last[row["goal"]] = max(last.get(row["goal"], 0.0), row["at_s"])
        asks[row["call_id"]] += 1
    cards: dict[int, list[OutlineCard]] = defaultdict(list)
    for row in database.rows(
        "SELECT call_id, card, cue, goal, noes, at_s FROM cards WHERE withdrawn_s IS NULL "
        "ORDER BY id"
    ):
        was_asked = asked[row["call_id"]].get(row["goal"], -1.0) >= row["at_s"]
        cards[row["call_id"]].append(
            OutlineCard(row["card"], row["cue"], row["goal"], row["noes"], was_asked)
        )

    def outline(row: Row) -> CallOutline:
        return CallOutline(
            row["id"], Outcome(row["outcome"]), row["noes"], asks[row["id"]],
            bool(row["answered"]) or bool(cards[row["id"]]), tuple(cards[row["id"]]),
        )  # fmt: skip

    found = database.rows(
        "SELECT id, outcome, noes, EXISTS (SELECT 1 FROM segments WHERE call_id = calls.id "
        "AND channel = 'them') AS answered FROM calls ORDER BY id"
    )
    return rows.made_of(found, outline, database)


def _found(database: Database, text: str) -> dict[int, int | None] | None:
    """The calls in which the words are, with a segment; None when nothing is searched for."""
    words = query_of(text)
    if words is None:
        return None
    found: dict[int, int | None] = {}
    for index in ("titles_fts", "details_fts"):
        hits = database.rows(f"SELECT rowid AS id FROM {index} WHERE {index} MATCH ?", words)
        found |= {row["id"]: None for row in hits}
    said = database.rows(
        "SELECT call_id, min(id) AS id FROM segments WHERE id IN (SELECT rowid FROM segments_fts "
        "WHERE segments_fts MATCH ? ORDER BY rowid DESC LIMIT ?) GROUP BY call_id",
        words, MOST_PLACES,
    )  # fmt: skip
    return found | {row["call_id"]: row["id"] for row in said}


def _where(query: CallQuery, found: dict[int, int | None] | None) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []

    def add(part: str, *its_values: object) -> None:
        parts.append(part)
        values.extend(its_values)

    if found is not None:
        add("id IN (SELECT value FROM json_each(?))", json.dumps(list(found)))
    if query.outcome is not None:
        add("outcome = ?", query.outcome.value)
    if query.tag:
        add("id IN (SELECT call_id FROM tags WHERE tag = ?)", query.tag)
    if query.since is not None:
        add("started_at >= ?", _start_of(query.since))
    if query.until is not None:
        add("started_at < ?", _start_of(query.until + timedelta(days=1)))
    if query.due:
        add("(next_step_on IS NOT NULL OR next_step <> '')")
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


def _start_of(day: date) -> str:
    return datetime.combine(day, time.min).astimezone(UTC).isoformat(timespec="seconds")


def _places(
    database: Database,
    calls: tuple[CallSummary, ...],
    found: dict[int, int | None],
    text: str,
) -> dict[int, Found]:
    """A place of each call; in what was said before its names and notes."""
    wanted = json.dumps([found[call.id] for call in calls if found[call.id] is not None])
    said = {
        row["id"]: row
        for row in database.rows(
            "SELECT id, channel, start_s, text FROM segments "
            "WHERE id IN (SELECT value FROM json_each(?))",
            wanted,
        )
    }

    def place(call: CallSummary) -> Found:
        row = said.get(found[call.id] or 0)
        details = call.details
        about = (call.title, details.company, details.person, details.next_step, details.notes)
        whole = row["text"] if row else " · ".join(one for one in about if one)
        return Found(
            call.id, call.title, call.started_at,
            row["id"] if row else None,
            Channel(row["channel"]) if row else None,
            row["start_s"] if row else None,
            marked(whole, text),
        )  # fmt: skip

    return {made.call_id: made for made in map(place, calls)}
