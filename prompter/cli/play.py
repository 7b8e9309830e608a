"""Play one source through the line: in the overlay or the terminal, kept or not."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console

from prompter.call_sheet import CallSheet
from prompter.capture import AudioSource
from prompter.cli.events import EventWriter
from prompter.cli.front_ends import Windows
from prompter.cli.kept_call import KeptCall
from prompter.cli.terminal_view import TerminalView
from prompter.control.controlled_call import ControlledCall
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.record import Continued, Keep
from prompter.running_call import Hear, RunningCall, Take
from prompter.settings import Settings


@dataclass(slots=True)
class Play:
    """What is to be played, and how.

    fast: the call clock is the recording's own time. windows: None for the terminal.
    events: where event lines go; "-" is stdout, and then everything else goes to stderr.
    sheet: what was prepared for the call.
    rest_of: the call that was cut off and goes on now.
    sound: its sound is kept too.
    """

    source: AudioSource
    settings: Settings
    keep: Keep
    fast: bool = False
    windows: Windows | None = None
    events: str | None = None
    sheet: CallSheet | None = None
    rest_of: Continued | None = None
    sound: bool = False
    _listeners: list[Hear] = field(default_factory=list)
    _call: KeptCall | None = None
    _told_to_end: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Play to the end; gives the exit code. Raises PrompterError."""
        console = Console(stderr=self.events == "-", highlight=False)
        with contextlib.ExitStack() as stack:
            if self.events is not None:
                out = stack.enter_context(_opened(self.events))
                self._listeners.append(EventWriter(out, self._clock_s).take)
            try:
                code = self._in_overlay() if self.windows else self._in_terminal(console)
            except ArchiveTrouble:  # what can't be written is shown, so that it is not lost
                if self._call is not None:
                    console.print(self._call.held_text(), markup=False)
                raise
        assert self._call is not None
        if (number := self._call.call_id) is not None:
            sound = ", with its sound" if self.sound else ""
            console.print(f"Kept as call {number}{sound}: prompter calls show {number}")
        for text in self._call.failures:
            print(f"prompter: {text}", file=sys.stderr)
        return 1 if self._call.failures else code

    def _in_terminal(self, console: Console) -> int:
        with TerminalView(console) as view:
            call = self._make_call(view.take)
            assert self._call is not None
            call.start()
            try:
                while not self._call.wait(0.2) and not self._told_to_end.is_set():
                    pass
            except KeyboardInterrupt:
                pass  # ending a call early is no failure
            finally:
                call.stop()
        return 1 if self._call.failed else 0

    def _in_overlay(self) -> int:
        assert self.windows is not None
        return self.windows.run_overlay(
            self._make_call,
            settings=self.settings,
            live=self.source.live,
            close_when_ended=False,
        )

    def _make_call(self, take: Take) -> RunningCall:
        if self.fast:  # over before anyone could say anything
            return self._make_kept_call(take)
        return ControlledCall(
            self._make_kept_call,
            take,
            source=self.source.name,
            live=self.source.live,
            hotkeys=self.settings.hotkeys,
            end_without_window=None if self.windows else self._told_to_end.set,
        )

    def _make_kept_call(self, hear: Hear) -> KeptCall:
        listeners = [*self._listeners, hear]
        self._call = KeptCall(
            self.source,
            self.settings,
            self.keep,
            listeners,
            fast=self.fast,
            rest_of=self.rest_of,
            sheet=self.sheet,
            sound=self.sound,
        )
        return self._call

    def _clock_s(self) -> float:
        return self._call.clock_s if self._call else 0.0


@contextlib.contextmanager
def _opened(where: str) -> Iterator[TextIO]:
    if where == "-":
        yield sys.stdout
        return
    try:
        # What was said stands in it, so that it is for this user alone.
        handle = os.open(where, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
    except OSError as error:
        raise PrompterError(f"{where}: can't write the events: {error.strerror}") from error
