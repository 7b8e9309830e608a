"""Stage 1, capture: a live call on PulseAudio or PipeWire, both channels on one clock.

In:      wishes: which app or device.
Out:     AudioBlock, Level and Fault of both channels.
Thread:  one watcher, and a parec reader for each channel.
Errors:  AudioTrouble at the start when parec or the server is missing.
Source:  a change is looked at within milliseconds; without one, every WATCH_S.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from prompter.capture.pulse.channel import PulseChannel
from prompter.capture.pulse.server import Server
from prompter.capture.pulse.target import Wish
from prompter.capture.source import Deliver
from prompter.capture.words import Trouble
from prompter.errors import AudioTrouble
from prompter.messages import Channel

WATCH_S = 0.25
RECONNECT_S = 0.5


class PulseSource:
    """A live call. channels: which are wanted; THEM alone works too."""

    live = True
    name = "live call"

    def __init__(self, wishes: Mapping[Channel, Wish]) -> None:
        """Opens nothing. wishes: one for each channel that is wanted."""
        self.channels = tuple(wishes)
        self._wishes = dict(wishes)
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, deliver: Deliver) -> None:
        """Raises AudioTrouble when there is no sound server at all."""
        with Server() as server:
            server.snapshot()
        started = time.monotonic()
        channels = [PulseChannel(c, wish, deliver, started) for c, wish in self._wishes.items()]
        self._thread = threading.Thread(
            target=self._watch, args=(channels,), name="sound watcher", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join()

    def _watch(self, channels: list[PulseChannel]) -> None:
        try:
            while not self._stopped.is_set():
                try:
                    self._follow(channels)
                except AudioTrouble:
                    for channel in channels:
                        channel.lost(Trouble.SERVER)
                    self._stopped.wait(RECONNECT_S)
        finally:
            for channel in channels:
                channel.stop()

    def _follow(self, channels: list[PulseChannel]) -> None:
        """Watch the server until it goes away (AudioTrouble) or the call ends."""

        def suspect() -> None:
            for channel in channels:
                channel.suspect()

        with Server() as server:
            while not self._stopped.is_set():
                now = server.snapshot()
                for channel in channels:
                    channel.follow(now)
                server.wait_for_change(WATCH_S, suspect)
