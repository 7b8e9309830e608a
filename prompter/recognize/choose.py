"""Stage 2, recognize: which engine this machine can keep up with, measured once and kept.

In:      spoken sound (the sample call), the file where the figure is kept.
Out:     EngineFigure.
Thread:  the caller's; takes a few seconds the first time.
Errors:  none; a figure that can't be kept is measured again next time.
Source:  Moonshine finds the cues on phone speech that Vosk loses, so it is taken wherever
         it keeps up with room to spare (BENCHMARKS.md).
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prompter.errors import ModelTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel

ROOM = 0.6
"""Moonshine is chosen when it needs at most this many seconds for a second of speech, with
updates as in a call: the rest is room for the call app."""
BLOCK_S = 0.1


@dataclass(frozen=True, slots=True)
class EngineFigure:
    """Wall-clock seconds that Moonshine needed per second of speech on `machine`."""

    moonshine_s_per_s: float
    machine: str

    @property
    def keeps_up(self) -> bool:
        return self.moonshine_s_per_s <= ROOM


def moonshine_installed() -> bool:
    """Whether the package that carries Moonshine and its model is there."""
    return find_spec("moonshine_voice") is not None


def this_machine() -> str:
    """Changes when a figure measured before may no longer hold."""
    return f"{platform.machine()} {platform.processor()} x{os.cpu_count()} {platform.system()}"


def kept_figure(file: Path) -> EngineFigure | None:
    """The figure measured before on this machine, if any."""
    try:
        figure = EngineFigure(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    good = figure.machine == this_machine() and isinstance(figure.moonshine_s_per_s, int | float)
    return figure if good else None


def measure(speech: npt.NDArray[np.int16], file: Path) -> EngineFigure:
    """Let Moonshine hear `speech` (int16, mono, RATE_HZ) and keep how long it took."""
    from prompter.recognize.moonshine_engine import MoonshineRecognizer  # slow to import

    recognizer = MoonshineRecognizer(Channel.THEM, live=False)
    try:
        recognizer.wait_until_ready()
    except ModelTrouble:
        return EngineFigure(float("inf"), this_machine())
    size = int(BLOCK_S * RATE_HZ)
    started = time.monotonic()
    for start in range(0, len(speech), size):
        block = AudioBlock(Channel.THEM, start / RATE_HZ, speech[start : start + size])
        recognizer.accept(block)
    took_s = time.monotonic() - started
    recognizer.close()
    figure = EngineFigure(round(took_s / (len(speech) / RATE_HZ), 3), this_machine())
    with contextlib.suppress(OSError):
        handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(json.dumps(asdict(figure)))
    return figure
