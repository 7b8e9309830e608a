"""`prompter replay`: play a recording through the whole line."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console

from prompter import assemble, paths
from prompter.capture import FileSource
from prompter.cli.events import EventWriter
from prompter.cli.front_ends import RunningCall, Take, Windows, display
from prompter.cli.terminal_view import TerminalView
from prompter.errors import PrompterError
from prompter.messages import CallEvent, Fault, FaultKind
from prompter.record import Archive, Keep, Recorder
from prompter.session import CallSession
from prompter.settings import Settings


class Pace(StrEnum):
    """How fast a recording is played."""

    REALTIME = "realtime"
    FAST = "fast"


@dataclass(slots=True)
class _Clock:
    """The call clock, which is there before the session that owns it."""

    call: RunningCall | None = None

    def now_s(self) -> float:
        return self.call.clock_s if self.call else 0.0


@dataclass(slots=True)
class _Trouble:
    """A listener that remembers the faults which make a replay fail."""

    texts: list[str] = field(default_factory=list)

    def take(self, event: CallEvent) -> None:
        bad = (FaultKind.SOURCE_ENDED_EARLY, FaultKind.RECOGNIZER_FAILED)
        if isinstance(event, Fault) and event.kind in bad and not event.over:
            self.texts.append(event.text)


def replay(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A wav, flac, ogg or mp3 recording.")],
    pace: Annotated[Pace, typer.Option(help="As it was spoken, or as fast as it goes.")] = (
        Pace.REALTIME
    ),
    overlay: Annotated[
        bool | None,
        typer.Option("--overlay/--terminal", help="Where to show it; default: what is there."),
    ] = None,
    events: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write each event as a JSON line.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep the call in the archive.")
    ] = True,
) -> None:
    """Play a recording through the whole line: transcript, cues and cards.

    A stereo recording has the employer on the left and you on the right.

    Examples:

      prompter replay call.mp3

      prompter replay call.wav --pace fast --terminal --events call.jsonl
    """
    settings = load(context)
    windows: Windows = context.obj
    show = display().there if overlay is None else overlay
    if show and not display().there:
        raise PrompterError(f"no overlay: {display().why_not}; use --terminal")
    source = FileSource(file, realtime=show or pace is Pace.REALTIME)
    keeping = Keep(settings.keep) if keep else Keep.NOTHING
    code = play(
        source,
        settings,
        keeping,
        events=events,
        fast=pace is Pace.FAST and not show,
        windows=windows if show else None,
    )
    raise typer.Exit(code)


def load(context: typer.Context) -> Settings:
    """The settings; complaints about them go to stderr."""
    del context
    from prompter.settings import load_settings

    settings, complaints = load_settings(paths.settings_file())
    for line in complaints:
        print(line, file=sys.stderr)
    return settings


def play(
    source: FileSource,
    settings: Settings,
    keep: Keep,
    *,
    events: str | None = None,
    fast: bool = False,
    windows: Windows | None = None,
) -> int:
    """Play `source` in the overlay or the terminal; gives the exit code."""
    clock, trouble = _Clock(), _Trouble()
    quiet = events == "-"
    console = Console(stderr=quiet, highlight=False)
    with contextlib.ExitStack() as stack:
        listeners: list[Take] = [trouble.take]
        if events is not None:
            out = stack.enter_context(_written(events))
            listeners.append(EventWriter(out, clock.now_s).take)
        recorder = _recorder(stack, keep, source.name, listeners)
        if windows is None:
            view = stack.enter_context(TerminalView(console))
            listeners.append(view.take)

        def make_call(take: Take) -> CallSession:
            session = assemble.build_session(
                settings, source, [*listeners, take], virtual_clock=fast
            )
            clock.call = session
            return session

        if windows is None:
            session = make_call(lambda event: None)
            _run(session)
            code = 1 if session.failed else 0
        else:
            code = windows.run_overlay(make_call, close_when_ended=False, theme=settings.theme)
        if recorder is not None:
            recorder.end(clock.now_s())
            console.print(
                f"Kept as call {recorder.call_id}: prompter calls show {recorder.call_id}"
            )
    for text in trouble.texts:
        print(f"prompter: {text}", file=sys.stderr)
    return 1 if trouble.texts else code


def _run(session: CallSession) -> None:
    session.start()
    try:
        while not session.wait(0.2):
            pass
    except KeyboardInterrupt:
        pass  # ending a call early is no failure
    finally:
        session.stop()


def _recorder(
    stack: contextlib.ExitStack, keep: Keep, title: str, listeners: list[Take]
) -> Recorder | None:
    if keep is Keep.NOTHING:
        return None
    notes: list[Fault] = []
    archive = stack.enter_context(Archive.open(paths.archive_file(), on_fault=notes.append))
    for note in notes:
        print(f"prompter: {note.text}", file=sys.stderr)

    def tell(fault: Fault) -> None:
        for listener in listeners:
            if listener != recorder.take:
                listener(fault)

    recorder = Recorder(archive, keep, on_fault=tell)
    recorder.begin(title, source="recording")
    listeners.append(recorder.take)
    return recorder


@contextlib.contextmanager
def _written(where: str) -> Iterator[TextIO]:
    if where == "-":
        yield sys.stdout
        return
    try:
        with Path(where).open("w", encoding="utf-8") as out:
            yield out
    except OSError as error:
        raise PrompterError(f"{where}: can't write the events: {error.strerror}") from error
