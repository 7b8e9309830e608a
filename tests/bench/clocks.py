"""How far apart the clocks of two channels are that hear the same sound."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from prompter.capture import Deliver, EndOfAudio
from prompter.capture.pulse import Wish
from prompter.capture.pulse.channel import PulseChannel
from prompter.capture.pulse.live import WATCH_S
from prompter.capture.pulse.server import Server
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Level

SPREAD_S = 0.5
"""Channels are looked for no further apart than this."""


@dataclass
class Clocks:
    """Sound of both channels, on the call clock, until it has been compared."""

    blocks: dict[Channel, list[AudioBlock]] = field(
        default_factory=lambda: {channel: [] for channel in Channel}
    )
    faults: list[Fault] = field(default_factory=list)
    samples: dict[Channel, int] = field(default_factory=lambda: dict.fromkeys(Channel, 0))
    breaks: int = 0
    """Blocks that don't follow the one before within 5 ms."""
    _ends: dict[Channel, float] = field(default_factory=dict)

    def taking(self, channel: Channel) -> Deliver:
        """Takes what is delivered as that channel's."""

        def take(item: AudioBlock | Level | Fault | EndOfAudio) -> None:
            if isinstance(item, Fault):
                self.faults.append(item)
            elif isinstance(item, AudioBlock):
                end_s = self._ends.get(channel, item.start_s)
                self.breaks += abs(item.start_s - end_s) > 0.005
                self._ends[channel] = item.end_s
                self.samples[channel] += len(item.samples)
                self.blocks[channel].append(item)

        return take

    def apart_ms(self) -> float | None:
        """How much later ME has the same sound than THEM, in the last seconds; forgets them."""
        sound = {c: laid_out(blocks) for c, blocks in self.blocks.items() if len(blocks) > 60}
        for blocks in self.blocks.values():
            blocks.clear()
        if len(sound) < 2:
            return None
        (them_s, them), (me_s, me) = sound[Channel.THEM], sound[Channel.ME]
        size = 1 << (len(them) + len(me)).bit_length()
        match = np.fft.irfft(np.fft.rfft(me, size) * np.conj(np.fft.rfft(them, size)), size)
        most = int(SPREAD_S * RATE_HZ)
        lag = int(np.argmax(np.concatenate([match[-most:], match[:most]]))) - most
        return (me_s - them_s + lag / RATE_HZ) * 1000


def laid_out(blocks: list[AudioBlock]) -> tuple[float, npt.NDArray[np.float64]]:
    """The blocks' sound where their times put it, and the time of its first sample."""
    first_s = blocks[0].start_s
    sound = np.zeros(round((blocks[-1].end_s - first_s) * RATE_HZ) + RATE_HZ)
    for block in blocks:
        at = round((block.start_s - first_s) * RATE_HZ)
        sound[at : at + len(block.samples)] = block.samples
    return first_s, sound


class TwoRecorders(threading.Thread):
    """Two channels as in a call, but both record what the call's sink plays, straight from it.

    (A microphone that repeats the sink would do, but the server delays that by 0 to 50 ms.)
    """

    def __init__(self, clocks: Clocks) -> None:
        super().__init__(daemon=True)
        started = time.monotonic()
        self._stopped = threading.Event()
        self._channels = [
            PulseChannel(Channel.THEM, Wish(sink="call"), clocks.taking(channel), started)
            for channel in Channel
        ]

    def run(self) -> None:
        with Server() as server:
            while not self._stopped.is_set():
                now = server.snapshot()
                for channel in self._channels:
                    channel.follow(now)
                server.wait_for_change(WATCH_S, self._suspect)
        for channel in self._channels:
            channel.stop()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _suspect(self) -> None:
        for channel in self._channels:
            channel.suspect()
