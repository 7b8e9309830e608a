"""Stage 1, capture: a live call from devices that call back, where there is no sound server.

In:      an opener for each channel: a microphone, a loopback, a loopback driver's input.
Out:     AudioBlock, Level and Fault.
Thread:  the back ends' callbacks only copy into a queue; one pump thread does the rest.
Errors:  AudioTrouble from the openers at the start; afterwards Faults, and trying again.
Source:  a callback that raises or blocks loses sound, so it does neither (python-sounddevice,
         examples/rec_gui.py).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from prompter.capture.block_timer import BlockTimer
from prompter.capture.levels import LevelWatch
from prompter.capture.source import Deliver
from prompter.capture.words import Trouble, fault
from prompter.errors import AudioTrouble
from prompter.messages import AudioBlock, Channel, Level

STALLED_S = 1.5
RETRY_S = 1.0
SILENT_S = {Channel.THEM: 20.0, Channel.ME: 1.5}

OnSound = Callable[[npt.NDArray[np.int16]], None]
"""Takes int16 mono samples at RATE_HZ, on the back end's thread."""


class Stream(Protocol):
    """A running device."""

    def close(self) -> None: ...


class Opener(Protocol):
    """Opens one device. label: for people."""

    label: str

    def open(self, on_sound: OnSound) -> Stream:
        """Start it. Raises AudioTrouble."""
        ...


@dataclass(slots=True)
class _Line:
    """One channel's device, and what is known of it."""

    opener: Opener
    levels: LevelWatch
    timer: BlockTimer = field(default_factory=BlockTimer)
    stream: Stream | None = None
    last_s: float = 0.0
    tried_s: float = -1e9
    troubles: set[Trouble] = field(default_factory=set)


class DeviceSource:
    """A live call from devices."""

    live = True
    name = "live call"

    def __init__(self, openers: Mapping[Channel, Opener]) -> None:
        """Opens nothing."""
        self.channels = tuple(openers)
        self._lines = {c: _Line(opener, LevelWatch(SILENT_S[c])) for c, opener in openers.items()}
        self._sound: queue.SimpleQueue[tuple[Channel, npt.NDArray[np.int16], float]]
        self._sound = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, deliver: Deliver) -> None:
        """Raises AudioTrouble when a device can't be opened at all."""
        started = time.monotonic()
        try:
            for channel in self.channels:
                self._open(channel, started)
        except AudioTrouble:
            self._close()
            raise
        self._thread = threading.Thread(
            target=self._pump, args=(deliver, started), name="device pump", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join()

    def _open(self, channel: Channel, now: float) -> None:
        line = self._lines[channel]
        line.tried_s = line.last_s = now

        def on_sound(samples: npt.NDArray[np.int16]) -> None:
            self._sound.put((channel, samples, time.monotonic()))

        line.timer = BlockTimer()
        line.stream = line.opener.open(on_sound)

    def _close(self) -> None:
        for line in self._lines.values():
            if line.stream is not None:
                line.stream.close()
                line.stream = None

    def _pump(self, deliver: Deliver, started: float) -> None:
        try:
            while not self._stopped.is_set():
                try:
                    channel, samples, at = self._sound.get(timeout=0.1)
                except queue.Empty:
                    pass
                else:
                    self._take(channel, samples, at, started, deliver)
                for channel in self.channels:
                    self._watch(channel, started, deliver)
        finally:
            self._close()

    def _take(
        self,
        channel: Channel,
        samples: npt.NDArray[np.int16],
        at: float,
        started: float,
        deliver: Deliver,
    ) -> None:
        line = self._lines[channel]
        line.last_s = at
        start_s, gap_s = line.timer.start_of(len(samples), at - started)
        if gap_s:
            for over in (False, True):
                deliver(fault(Trouble.DROPPED, channel, f"{gap_s:.1f}", at - started, over=over))
        level = line.levels.take(samples)
        if level is not None:
            deliver(Level(channel, level, start_s))
        deliver(AudioBlock(channel, start_s, samples))

    def _watch(self, channel: Channel, started: float, deliver: Deliver) -> None:
        line = self._lines[channel]
        now = time.monotonic()
        stalled = now - line.last_s > STALLED_S
        for trouble, here in (
            (Trouble.STALLED, stalled),
            (Trouble.SILENT, line.levels.silent),
            (Trouble.CLIPPING, line.levels.clipping),
        ):
            if here != (trouble in line.troubles):
                (line.troubles.add if here else line.troubles.discard)(trouble)
                deliver(fault(trouble, channel, line.opener.label, now - started, over=not here))
        if stalled and now - line.tried_s > RETRY_S:
            self._reopen(channel, now)

    def _reopen(self, channel: Channel, now: float) -> None:
        line = self._lines[channel]
        if line.stream is not None:
            line.stream.close()
            line.stream = None
        last_s = line.last_s
        try:
            self._open(channel, now)
        except AudioTrouble:
            line.tried_s = now
        line.last_s = last_s  # still stalled until sound comes
