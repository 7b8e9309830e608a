"""Stage 5, record: the calls that fit a query, a page at a time, and outlines of all of them.

In:      a database open for reading; a CallQuery.
Out:     ListedCall, CallSummary, CallOutline.
Thread:  the reader's.
Errors:  ArchiveTrouble from the database.
Source:  MOST_PLACES: a word that everybody says is in every call; the newest are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

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
from prompter.record.search import MARK_END, MARK_START, SNIPPET_WORDS, query_of

MOST_PLACES = 5000
"""A search looks at the newest places up to this many; all calls of 5,000 places are found."""

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


def page(database: Database, query: CallQuery, offset: int, limit: int) -> tuple[ListedCall, ...]:
    """Calls that fit, from the `offset`-th on."""
    where, values = _where(query)
    way = "DESC" if query.descending else "ASC"
    found = database.rows(
        f"SELECT {COLUMNS}, (SELECT count(*) FROM asks WHERE call_id = calls.id) AS asks "
        f"FROM calls {where} ORDER BY {query.sort} {way}, id {way} LIMIT ? OFFSET ?",
        *values, limit, offset,
    )  # fmt: skip
    words = query_of(query.text)
    summaries = rows.made_of(found, rows.summary, database)
    return tuple(
        ListedCall(summary, row["asks"], _place(database, summary, words) if words else None)
        for summary, row in zip(summaries, found, strict=True)
    )


def count(database: Database, query: CallQuery) -> int:
    """How many calls fit."""
    where, values = _where(query)
    return int(database.rows(f"SELECT count(*) AS n FROM calls {where}", *values)[0]["n"])


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


def _where(query: CallQuery) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []

    def add(part: str, *its_values: object) -> None:
        parts.append(part)
        values.extend(its_values)

    words = query_of(query.text)
    if words:
        add(
            "(id IN (SELECT call_id FROM segments WHERE id IN (SELECT rowid FROM segments_fts "
            "WHERE segments_fts MATCH ? ORDER BY rowid DESC LIMIT ?)) "
            "OR id IN (SELECT rowid FROM titles_fts WHERE titles_fts MATCH ?) "
            "OR id IN (SELECT rowid FROM details_fts WHERE details_fts MATCH ?))",
            words, MOST_PLACES, words, words,
        )  # fmt: skip
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


def _place(database: Database, call: CallSummary, words: str) -> Found | None:
    """The first place in the call where the words are; in what was said before its names."""
    marks = (MARK_START, MARK_END, SNIPPET_WORDS, words)
    found = database.rows(
        "SELECT call_id, ? AS title, ? AS started_at, segments.id AS segment_id, channel, "
        "start_s, snippet(segments_fts, 0, ?, ?, '…', ?) AS snippet "
        "FROM segments_fts JOIN segments ON segments.id = segments_fts.rowid "
        "WHERE segments_fts MATCH ? AND segments_fts.rowid BETWEEN "
        "(SELECT min(id) FROM segments WHERE call_id = ?) AND "
        "(SELECT max(id) FROM segments WHERE call_id = ?) AND call_id = ? LIMIT 1",
        call.title, call.started_at.isoformat(), *marks, call.id, call.id, call.id,
    )  # fmt: skip
    for index in ("titles_fts", "details_fts"):
        if found:
            break
        found = database.rows(
            "SELECT ? AS call_id, ? AS title, ? AS started_at, NULL AS segment_id, "
            f"NULL AS channel, NULL AS start_s, snippet({index}, -1, ?, ?, '…', ?) AS snippet "
            f"FROM {index} WHERE {index} MATCH ? AND rowid = ?",
            call.id, call.title, call.started_at.isoformat(), *marks, call.id,
        )  # fmt: skip
    return rows.made_of(found, rows.found, database)[0] if found else None
