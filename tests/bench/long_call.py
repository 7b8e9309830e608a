"""The sample call as a call that doesn't stop: whatever breaks here, the others talk on.

Whoever comes back after a fault hears the call where it stands by then, not where it was left.
"""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import suppress

import numpy as np
import soundfile
import soxr

from prompter.assemble import sample
from tests.sound_server import SoundServer

PLAY_HZ = 48_000
AGAIN_S = 0.25
"""So long after its end an app tries to play again."""


class LongCall:
    """One channel of the sample call, played over and over by an app of its own."""

    def __init__(self, server: SoundServer, channel: int, sink: str, app: str) -> None:
        """Begins at once."""
        pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16")
        self.loop_s = len(pcm) / rate_hz
        sound = soxr.resample(pcm[:, channel], rate_hz, PLAY_HZ)
        hiss = np.random.default_rng(channel).integers(-8, 9, len(sound), dtype=np.int16)
        self._data = (np.clip(sound, -32_000, 32_000) + hiss).astype(np.int16).tobytes()
        self._server, self._sink, self._app = server, sink, app
        self._ended = threading.Event()
        self._player: subprocess.Popen[bytes] | None = None
        self.began_s = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"plays {sink}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Play no more."""
        self._ended.set()
        if self._player is not None:
            self._player.kill()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            with self._start() as self._player:
                self._feed(self._player)
                self._player.kill()
            self._ended.wait(AGAIN_S)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                "pacat", "--playback", "--raw", "--format=s16le", f"--rate={PLAY_HZ}",
                "--channels=1", "--latency-msec=200", f"--device={self._sink}",
                f"--client-name={self._app}", f"--property=application.name={self._app}",
            ],
            env=self._server.environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )  # fmt: skip

    def _feed(self, player: subprocess.Popen[bytes]) -> None:
        """Until it ends: it takes the sound at its own pace."""
        assert player.stdin is not None
        at_s = (time.monotonic() - self.began_s) % self.loop_s
        view = memoryview(self._data)[int(at_s * PLAY_HZ) * 2 :]
        with suppress(OSError):
            while not self._ended.is_set():
                while len(view):
                    view = view[player.stdin.write(view[:9600]) :]
                view = memoryview(self._data)
