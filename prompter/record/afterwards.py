"""Stage 5, record: what the user adds to a call afterwards, and corrects in it.

In:      Details of a call; other words or another speaker for a segment.
Out:     changed rows; what was recognized stays beside a correction.
Thread:  the one that owns the database.
Errors:  NoSuchCall, NoSuchSegment; ArchiveTrouble from the database.
Source:  schema.py for the columns.
"""

from __future__ import annotations

from prompter.errors import ArchiveTrouble
from prompter.messages import Channel
from prompter.record.calls import Details, NoSuchCall
from prompter.record.database import Database


class NoSuchSegment(ArchiveTrouble):
    """The segment was deleted meanwhile."""

    def __init__(self, segment_id: int) -> None:
        super().__init__(f"Segment {segment_id} is not in the archive any more")


def save_details(database: Database, call_id: int, details: Details) -> None:
    """Put these in the place of what the user had added before."""
    if not database.run(
        "UPDATE calls SET company = ?, person = ?, outcome = ?, next_step = ?, next_step_on = ?, "
        "notes = ? WHERE id = ?",
        details.company.strip(), details.person.strip(), details.outcome.value,
        details.next_step.strip(), details.next_step_on and details.next_step_on.isoformat(),
        details.notes.strip(), call_id,
    ):  # fmt: skip
        raise NoSuchCall(call_id)
    database.run("DELETE FROM tags WHERE call_id = ?", call_id)
    for tag in details.tags:
        if tag.strip():
            database.run("INSERT OR IGNORE INTO tags VALUES (?, ?)", call_id, tag.strip())


def correct_segment(
    database: Database, segment_id: int, text: str | None, channel: Channel | None
) -> None:
    """Other words, or another speaker; None leaves it. The first original is kept."""
    changed = database.run(
        "UPDATE segments SET original_text = coalesce(original_text, text), "
        "original_channel = coalesce(original_channel, channel), "
        "text = coalesce(?, text), channel = coalesce(?, channel) WHERE id = ?",
        text, channel and channel.value, segment_id,
    )  # fmt: skip
    if not changed:
        raise NoSuchSegment(segment_id)


def restore_segment(database: Database, segment_id: int) -> None:
    """Put back what was recognized."""
    changed = database.run(
        "UPDATE segments SET text = coalesce(original_text, text), "
        "channel = coalesce(original_channel, channel), original_text = NULL, "
        "original_channel = NULL WHERE id = ?",
        segment_id,
    )
    if not changed:
        raise NoSuchSegment(segment_id)
