"""`prompter calls play` and `sound`: listen to a kept call, or write its sound into a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from prompter import paths
from prompter.cli.calls_archive import ArchiveFile, CallId, reading
from prompter.errors import AudioTrouble, PrompterError
from prompter.playback.call_sound import CallSound
from prompter.playback.player import Player, PlayState
from prompter.playback.stretch import FASTEST, SLOWEST
from prompter.record.calls import StoredCall
from prompter.record.export import sound_file
from prompter.record.export.timeline import NAMES, clock, one_line
from prompter.record.export.whole_file import write_whole


def play(
    call_id: CallId,
    start: Annotated[
        str, typer.Option("--from", metavar="MM:SS", help="Where to begin, as the list shows it.")
    ] = "0",
    speed: Annotated[
        float, typer.Option(min=SLOWEST, max=FASTEST, help="1 is as it was spoken.")
    ] = 1.0,
    archive: ArchiveFile = None,
) -> None:
    """Listen to a call whose sound was kept. Ctrl+C ends it.

    Examples:

      prompter calls play 3

      prompter calls play 3 --from 02:10 --speed 1.5
    """
    with reading(archive, call_id) as reader:
        call = reader.call(call_id)
    from_s = _seconds(start)
    length_s = _length_s(call)
    view = _Lines(call)
    player = Player(CallSound(archive or paths.archive_file(), call_id).read, length_s, view.take)
    try:
        player.set_speed(speed)
        player.play(from_s)
        player.wait()
    except KeyboardInterrupt:
        pass  # to stop listening is no failure
    finally:
        player.close()
    if view.trouble:
        raise AudioTrouble(view.trouble)


def sound(
    call_id: CallId,
    file: Annotated[Path, typer.Argument(help="A flac file: you on the right.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    archive: ArchiveFile = None,
) -> None:
    """Write the sound of a call into a file.

    Example:

      prompter calls sound 3 call.flac
    """
    with reading(archive, call_id) as reader:
        length_s = _length_s(reader.call(call_id))
        content = sound_file.render(
            lambda start_s, end_s: reader.sound(call_id, start_s, end_s), length_s
        )
    write_whole(file, content, force)
    typer.echo(f"The sound of call {call_id} is written to {file}")


class _Lines:
    """Prints each line of the transcript as it is heard."""

    def __init__(self, call: StoredCall) -> None:
        self._segments = sorted(call.segments, key=lambda segment: segment.start_s)
        self._said = 0
        self.trouble = ""

    def take(self, state: PlayState) -> None:
        """On the player's thread."""
        self.trouble = state.trouble or self.trouble
        while self._said < len(self._segments):
            segment = self._segments[self._said]
            if segment.start_s > state.at_s:
                break
            self._said += 1
            if segment.end_s >= state.at_s:
                who = NAMES[segment.channel]
                typer.echo(f"{clock(segment.start_s)}  {who}: {one_line(segment.text)}")


def _length_s(call: StoredCall) -> float:
    if not call.summary.sound_s:
        number = call.summary.id
        raise PrompterError(
            f"no sound was kept of call {number}; calls made with --sound, or with the setting "
            "keep_sound, have it"
        )
    return call.summary.sound_s


def _seconds(text: str) -> float:
    """Seconds of "130", "02:10" or "1:02:10"."""
    if not re.fullmatch(r"(\d{1,3}:)?(\d{1,3}:)?\d{1,6}", text):
        raise PrompterError(f"--from {text}: write it as 02:10, minutes and seconds")
    whole = 0
    for part in text.split(":"):
        whole = whole * 60 + int(part)
    return float(whole)
