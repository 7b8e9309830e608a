"""Stage 5, record: read the archive through a connection that can change nothing.

In:      the archive's path; numbers of calls; words to look for.
Out:     CallSummary, StoredCall, Found.
Thread:  any, one reader each; it doesn't disturb the recorder.
Errors:  ArchiveMissing, ArchiveDamaged, NoSuchCall, other ArchiveTrouble.
Source:  https://www.sqlite.org/fts5.html, section 5.1.4, for snippets.
"""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

from prompter.errors import ArchiveTrouble
from prompter.record import files, kept_sound, listing, rows, schema
from prompter.record.archive import Archive
from prompter.record.calls import (
    CallOutline,
    CallSummary,
    Found,
    NoSuchCall,
    StoredCall,
)
from prompter.record.database import Database, connect
from prompter.record.listing import CallQuery, Listed
from prompter.record.search import MARK_END, MARK_START, SNIPPET_WORDS, query_of
from prompter.record.sound import SoundPiece

_WITHOUT_WORDS = "id, channel, utterance, text, start_s, end_s, original_text, original_channel"

# How long to wait while another program deletes a call or brings the archive up to date.
_WAIT_S = 5.0


class ArchiveMissing(ArchiveTrouble):
    """No archive file is there: nothing was kept yet."""


class ArchiveReader:
    """The archive, open for reading. Use it in a `with` statement, or close it."""

    def __init__(self, database: Database) -> None:
        """Not for callers: use `ArchiveReader.open`."""
        self._database = database

    @classmethod
    def open(cls, path: Path) -> ArchiveReader:
        """Open the archive at `path`. Raises ArchiveMissing, ArchiveDamaged, ArchiveTrouble."""
        if not path.exists():
            raise ArchiveMissing(f"{path}: no archive is there yet")
        if files.has_journal(path):
            Archive.open(path, on_fault=lambda _: None).close()
        with contextlib.ExitStack() as if_it_fails:
            database = connect(path, write=False, wait_s=_WAIT_S)
            if_it_fails.callback(database.close)
            version = schema.version_of(database)
            if_it_fails.pop_all()
        if version < schema.SCHEMA_VERSION:
            database.close()
            # Only a writer can bring an old archive up to date.
            Archive.open(path, on_fault=lambda _: None).close()
            database = connect(path, write=False, wait_s=_WAIT_S)
        return cls(database)

    def calls(
        self, *, limit: int | None = None, before_id: int | None = None
    ) -> tuple[CallSummary, ...]:
        """The calls, the newest first.

        limit: at most so many. before_id: only calls with a lower number (the next page).
        """
        found = self._database.rows(
            f"SELECT {listing.COLUMNS} FROM calls WHERE ? IS NULL OR id < ? "
            "ORDER BY id DESC LIMIT ?",
            before_id, before_id, -1 if limit is None else limit,
        )  # fmt: skip
        return rows.made_of(found, rows.summary, self._database)

    def call(self, call_id: int, *, words: bool = True) -> StoredCall:
        """All that is kept of one call. Raises NoSuchCall.

        words: each word with its times; without them a long call is read in a third of the time.
        """
        database = self._database
        columns = {} if words else {"segments": _WITHOUT_WORDS}
        with database.transaction("DEFERRED"):  # the call may be going on: one moment of it
            of_call = "WHERE call_id = ? ORDER BY id"
            kept = {
                table: database.rows(
                    f"SELECT {columns.get(table, '*')} FROM {table} {of_call}", call_id
                )
                for table in ("segments", "cue_hits", "cards", "asks", "faults", "pins", "marks")
            }
            summaries = database.rows(f"SELECT {listing.COLUMNS} FROM calls WHERE id = ?", call_id)
        if not summaries:
            raise NoSuchCall(call_id)
        return StoredCall(
            summary=rows.made_of(summaries, rows.summary, database)[0],
            segments=rows.made_of(kept["segments"], rows.segment, database),
            cue_hits=rows.made_of(kept["cue_hits"], rows.cue_hit, database),
            cards=rows.made_of(kept["cards"], rows.card, database),
            asks=rows.made_of(kept["asks"], rows.ask, database),
            faults=rows.made_of(kept["faults"], rows.fault, database),
            sheet=rows.made_of(summaries, rows.sheet, database)[0],
            pins=rows.made_of(kept["pins"], rows.pin, database),
            marks=rows.made_of(kept["marks"], rows.mark, database),
        )

    def sound(self, call_id: int, start_s: float, end_s: float) -> tuple[SoundPiece, ...]:
        """The pieces of a call's sound between two times; none where none is kept."""
        return kept_sound.pieces(self._database, call_id, start_s, end_s)

    def page(self, query: CallQuery, *, offset: int = 0, limit: int = 100) -> Listed:
        """Calls that fit `query`, in its order; offset: how many to leave out (the next page)."""
        return listing.page(self._database, query, offset, limit)

    def tags(self) -> tuple[str, ...]:
        """All tags in use, by name."""
        found = self._database.rows("SELECT DISTINCT tag FROM tags ORDER BY tag")
        return tuple(row["tag"] for row in found)

    def due(self, on: date) -> tuple[CallSummary, ...]:
        """Calls whose next step is due on this day or was before, the longest due first."""
        return listing.due(self._database, on)

    def outlines(self) -> tuple[CallOutline, ...]:
        """Cards, asks and outcome of every call, without any words: for the figures."""
        return listing.outlines(self._database)

    def search(self, text: str, *, limit: int = 50) -> tuple[Found, ...]:
        """Where all words of `text` are, in transcripts, titles and notes; the newest calls first.

        Any text is fine; upper and lower case and accents don't matter. limit: at most so many.
        """
        query = query_of(text)
        if query is None:
            return ()
        found = self._database.rows(
            "SELECT calls.id AS call_id, calls.title, started_at, NULL AS segment_id, "
            "NULL AS channel, NULL AS start_s, snippet(titles_fts, 0, ?, ?, '…', ?) AS snippet "
            "FROM titles_fts JOIN calls ON calls.id = titles_fts.rowid "
            "WHERE titles_fts MATCH ? ORDER BY titles_fts.rowid DESC LIMIT ?",
            MARK_START, MARK_END, SNIPPET_WORDS, query, limit,
        )  # fmt: skip
        found += self._database.rows(
            "SELECT calls.id AS call_id, calls.title, started_at, NULL AS segment_id, "
            "NULL AS channel, NULL AS start_s, snippet(details_fts, -1, ?, ?, '…', ?) AS snippet "
            "FROM details_fts JOIN calls ON calls.id = details_fts.rowid "
            "WHERE details_fts MATCH ? ORDER BY details_fts.rowid DESC LIMIT ?",
            MARK_START, MARK_END, SNIPPET_WORDS, query, limit,
        )  # fmt: skip
        found += self._database.rows(
            "SELECT call_id, title, started_at, segments.id AS segment_id, channel, start_s, "
            "snippet(segments_fts, 0, ?, ?, '…', ?) AS snippet "
            "FROM segments_fts JOIN segments ON segments.id = segments_fts.rowid "
            "JOIN calls ON calls.id = segments.call_id "
            "WHERE segments_fts MATCH ? ORDER BY segments_fts.rowid DESC LIMIT ?",
            MARK_START, MARK_END, SNIPPET_WORDS, query, limit,
        )  # fmt: skip
        places = rows.made_of(found, rows.found, self._database)
        # A title comes before the call's segments.
        in_order = sorted(places, key=lambda place: (-place.call_id, place.start_s or -1.0))
        return tuple(in_order[:limit])

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
