"""`prompter replay`: play a recording through the whole line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from prompter.capture import FileSource
from prompter.cli.front_ends import display
from prompter.cli.play import Play
from prompter.cli.sheet_choice import SheetName, chosen_sheet
from prompter.cli.sound_choice import KeepSound, chosen_sound
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.record import Keep


class Pace(StrEnum):
    """How fast a recording is played."""

    REALTIME = "realtime"
    FAST = "fast"


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
    sound: KeepSound = None,
    sheet: SheetName = None,
) -> None:
    """Play a recording through the whole line: transcript, cues and cards.

    A stereo recording has the employer on the left and you on the right.

    Examples:

      prompter replay call.mp3

      prompter replay call.wav --pace fast --terminal --events call.jsonl
    """
    settings = user_settings()
    found = display()
    in_overlay = found.there and pace is Pace.REALTIME if overlay is None else overlay
    if in_overlay and not found.there:
        raise PrompterError(f"no overlay: {found.why_not}; use --terminal")
    wanted = Keep(settings.keep) if keep else Keep.NOTHING
    play = Play(
        FileSource(file, realtime=pace is Pace.REALTIME),
        settings,
        wanted,
        fast=pace is Pace.FAST,
        windows=context.obj if in_overlay else None,
        events=events,
        sheet=chosen_sheet(sheet),
        sound=chosen_sound(sound, settings, wanted),
    )
    raise typer.Exit(play.run())
