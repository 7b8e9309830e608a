"""Stage 2, recognize: the child process in which Moonshine decodes.

In:      messages from the parent: int16 sound as bytes; no bytes at all: that was the end.
Out:     Ready once; then Heard after each lot of sound; it ends by itself.
Thread:  the child's main one; a second one only empties the pipe.
Errors:  whatever Moonshine raises ends the child, and the parent makes a new one.
Source:  a process of its own, since the library's memory grows by about 0.3 MB a second of
         sound even with malloc_trim, and it can crash on close (moonshine-voice 0.0.49).
"""

from __future__ import annotations

import ctypes
import platform
import queue
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from prompter.messages import RATE_HZ
from prompter.recognize.no_downloader import without_downloader

MAX_SEGMENT_S = 8.0
"""Longer speech without a pause is cut here: each update decodes the whole segment again."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance as Moonshine has it now; times in seconds of the sound fed."""

    id: int
    text: str
    start_s: float
    end_s: float
    complete: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Lines that changed, once the first `fed_samples` samples had been taken in."""

    lines: tuple[Line, ...]
    fed_samples: int


def serve(pipe: Connection, update_s: float) -> None:
    """Recognise what comes through `pipe` until the parent ends or closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    with without_downloader():  # slow, so only here
        from moonshine_voice import ModelArch, Transcriber, get_model_path

    transcriber = Transcriber(
        str(get_model_path("tiny-en")),
        ModelArch.TINY,
        update_interval=1e9,  # updates are driven from here
        options={
            "identify_speakers": "true",  # close() crashes when this is false
            "return_audio_data": "false",
            "transcription_interval": str(update_s),
            "vad_max_segment_duration": str(MAX_SEGMENT_S),
        },
    )
    stream = transcriber.create_stream()
    stream.start()
    pipe.send(Ready())
    sound: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_empty, args=(pipe, sound), daemon=True).start()
    known: dict[int, Line] = {}
    fed = 0
    ended = False
    try:
        while not ended:
            pieces, ended = _take(sound)
            samples = np.frombuffer(b"".join(pieces), np.int16)
            fed += len(samples)
            if len(samples):
                stream.add_audio((samples / 32768.0).tolist(), RATE_HZ)
            if ended:
                stream.stop()
            pipe.send(Heard(_changed(stream.update_transcription(0), known, ended), fed))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the parent is gone: nobody to tell
    finally:
        stream.close()
        transcriber.close()


def _empty(pipe: Connection, sound: queue.SimpleQueue[bytes | None]) -> None:
    """Move what the parent sends into `sound`, so that the parent never waits."""
    try:
        while data := pipe.recv_bytes():
            sound.put(data)
    except (EOFError, OSError):
        pass  # the parent closed its end
    sound.put(None)


def _take(sound: queue.SimpleQueue[bytes | None]) -> tuple[list[bytes], bool]:
    """All the sound there is, at least one piece, and whether that was the end."""
    pieces = [sound.get()]
    while not sound.empty():
        pieces.append(sound.get())
    return [piece for piece in pieces if piece is not None], None in pieces


def _changed(transcript: Any, known: dict[int, Line], ended: bool) -> tuple[Line, ...]:
    """Lines whose text or completeness is news; the library's heap is trimmed at each end."""
    news = []
    for line in transcript.lines:
        new = Line(
            line.line_id,
            line.text.strip(),
            line.start_time,
            line.start_time + line.duration,
            bool(line.is_complete) or ended,
        )
        old = known.get(new.id)
        if old is None or (not old.complete and (old.text, False) != (new.text, new.complete)):
            known[new.id] = new
            news.append(new)
    if any(line.complete for line in news) and platform.system() == "Linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return tuple(news)
