"""All commands in one app, and what `prompter` alone does."""

from __future__ import annotations

from typing import Annotated

import typer

import prompter
from prompter import assemble
from prompter.capture import FileSource
from prompter.cli import (
    about,
    archive,
    calls,
    check,
    ctl,
    cut_off,
    doctor,
    evaluate,
    live,
    models,
    playbook,
    replay,
    sheet,
    spot,
    type_words,
    voice,
)
from prompter.cli.calls_archive import forget_old
from prompter.cli.front_ends import Windows, display
from prompter.cli.live_parts import LiveParts
from prompter.cli.play import Play
from prompter.cli.protection import choose_protection, say_waiting, use_protection
from prompter.cli.user_settings import user_settings
from prompter.control.controlled_call import ControlledCall
from prompter.record import Keep, keyring_store
from prompter.running_call import Hear, Take
from prompter.session import CallSession

_SAYS_NEWS = ("run", "check", "replay", "calls", "doctor")
"""Commands of people who look at what they say; others may be bound to a key."""

_KEEP = ("run", "replay", "calls", "archive", "playbook", "doctor", "check")
"""Commands that look into the archive of kept calls."""

app = typer.Typer(
    help="Hears a job call on your own machine and shows the one short thing to ask next.",
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(name="run")(live.run)
app.command(name="check")(check.check)
app.command(name="ctl")(ctl.ctl)
app.command(name="replay")(replay.replay)
app.command(name="spot")(spot.spot)
app.command(name="evaluate")(evaluate.evaluate)
app.command(name="type")(type_words.type_words)
app.command(name="doctor")(doctor.doctor)
app.command(name="about")(about.about)
app.add_typer(models.app, name="models")
app.add_typer(calls.app, name="calls")
app.add_typer(archive.app, name="archive")
app.add_typer(playbook.app, name="playbook")
app.add_typer(sheet.app, name="sheet")
app.add_typer(voice.app, name="voice")


def _version(show: bool) -> None:
    if show:
        typer.echo(f"prompter {prompter.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
    first_run: Annotated[
        bool, typer.Option("--first-run", help="Show the first steps again.")
    ] = False,
) -> None:
    """Start the app; without a display, play the sample call in the terminal.

    Examples:

      prompter

      prompter replay call.mp3

      prompter doctor
    """
    del version
    context.with_resource(keyring_store.patience(on_wait=say_waiting))
    if context.invoked_subcommand in _KEEP:
        use_protection()
    if context.invoked_subcommand is not None:
        if context.invoked_subcommand in _SAYS_NEWS:
            cut_off.say_news()
        return
    settings = user_settings()
    shown = display()
    recording = assemble.sample("sample_call.flac")
    if not shown.there:
        use_protection()
        forget_old(settings.keep_days)
        cut_off.say_news()
        typer.echo(f"The sample call plays in the terminal, because {shown.why_not}.")
        typer.echo("Both people are invented, their voices are synthetic; nothing is kept.\n")
        source = FileSource(recording, realtime=False)
        raise typer.Exit(Play(source, settings, Keep.NOTHING, fast=True).run())
    choose_protection(settings)
    windows: Windows = context.obj
    live = LiveParts(settings)

    def make_sample_call(take: Take) -> ControlledCall:
        def make(hear: Hear) -> CallSession:
            source = FileSource(recording, realtime=True)
            return assemble.build_session(live.settings, source, [hear])

        name, keys = "the sample call", live.settings.hotkeys
        return ControlledCall(make, take, source=name, live=False, hotkeys=keys)

    raise typer.Exit(
        windows.run_start_page(
            make_sample_call,
            settings=settings,
            live=live,
            doctor_lines=lambda: doctor.summary(settings),
            first_run=first_run or settings.first_run,
        )
    )
