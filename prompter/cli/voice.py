"""`prompter voice`: let Prompter know the user's voice, for calls on a speakerphone."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.markup import escape

from prompter import assemble_voice
from prompter.assemble_live import microphone_source
from prompter.capture import AudioSource, EndOfAudio, FileSource
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Hypothesis, Level
from prompter.recognize import Recognizer
from prompter.recognize.speaker import ENROL_S, VoicePrint, voice_print_file
from prompter.recognize.speaker import enrol as enrolled

app = typer.Typer(
    help="Let Prompter know your voice, for calls on a speakerphone.", no_args_is_help=True
)
NO_SOUND_S = 5.0
"""A microphone that delivers nothing for so long is given up."""
_SAY = (
    "Speak for {} seconds, alone, as you would in a call: what you did this week, "
    "or any page of a book."
)
_WHO = {Channel.THEM: "employer", Channel.ME: "you"}

Samples = npt.NDArray[np.int16]


@app.command("enrol")
def enrol(
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A recording of you alone, instead."),
    ] = None,
) -> None:
    """Learn your voice from 20 seconds of it, and keep its print on this computer.

    The sound itself is not kept. `prompter voice forget` deletes the print.

    Examples:

      prompter voice enrol

      prompter voice enrol --from me.wav
    """
    settings = user_settings()
    voices = assemble_voice.voices(settings)
    if source is None:
        typer.echo(_SAY.format(f"{ENROL_S:.0f}"))
        samples = _heard(microphone_source(settings), ENROL_S)
    else:
        samples = _heard(FileSource(source, realtime=False), None)
    print_ = enrolled(samples, voices)
    print_.save(voice_print_file())
    typer.echo(
        f"Your voice is known now, from {print_.speech_s:.0f} s of speech. "
        f"Its print is kept in {voice_print_file()}"
    )


@app.command("forget")
def forget() -> None:
    """Delete the print of your voice.

    Example:

      prompter voice forget
    """
    file = voice_print_file()
    try:
        file.unlink()
    except FileNotFoundError:
        typer.echo("There was no print of your voice.")
    except OSError as error:
        raise PrompterError(f"{file}: can't be deleted ({error.strerror})") from error
    else:
        typer.echo("The print of your voice is deleted.")


@app.command("test")
def test(
    file: Annotated[Path, typer.Argument(help="A recording of both of you, by one microphone.")],
) -> None:
    """Show of each utterance in a recording whose voice it was taken for.

    Example:

      prompter voice test call.wav
    """
    me = VoicePrint.load(voice_print_file())
    recognizer = assemble_voice.speakerphone_recognizer(user_settings(), live=False, me=me)
    console = Console(highlight=False)
    samples = _heard(FileSource(file, realtime=False), None)
    said = dict.fromkeys(Channel, 0)
    doubtful = 0
    for item in _recognized(recognizer, samples):
        said[item.channel] += 1
        doubtful += item.doubtful
        who = "not sure" if item.doubtful else _WHO[item.channel]
        score = recognizer.verdict.score if recognizer.verdict else 0.0
        line = f"{item.start_s:7.1f} s  {who:<8}  {score:+.2f}  {escape(item.text)}"
        console.print(line, soft_wrap=True)
    typer.echo(
        f"{said[Channel.ME]} utterances of you, {said[Channel.THEM] - doubtful} of the employer, "
        f"{doubtful} not sure (cards come for them too)."
    )


def _recognized(recognizer: Recognizer, samples: Samples) -> Iterator[Hypothesis]:
    """The utterances, as soon as each is known; the recogniser is closed at the end."""
    size = RATE_HZ // 10
    try:
        for start in range(0, len(samples), size):
            piece = samples[start : start + size]
            yield from _finals(recognizer.accept(AudioBlock(Channel.ME, start / RATE_HZ, piece)))
        yield from _finals(recognizer.finish())
    finally:
        recognizer.close()


def _finals(news: list[Hypothesis | Fault]) -> Iterator[Hypothesis]:
    for item in news:
        if isinstance(item, Hypothesis) and item.final and item.words:
            yield item


def _heard(source: AudioSource, seconds: float | None) -> Samples:
    """The user's side of `source`: all of it, or its first seconds. Raises PrompterError."""
    items: queue.SimpleQueue[AudioBlock | Level | Fault | EndOfAudio] = queue.SimpleQueue()
    wanted = Channel.ME if Channel.ME in source.channels else Channel.THEM
    pieces: list[Samples] = []
    last = time.monotonic()
    source.start(items.put)
    try:
        while seconds is None or sum(map(len, pieces)) < seconds * RATE_HZ:
            try:
                item = items.get(timeout=0.1)
            except queue.Empty:
                if time.monotonic() - last > NO_SOUND_S:
                    raise PrompterError(
                        "The microphone gives no sound; choose another in the settings"
                    ) from None
                continue
            if isinstance(item, EndOfAudio):
                break
            if isinstance(item, Fault) and not item.over:
                typer.echo(item.text)
            elif isinstance(item, AudioBlock) and item.channel is wanted:
                last = time.monotonic()
                pieces.append(item.samples)
    finally:
        source.stop()
    return np.concatenate([*pieces, np.zeros(0, np.int16)])
