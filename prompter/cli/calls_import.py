"""`prompter calls import`: a written transcript, or a recording, through the same line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from prompter import assemble
from prompter.capture import FileSource
from prompter.cli.calls_archive import changing, say_fault
from prompter.cli.play import Play
from prompter.cli.sound_choice import KeepSound, chosen_sound
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.recognize.written import read_transcript
from prompter.record import Keep, Recorder

WRITTEN = (".srt", ".vtt", ".txt")


def import_call(
    file: Annotated[Path, typer.Argument(help="srt, vtt or txt; or a wav, flac, ogg, mp3.")],
    title: Annotated[str, typer.Option(help="Default: the file's name.")] = "",
    me: Annotated[
        str, typer.Option(metavar="NAME", help="Your name in a transcript; default: You or Me.")
    ] = "",
    sound: KeepSound = None,
) -> None:
    """Keep a call that was written down or recorded elsewhere, with its cues and cards.

    Examples:

      prompter calls import meeting.vtt --me "Kim Lee"

      prompter calls import call.mp3
    """
    settings = user_settings()
    if Keep(settings.keep) is Keep.NOTHING:
        raise PrompterError('nothing may be kept: the setting keep is "nothing"; change it first')
    keep = Keep.TRANSCRIPT  # to import words is to ask that they are kept
    with changing():
        pass  # what can't be kept is said before a long recording is heard
    if file.suffix.lower() not in WRITTEN:
        source, kept = FileSource(file, realtime=False), chosen_sound(sound, settings, keep)
        raise typer.Exit(Play(source, settings, keep, fast=True, sound=kept).run())
    said = read_transcript(file, me=me)
    when = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    with changing() as archive:
        recorder = Recorder(archive, keep, on_fault=say_fault, now=lambda: when)
        session = assemble.build_typed_session(assemble.playbook_of(settings), [recorder.take])
        recorder.begin(title or file.stem, source="transcript")
        session.start()
        for hypothesis in said:
            session.hear(hypothesis)
        session.end()
        session.wait()
        session.stop()
        recorder.end(max(hypothesis.end_s for hypothesis in said))
        number = recorder.call_id
    typer.echo(f"Kept as call {number}: prompter calls show {number}")
    if session.failed:
        raise typer.Exit(1)
