"""One call session and its record: what is kept begins and ends with the call."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence

from prompter import assemble, assemble_voice, paths
from prompter.call_sheet import CallSheet, fields_of
from prompter.capture import AudioSource
from prompter.cli.passphrase import open_lock_if_asked
from prompter.errors import PrompterError
from prompter.messages import AudioBlock, CallEvent, Channel, Fault, FaultKind, UserAct
from prompter.recognize import Recognizer
from prompter.record import Archive, Continued, Keep, Recorder
from prompter.record.going_on import CallMark
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import ArchiveLocked, NotProtected
from prompter.record.sound import SoundPieces
from prompter.running_call import Hear
from prompter.settings import Settings

_FAILURES = (FaultKind.SOURCE_ENDED_EARLY, FaultKind.RECOGNIZER_FAILED)


class KeptCall:
    """A call as front ends see it: start, pause, resume, stop; kept as far as `keep` says."""

    def __init__(
        self,
        source: AudioSource,
        settings: Settings,
        keep: Keep,
        listeners: Sequence[Hear],
        *,
        fast: bool = False,
        sheet: CallSheet | None = None,
        rest_of: Continued | None = None,
        sound: bool = False,
    ) -> None:
        """Loads the models. fast: the call clock is the recording's own time.

        sheet: what was prepared for the call; it is kept with it.
        rest_of: the call that was cut off and goes on now.
        sound: its sound is kept too, where anything is.

        Raises PrompterError when no engine can serve or the archive can't be opened.
        """
        self._failures: dict[tuple[FaultKind, Channel | None], str] = {}
        self._source, self._listeners = source, tuple(listeners)
        self._rest_of, self._mark = rest_of, CallMark(paths.archive_file())
        self._began, self._sheet = False, sheet
        self._archive: Archive | None = None
        self._recorder: Recorder | None = None
        self._pieces = SoundPieces() if sound and keep is not Keep.NOTHING else None
        takes = [*self._listeners, self._note_failure]
        if keep is not Keep.NOTHING and self._open_archive():
            self._recorder = Recorder(self._archive, keep, on_fault=self._tell)
            takes.append(self._record)
        if self._recorder is None:
            self._pieces = None
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(self._close_archive)
            self._session = assemble.build_session(
                settings,
                source,
                takes,
                virtual_clock=fast,
                recognizers=_both_sides(settings) if source.live else None,
                sheet=assemble.slots_of(settings, sheet),
                before=rest_of.done if rest_of is not None else (),
                sound=self._record_sound if self._pieces is not None else None,
            )
            if_it_fails.pop_all()

    @property
    def clock_s(self) -> float:
        """Seconds since the call began."""
        return self._session.clock_s

    @property
    def failed(self) -> bool:
        """Whether the session ended by a bug."""
        return self._session.failed

    @property
    def failures(self) -> list[str]:
        """What went wrong and did not come right again before the end, a sentence each."""
        return list(self._failures.values())

    @property
    def call_id(self) -> int | None:
        """The call's number in the archive; None while it isn't there."""
        return self._recorder.call_id if self._recorder else None

    def start(self) -> None:
        """Begin to listen and to keep. Raises PrompterError; then nothing is kept of it."""
        if self._recorder is not None:
            if self._rest_of is not None:
                self._recorder.go_on_with(self._rest_of)
            else:
                kind = "live" if self._source.live else "recording"
                title = self._sheet.title if self._sheet else self._source.name
                self._recorder.begin(title, source=kind, sheet=fields_of(self._sheet))
            self._mark.set(self.call_id)
        self._began = True
        try:
            self._session.start()
        except PrompterError:
            self._forget()
            raise

    def pause(self) -> None:
        """Hear and keep nothing from now on."""
        self._session.pause()

    def resume(self) -> None:
        """Hear and keep again."""
        self._session.resume()

    def act(self, act: UserAct) -> None:
        """The user did something with the card, or marked this moment."""
        self._session.act(act)

    def wait(self, timeout_s: float) -> bool:
        """Wait until the call has ended; False on time-out."""
        return self._session.wait(timeout_s)

    def stop(self) -> None:
        """End the call and its record. May be called more than once.

        Raises ArchiveTrouble, the first time, when a part could not be written.
        """
        self._session.stop()
        archive, self._archive = self._archive, None
        if archive is None or self._recorder is None:
            return
        try:
            if self._began:
                if self._pieces is not None:
                    self._recorder.take_sound(self._pieces.rest())
                self._recorder.end(self._session.clock_s)
        finally:
            archive.close()
            self._mark.clear()

    def held_text(self) -> str:
        """What was said and shown but could not be written; "" when all is kept."""
        return self._recorder.held_text() if self._recorder else ""

    def _open_archive(self) -> bool:
        """False when it is locked: the call is helped all the same, and the user is told."""
        self._open_lock()
        try:
            self._archive = Archive.open(paths.archive_file(), on_fault=self._tell)
        except (ArchiveLocked, NotProtected, KeyringTrouble) as trouble:
            text = f"Nothing of this call is kept: {trouble}"
            self._tell(Fault(FaultKind.RECORD_FAILED, text, 0.0))
        return self._archive is not None

    def _open_lock(self) -> None:
        """Ask for the passphrase in the terminal, where one is needed."""
        open_lock_if_asked(paths.archive_file())

    def _forget(self) -> None:
        """A call that never began leaves nothing."""
        self._session.stop()
        try:
            if self._archive is not None and self.call_id is not None and self._rest_of is None:
                self._archive.delete(self.call_id)
        finally:
            self._close_archive()
            self._mark.clear()

    def _close_archive(self) -> None:
        archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()

    def _record(self, event: CallEvent) -> None:
        assert self._recorder is not None
        self._recorder.take(event)
        self._mark.set(self.call_id)

    def _record_sound(self, block: AudioBlock) -> None:
        assert self._recorder is not None
        assert self._pieces is not None
        self._recorder.take_sound(self._pieces.take(block))

    def _tell(self, fault: Fault) -> None:
        """A fault of the archive: the recorder itself needn't hear of it."""
        if not self._began:  # nobody looks yet
            print(f"prompter: {fault.text}", file=sys.stderr)
        for listener in self._listeners:
            listener(fault)

    def _note_failure(self, event: CallEvent) -> None:
        if isinstance(event, Fault) and event.kind in _FAILURES:
            self._failures.pop((event.kind, event.channel), None)
            if not event.over:
                self._failures[event.kind, event.channel] = event.text


def _both_sides(settings: Settings) -> Mapping[Channel, Recognizer] | None:
    """What hears both sides through one microphone, where the settings say so."""
    if not settings.speakerphone:
        return None
    return {Channel.ME: assemble_voice.speakerphone_recognizer(settings, live=True)}
