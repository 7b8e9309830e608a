"""Stage 5, record: write a call into the archive while it goes on, and lose nothing of it.

In:      CallEvent, each as it happens.
Out:     one committed transaction an event; a Fault when writing fails, another when it is over.
Thread:  the session's.
Errors:  none while the call goes on; ArchiveTrouble from `end` when something is still unwritten.
Source:  an hour's call has about a thousand events, so all of them fit into memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from prompter.errors import ArchiveTrouble
from prompter.messages import CallEvent, CardShown, Fault, FaultKind, Hypothesis
from prompter.record.archive import Archive
from prompter.record.calls import NoSuchCall
from prompter.record.continued import Continued
from prompter.record.database import ArchiveBusy, ArchiveDamaged, ArchiveFull
from prompter.record.export.timeline import NAMES, clock
from prompter.record.keep import Keep, KeptEvent, time_of, what_may_be_kept
from prompter.record.sound import SoundPiece


def _now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """The recorder of one call: `begin`, `take` for each event, `end`.

    All events of the call stay in memory until its end. What can't be written is tried again,
    in order, with each later event; a new archive, after damage, gets the call from its start.
    """

    def __init__(
        self,
        archive: Archive | None,
        keep: Keep,
        *,
        on_fault: Callable[[Fault], None],
        now: Callable[[], datetime] = _now,
    ) -> None:
        """archive: not touched, and may be None, when `keep` is NOTHING.

        on_fault: told at once, on the same thread, when writing fails and when it works again.
        """
        if archive is None and keep is not Keep.NOTHING:
            raise ValueError(f"an archive is needed to keep {keep.value}")
        self._archive = archive
        self._keep = keep
        self._on_fault = on_fault
        self._now = now
        self._head: tuple[datetime, str, str, str, Keep, str] | None = None
        self._events: list[KeptEvent] = []
        self._written = 0
        self._sound: list[SoundPiece] = []  # of which only what is unwritten stays in memory
        self._end: tuple[datetime, float] | None = None
        self._failing = False
        self._continued: Continued | None = None
        self.call_id: int | None = None
        """The call's number in the archive; None as long as it isn't written."""

    def begin(
        self, title: str, source: str, playbook: str = "", sheet: Mapping[str, object] | None = None
    ) -> int | None:
        """Start the call, at 0.0 on the call clock.

        title: for people. source: what is listened to. playbook: which one is used.
        sheet: what the user had prepared, as plain values.
        Returns `call_id`, which is None when nothing is kept or the disk is full.
        """
        prepared = json.dumps(dict(sheet or {}), ensure_ascii=False)
        self._head = (self._now(), title, source, playbook, self._keep, prepared)
        self._write(0.0)
        return self.call_id

    def go_on_with(self, call: Continued) -> None:
        """Instead of `begin`: what comes now is the rest of a call that was cut off."""
        summary = call.summary
        self._head = (
            summary.started_at, summary.title, summary.source, summary.playbook, summary.keep, "{}",
        )  # fmt: skip
        self._continued, self.call_id = call, summary.id

    def take(self, event: CallEvent) -> None:
        """Write the event down, as far as it may be kept. Never raises for a failing disk.

        What comes before `begin` is written with it.
        """
        kept = what_may_be_kept(event, self._keep)
        if kept is None:
            return
        if self._continued is not None:
            kept = self._continued.on_its_clock(kept)
        self._events.append(kept)
        self._write(time_of(kept))

    def take_sound(self, pieces: Sequence[SoundPiece]) -> None:
        """Write pieces of the call's sound down. Never raises for a failing disk.

        Sound that is written is not held in memory: a new archive, after damage, gets the words
        from the start of the call and the sound from then on.
        """
        if not pieces or self._keep is Keep.NOTHING:
            return
        if self._continued is not None:
            pieces = [self._continued.sound_on_its_clock(piece) for piece in pieces]
        self._sound += pieces
        self._write(pieces[-1].end_s)

    def end(self, at_s: float) -> None:
        """End the call, at `at_s` on the call clock.

        Raises ArchiveTrouble when events are still unwritten. They stay: make room and call
        `end` again, or show the user `held_text()`.
        """
        if self._end is None:
            before_s = self._continued.before_s if self._continued is not None else 0.0
            self._end = (self._now(), before_s + at_s)
        trouble = self._write(at_s)
        if trouble is not None:
            raise ArchiveTrouble(
                f"{trouble}. The last part of this call is in memory only: copy it before "
                "Prompter closes"
            ) from trouble

    @property
    def held(self) -> int:
        """How many events are in memory only."""
        return len(self._events) - self._written

    def held_text(self) -> str:
        """What was said and shown but is in memory only, a line each; "" when all is written."""
        lines = []
        for event in self._events[self._written :]:
            if isinstance(event, Hypothesis):
                lines.append(f"[{clock(event.start_s)}] {NAMES[event.channel]}: {event.text}\n")
            elif isinstance(event, CardShown):
                lines.append(f"[{clock(event.at_s)}]   card: {event.say}\n")
        return "".join(lines)

    def _write(self, at_s: float) -> ArchiveTrouble | None:
        """Write all that is held; returns why that failed, after the user was told of it."""
        if self._archive is None or self._keep is Keep.NOTHING or self._head is None:
            return None
        try:
            self._commit_or_start_anew(self._archive, at_s)
        except NoSuchCall:
            # The user's wish, and it holds for the rest of the call too.
            self._keep, self.call_id = Keep.NOTHING, None
            self._events, self._written, self._sound = [], 0, []
            text = "This call was deleted while it goes on: nothing more of it is kept."
            self._on_fault(Fault(FaultKind.RECORD_FAILED, text, at_s))
        except ArchiveTrouble as trouble:
            if not self._failing:
                self._failing = True
                self._on_fault(Fault(FaultKind.RECORD_FAILED, self._in_words(trouble), at_s))
            return trouble
        if self._failing and self._keep is not Keep.NOTHING:
            self._failing = False
            text = "The archive can be written again: all that was held in memory is kept now."
            self._on_fault(Fault(FaultKind.RECORD_FAILED, text, at_s, over=True))
        return None

    def _commit_or_start_anew(self, archive: Archive, at_s: float) -> None:
        try:
            self._commit(archive)
        except ArchiveDamaged:
            text = archive.lay_aside()
            self.call_id, self._written = None, 0
            self._on_fault(Fault(FaultKind.ARCHIVE_DAMAGED, text, at_s))
            self._commit(archive)

    def _commit(self, archive: Archive) -> None:
        """Write all that is held, in order, in one transaction: the usual case is one event."""
        assert self._head is not None
        call_id = self.call_id
        with archive.transaction():
            if call_id is None:
                call_id = archive.begin_call(*self._head)
            for event in self._events[self._written :]:
                archive.add(call_id, event)
            for piece in self._sound:
                archive.add_sound(call_id, piece)
            if self._end is not None:
                archive.end_call(call_id, *self._end)
        self.call_id, self._written, self._sound = call_id, len(self._events), []

    def _in_words(self, trouble: ArchiveTrouble) -> str:
        what = "what is said" if self._keep is Keep.TRANSCRIPT else "the list of cards"
        goes_on = f"this call goes on, and {what} is held in memory until"
        match trouble:
            case ArchiveFull():
                return f"The disk is full: {goes_on} there is room."
            case ArchiveBusy():
                return f"Another program is using the archive: {goes_on} it is free."
            case _:
                return f"The archive can't be written: {goes_on} it can. ({trouble})"
