"""What the tests of live capture share: a source that runs, and what it delivered."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from prompter.capture import EndOfAudio
from prompter.capture.pulse import PulseSource
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Level

PLAY_HZ = 48_000
NOTICE_S, RECOVER_S = 2.0, 3.0


def tone(hz: float, seconds: float = 60.0) -> npt.NDArray[np.int16]:
    at = np.arange(round(seconds * PLAY_HZ)) / PLAY_HZ
    return np.asarray(8000 * np.sin(2 * np.pi * hz * at), np.int16)


class Heard:
    """A source that runs, and what it delivered."""

    def __init__(self, source: PulseSource) -> None:
        self.items: list[AudioBlock | Level | Fault | EndOfAudio] = []
        self.source = source
        source.start(self.items.append)

    def faults(self) -> list[Fault]:
        return [item for item in self.items if isinstance(item, Fault)]

    def samples(self, channel: Channel, last_s: float) -> npt.NDArray[np.int16]:
        blocks = [i for i in self.items if isinstance(i, AudioBlock) and i.channel is channel]
        pieces = [block.samples for block in blocks[-round(last_s * 20) :]]
        return np.concatenate([*pieces, np.zeros(1, np.int16)])

    def loudest(self) -> int:
        """The highest sample so far, of any channel."""
        blocks = [item for item in self.items if isinstance(item, AudioBlock)]
        return max(int(np.abs(block.samples).max()) for block in blocks)

    def loudest_hz(self, channel: Channel) -> float:
        """The frequency that stands out in the last half second; 0 in silence."""
        pcm = self.samples(channel, 0.5).astype(float)
        if np.abs(pcm).max() < 200:
            return 0.0
        spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
        return float(np.argmax(spectrum) * RATE_HZ / len(pcm))

    def until(self, there: Callable[[], bool], within_s: float, what: str) -> float:
        """Wait until `there`; the seconds it took."""
        started = time.monotonic()
        while not there():
            assert time.monotonic() - started < within_s, f"{what}: {self.faults()}"
            time.sleep(0.01)
        return time.monotonic() - started

    def until_fault(
        self, kind: FaultKind, channel: Channel, *, over: bool, within_s: float
    ) -> None:
        def there() -> bool:
            return any(
                f.kind is kind and f.channel is channel and f.over is over for f in self.faults()
            )

        self.until(there, within_s, f"{kind} over={over}")

    def until_hz(self, channel: Channel, hz: float, within_s: float = 8.0) -> None:
        self.until(lambda: abs(self.loudest_hz(channel) - hz) < 15, within_s, f"{hz} Hz")


Hear = Callable[..., Heard]
