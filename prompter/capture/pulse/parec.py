"""Stage 1, capture: one recording, by a `parec` child process.

In:      Target.
Out:     pieces of BLOCK_S with the monotonic time of their arrival; an end.
Thread:  one reader thread per recording.
Errors:  AudioTrouble when parec is missing.
Source:  a child process, so that a crash of the client library stays outside.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from prompter.capture.pulse.target import Target
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ

BLOCK_S = 0.05
LATENCY_MS = 50
_BLOCK_BYTES = int(BLOCK_S * RATE_HZ) * 2
_STAY = "--property=node.dont-reconnect=true"
"""On PipeWire a recorder whose source or stream vanishes ends then, within 20 ms; without this
it hears the microphone or another sink from then on. PulseAudio knows no such wish."""

Piece = npt.NDArray[np.int16]


class Recording:
    """A running parec. `arrived` gets each piece and its arrival time, on its own thread."""

    def __init__(self, target: Target, arrived: Callable[[Piece, float], None]) -> None:
        """Starts at once. Raises AudioTrouble when parec can't be started."""
        self.target = target
        self.last_arrival_s = time.monotonic()
        self.pieces = 0
        self._arrived = arrived
        self._stopped = False
        self._process = self._start(target)
        self.pid = self._process.pid
        self._thread = threading.Thread(target=self._read, name="parec reader", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """True when parec has ended by itself."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End parec and the reader; nothing arrives after this returns."""
        self._stopped = True
        self._process.kill()
        self._process.wait()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    @staticmethod
    def _start(target: Target) -> subprocess.Popen[bytes]:
        stream = [] if target.stream is None else [f"--monitor-stream={target.stream}"]
        command = [
            "parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
            f"--latency-msec={LATENCY_MS}", "--client-name=Prompter", _STAY,
            f"--device={target.source}", *stream,
        ]  # fmt: skip
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise AudioTrouble(
                "parec is missing; install it: sudo apt install pulseaudio-utils"
            ) from error

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        with out:
            while not self._stopped:
                data = out.read(_BLOCK_BYTES)
                if len(data) < _BLOCK_BYTES or self._stopped:
                    return
                self.last_arrival_s = time.monotonic()
                self.pieces += 1
                self._arrived(np.frombuffer(data, np.int16), self.last_arrival_s)
