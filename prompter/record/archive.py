"""Stage 5, record: write calls into the archive file, and delete them for good.

In:      kept events of a call, from the recorder.
Out:     rows in the archive.
Thread:  opened and closed by the main thread, written by the session's, never both at once.
Errors:  ArchiveTrouble: full disk, read-only, busy, newer version; ArchiveDamaged, ArchiveGone.
Source:  -
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from prompter.errors import ArchiveTrouble
from prompter.messages import Channel, Fault, FaultKind
from prompter.record import afterwards, files, kept_sound, rows
from prompter.record.calls import Details, NoSuchCall
from prompter.record.database import ArchiveDamaged, Database
from prompter.record.keep import Keep, KeptEvent, time_of
from prompter.record.opening import open_file
from prompter.record.sound import SoundPiece
from prompter.record.wiping import wipe

# A call's session must not stand still while another program writes: it holds on to the event
# and tries again. Somebody who deletes a call can wait.
_WAIT_IN_A_CALL_S = 0.25
_WAIT_TO_CHANGE_S = 5.0


class ArchiveGone(ArchiveDamaged):
    """The file was deleted, moved or replaced while it was open."""


class Archive:
    """The archive, open for writing."""

    def __init__(self, path: Path, database: Database) -> None:
        """Not for callers: use `Archive.open`."""
        self.path = path
        self._database: Database | None = database
        self._identity = files.identity(path)

    @classmethod
    def open(cls, path: Path, *, on_fault: Callable[[Fault], None]) -> Archive:
        """Open the archive at `path`; make it, and its folder, when it is missing.

        A damaged file is moved aside, a new archive is started, and `on_fault` is told where
        the old one is. Raises ArchiveTrouble when the place can't be written.
        """
        try:
            return cls(path, open_file(path))
        except ArchiveDamaged:
            on_fault(Fault(FaultKind.ARCHIVE_DAMAGED, files.set_aside(path), 0.0))
            return cls(path, open_file(path))

    @contextmanager
    def transaction(self, wait_s: float = _WAIT_IN_A_CALL_S) -> Iterator[None]:
        """Everything written inside is committed together, or not at all.

        wait_s: how long it may wait for another program. Raises ArchiveTrouble.
        """
        if self._database is None:
            self._database = open_file(self.path)
            self._identity = files.identity(self.path)
        self._must_be_in_place()
        self._database.wait_up_to(wait_s)
        with self._database.transaction():
            # Again: it may have been rewritten while this waited for the lock.
            self._must_be_in_place()
            yield

    def lay_aside(self) -> str:
        """Give up a file that is damaged or gone; the next transaction starts a new one.

        Returns what happened, in words for the user. Raises ArchiveTrouble.
        """
        was_taken_away = self._database is not None and not self._is_in_place()
        if self._database is not None:
            self._database.close()
            self._database = None
        if not was_taken_away:
            return files.set_aside(self.path)
        return f"{self.path}: the archive was taken away; this call goes into the one there now"

    def begin_call(
        self,
        started_at: datetime,
        title: str,
        source: str,
        playbook: str,
        keep: Keep,
        sheet: str = "{}",
    ) -> int:
        """Add a call without an end; returns its number, never used again. sheet: JSON."""
        return self._open_database.insert(
            "INSERT INTO calls (started_at, title, source, playbook, keep, sheet) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            _utc(started_at), title, source, playbook, keep.value, sheet,
        )  # fmt: skip

    def add(self, call_id: int, event: KeptEvent) -> None:
        """Add one event. Raises NoSuchCall when the call was deleted meanwhile."""
        changed = self._open_database.run(
            "UPDATE calls SET length_s = max(length_s, ?) WHERE id = ?", time_of(event), call_id
        )
        if not changed:
            raise NoSuchCall(call_id)
        rows.add_event(self._open_database, call_id, event)

    def add_sound(self, call_id: int, piece: SoundPiece) -> None:
        """Add a piece of sound. Raises NoSuchCall when the call was deleted meanwhile."""
        kept_sound.add(self._open_database, call_id, piece)

    def end_call(self, call_id: int, ended_at: datetime, length_s: float) -> None:
        """Mark the call as ended. Raises NoSuchCall when it was deleted meanwhile."""
        if not self._open_database.run(
            "UPDATE calls SET ended_at = ?, length_s = max(length_s, ?) WHERE id = ?",
            _utc(ended_at), length_s, call_id,
        ):  # fmt: skip
            raise NoSuchCall(call_id)

    def save_details(self, call_id: int, details: Details) -> None:
        """Keep what the user adds to a call. Raises NoSuchCall, ArchiveTrouble."""
        with self.transaction(_WAIT_TO_CHANGE_S):
            afterwards.save_details(self._open_database, call_id, details)

    def correct(
        self, segment_id: int, *, text: str | None = None, channel: Channel | None = None
    ) -> None:
        """Correct a segment's words or speaker; what was recognized is kept beside them.

        Raises NoSuchSegment, ArchiveTrouble.
        """
        with self.transaction(_WAIT_TO_CHANGE_S):
            afterwards.correct_segment(self._open_database, segment_id, text, channel)

    def restore(self, segment_id: int) -> None:
        """Take a segment's corrections back. Raises NoSuchSegment, ArchiveTrouble."""
        with self.transaction(_WAIT_TO_CHANGE_S):
            afterwards.restore_segment(self._open_database, segment_id)

    def delete(self, call_id: int, wait_s: float = _WAIT_TO_CHANGE_S) -> None:
        """Delete a call so that none of its words are left in the file.

        Raises NoSuchCall; ArchiveTrouble when nothing could be deleted, or when it is deleted
        but not wiped yet (the message says which). Takes seconds in an archive of thousands.
        wait_s: how long it may wait for other programs.
        """
        if not self._delete("id = ?", call_id, wait_s=wait_s, said=f"Call {call_id} is deleted"):
            raise NoSuchCall(call_id)

    def delete_sound(self, call_id: int) -> int:
        """Delete the sound of a call, as `delete` does; the rest of it stays."""
        with self.transaction(_WAIT_TO_CHANGE_S):
            deleted = kept_sound.delete(self._open_database, call_id)
            self._note_wiping()
        self._wipe("The sound is deleted")
        return deleted

    def delete_all(self) -> int:
        """Delete every call, as `delete` does; returns how many there were."""
        return self._delete("TRUE", said="The calls are deleted")

    def delete_before(self, moment: datetime) -> int:
        """Delete the calls that ended before `moment`, as `delete` does; returns how many.

        A call without an end may be going on: it is spared while its start is not a day older.
        """
        return self._delete(
            "coalesce(ended_at, strftime('%Y-%m-%dT%H:%M:%S+00:00', started_at, '+1 day')) < ?",
            _utc(moment),
            said="The old calls are deleted",
        )  # fmt: skip

    def _delete(
        self, which: str, *values: object, said: str, wait_s: float = _WAIT_TO_CHANGE_S
    ) -> int:
        with self.transaction(wait_s):
            deleted = self._open_database.run(f"DELETE FROM calls WHERE {which}", *values)
            if not deleted:
                return 0
            self._note_wiping()
        self._wipe(said)
        return deleted

    def _note_wiping(self) -> None:
        self._open_database.run("INSERT OR IGNORE INTO chores VALUES ('wipe')")

    def _wipe(self, said: str) -> None:
        try:
            wipe(self._open_database)
        except ArchiveDamaged:
            raise
        except ArchiveTrouble as trouble:
            raise ArchiveTrouble(
                f"{said}, but its traces are not wiped from the file yet: {trouble}. "
                "It is tried again when Prompter next closes the archive"
            ) from trouble

    def close(self) -> None:
        """Close the file, after wiping what a deletion had to leave."""
        if self._database is None:
            return
        with suppress(ArchiveTrouble):  # the chore stays noted for the next time
            if self._database.rows("SELECT name FROM chores WHERE name = 'wipe'"):
                wipe(self._database)
        self._database.close()
        self._database = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _open_database(self) -> Database:
        if self._database is None:
            raise ValueError("the archive is closed")
        return self._database

    def _must_be_in_place(self) -> None:
        if not self._is_in_place():
            # SQLite would go on writing into a file that nobody can open any more.
            raise ArchiveGone(f"{self.path}: the archive was taken away while it was in use")

    def _is_in_place(self) -> bool:
        return self._identity is not None and files.identity(self.path) == self._identity


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
