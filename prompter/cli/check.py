"""`prompter check`: before a call, in ten seconds: can I hear both sides?"""

from __future__ import annotations

import typer
from rich.console import Console

from prompter import assemble_engines
from prompter.assemble_live import live_source
from prompter.capture.chime import play_chime
from prompter.cli.user_settings import user_settings
from prompter.messages import Channel, Fault, Level
from prompter.pre_call_check import PreCallCheck
from prompter.recognize.speaker import VoicePrint, voice_print_file

_BAR = 20
_WHO = {Channel.THEM: "Employer's side", Channel.ME: "Your microphone"}


def check() -> None:
    """Listen for ten seconds: the call's side (a chime plays if nothing does), then your voice.

    Exit code 0 when the employer can be heard, 1 when not. Nothing is kept.

    Example:

      prompter check
    """
    console = Console(highlight=False)
    settings = user_settings()
    if settings.speakerphone:
        VoicePrint.load(voice_print_file())  # without it the call itself would not begin
    source = live_source(settings)
    recognizer = (
        assemble_engines.light_recognizer(settings) if Channel.ME in source.channels else None
    )
    console.print("Listening. Say a word or two into your microphone.")
    loudest: dict[Channel, float] = {}

    def tell(event: Level | Fault) -> None:
        if isinstance(event, Fault):
            console.print(f"[yellow]{event.text}[/yellow]")
        elif event.peak > loudest.get(event.channel, 0.0) * 1.3 + 0.005:
            loudest[event.channel] = event.peak
            filled = round(min(1.0, event.peak * 2) * _BAR)
            bar = "█" * filled + "·" * (_BAR - filled)
            console.print(f"{_WHO[event.channel]:<16} {bar}")

    verdict = PreCallCheck(source, recognizer, play_chime, tell).run()
    if verdict.hears_me:
        said = f": “{verdict.word}”" if verdict.word else ""
        console.print(f"[green]✓[/green] I can hear you{said}.")
    if verdict.hears_them:
        console.print("[green]✓[/green] I can hear the employer.")
    else:
        console.print("[red]✗[/red] I can't hear the employer.")
    for line in verdict.advice:
        console.print(f"  {line}")
    raise typer.Exit(0 if verdict.hears_them else 1)
