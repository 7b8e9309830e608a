"""Play one source through the line: in the overlay or the terminal, kept or not."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from rich.console import Console

from prompter import assemble, paths
from prompter.capture import AudioSource
from prompter.cli.events import EventWriter
from prompter.cli.front_ends import Take, Windows
from prompter.cli.terminal_view import TerminalView
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.messages import CallEvent, Fault, FaultKind
from prompter.record import Archive, Keep, Recorder
from prompter.session import CallSession
from prompter.settings import Settings

_FAILURES = (FaultKind.SOURCE_ENDED_EARLY, FaultKind.RECOGNIZER_FAILED)


@dataclass(slots=True)
class Play:
    """What is to be played, and how.

    fast: the call clock is the recording's own time. windows: None for the terminal.
    events: where event lines go; "-" is stdout, and then everything else goes to stderr.
    """

    source: AudioSource
    settings: Settings
    keep: Keep
    fast: bool = False
    windows: Windows | None = None
    events: str | None = None
    _listeners: list[Take] = field(default_factory=list)
    _session: CallSession | None = None
    _failures: list[str] = field(default_factory=list)

    def run(self) -> int:
        """Play to the end; gives the exit code. Raises PrompterError."""
        console = Console(stderr=self.events == "-", highlight=False)
        with contextlib.ExitStack() as stack:
            if self.events is not None:
                out = stack.enter_context(_opened(self.events))
                self._listeners.append(EventWriter(out, self._clock_s).take)
            recorder = self._recorder(stack)
            code = self._in_overlay() if self.windows else self._in_terminal(console)
            if recorder is not None:
                _end(recorder, self._clock_s(), console)
        for text in self._failures:
            print(f"prompter: {text}", file=sys.stderr)
        return 1 if self._failures else code

    def _in_terminal(self, console: Console) -> int:
        with TerminalView(console) as view:
            session = self._make_session(view.take)
            session.start()
            try:
                while not session.wait(0.2):
                    pass
            except KeyboardInterrupt:
                pass  # ending a call early is no failure
            finally:
                session.stop()
        return 1 if session.failed else 0

    def _in_overlay(self) -> int:
        assert self.windows is not None
        return self.windows.run_overlay(
            self._make_session,
            close_when_ended=False,
            theme=self.settings.theme,
            font_size_pt=self.settings.font_size_pt,
        )

    def _make_session(self, take: Take) -> CallSession:
        self._listeners += [take, self._note_failure]
        self._session = assemble.build_session(
            self.settings, self.source, self._listeners, virtual_clock=self.fast
        )
        return self._session

    def _recorder(self, stack: contextlib.ExitStack) -> Recorder | None:
        """A recorder among the listeners; the listeners hear of its faults too."""
        if self.keep is Keep.NOTHING:
            return None
        archive = Archive.open(paths.archive_file(), on_fault=_say)
        stack.callback(archive.close)
        recorder = Recorder(archive, self.keep, on_fault=self._tell_others)
        recorder.begin(self.source.name, source="recording")
        self._listeners.append(recorder.take)
        return recorder

    def _tell_others(self, fault: Fault) -> None:
        if self._session is None:  # the call hasn't begun: nobody else listens yet
            _say(fault)
        for listener in self._listeners:
            if getattr(listener, "__self__", None).__class__ is not Recorder:
                listener(fault)

    def _note_failure(self, event: CallEvent) -> None:
        if isinstance(event, Fault) and event.kind in _FAILURES and not event.over:
            self._failures.append(event.text)

    def _clock_s(self) -> float:
        return self._session.clock_s if self._session else 0.0


def _end(recorder: Recorder, at_s: float, console: Console) -> None:
    """End the record; what can't be written is shown, so that it is not lost."""
    try:
        recorder.end(at_s)
    except ArchiveTrouble:
        console.print(recorder.held_text(), markup=False)
        raise
    if recorder.call_id is not None:
        console.print(f"Kept as call {recorder.call_id}: prompter calls show {recorder.call_id}")


def _say(fault: Fault) -> None:
    print(f"prompter: {fault.text}", file=sys.stderr)


@contextlib.contextmanager
def _opened(where: str) -> Iterator[TextIO]:
    if where == "-":
        yield sys.stdout
        return
    try:
        with Path(where).open("w", encoding="utf-8") as out:
            yield out
    except OSError as error:
        raise PrompterError(f"{where}: can't write the events: {error.strerror}") from error
