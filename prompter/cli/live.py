"""`prompter run`: help in a live call, until you end it."""

from __future__ import annotations

from typing import Annotated

import typer

from prompter.assemble_live import live_source
from prompter.cli import cut_off
from prompter.cli.front_ends import display
from prompter.cli.play import Play
from prompter.cli.sheet_choice import SheetName, sheet_of_live_call
from prompter.cli.sound_choice import KeepSound, sound_of_live_call
from prompter.cli.user_settings import user_settings
from prompter.record import Keep


def run(
    context: typer.Context,
    app: Annotated[str, typer.Option(help="Hear only this app, by its name, such as Zoom.")] = "",
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
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the live call that was cut off last.")
    ] = False,
) -> None:
    """Hear a call that goes on now: the call app's sound and your microphone.

    End it with Ctrl+C, or close the overlay. What is kept goes by the setting `keep`.
    The call sheet of the last call is taken again; --sheet "" takes none.

    Examples:

      prompter run

      prompter run --app Zoom --no-keep

      prompter run --resume
    """
    settings = user_settings()
    in_overlay = display().there if overlay is None else overlay
    wanted = Keep(settings.keep) if keep else Keep.NOTHING
    rest_of = cut_off.call_to_resume(wanted) if resume else None
    may_keep = wanted if rest_of is None else cut_off.keep_of_both(rest_of, wanted)
    play = Play(
        live_source(settings, app=app),
        settings,
        may_keep,
        windows=context.obj if in_overlay else None,
        events=events,
        sheet=sheet_of_live_call(sheet, settings),
        rest_of=rest_of,
        sound=sound_of_live_call(sound, settings, may_keep, rest_of),
    )
    raise typer.Exit(play.run())
