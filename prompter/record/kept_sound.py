"""Stage 5, record: pieces of sound as rows of the archive.

In:      an open database, the number of a call.
Out:     SoundPiece; rows.
Thread:  the one that owns the database.
Errors:  ArchiveTrouble from the database, and for a row that makes no sense; NoSuchCall.
Source:  schema.py for the columns. The sound lies in the archive itself, so that what holds for
         words holds for it: rights, deletion, power cuts, a full disk.
"""

from __future__ import annotations

from prompter.messages import Channel
from prompter.record.calls import NoSuchCall
from prompter.record.database import Database, Row
from prompter.record.rows import made_of
from prompter.record.sound import SoundPiece


def add(database: Database, call_id: int, piece: SoundPiece) -> None:
    """Write one piece. Raises NoSuchCall when the call was deleted meanwhile."""
    if not database.run(
        "UPDATE calls SET length_s = max(length_s, ?), sound_s = max(sound_s, ?) WHERE id = ?",
        piece.end_s, piece.end_s, call_id,
    ):  # fmt: skip
        raise NoSuchCall(call_id)
    database.run(
        "INSERT INTO sounds (call_id, channel, start_s, end_s, flac) VALUES (?, ?, ?, ?, ?)",
        call_id, piece.channel.value, piece.start_s, piece.end_s, piece.flac,
    )  # fmt: skip


def pieces(
    database: Database, call_id: int, start_s: float, end_s: float
) -> tuple[SoundPiece, ...]:
    """The pieces that sound somewhere between these two times."""
    found = database.rows(
        "SELECT channel, start_s, end_s, flac FROM sounds "
        "WHERE call_id = ? AND start_s < ? AND end_s > ? ORDER BY start_s",
        call_id, end_s, start_s,
    )  # fmt: skip
    return made_of(found, _piece, database)


def delete(database: Database, call_id: int) -> int:
    """Take the sound out of a call; returns how many pieces there were."""
    database.run("UPDATE calls SET sound_s = 0 WHERE id = ?", call_id)
    return database.run("DELETE FROM sounds WHERE call_id = ?", call_id)


def _piece(row: Row) -> SoundPiece:
    return SoundPiece(Channel(row["channel"]), row["start_s"], row["end_s"], bytes(row["flac"]))
