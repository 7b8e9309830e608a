"""Plays the sound of a call from any place, faster or slower, and tells where it is.

In:      a function that reads sound; play, pause, seek and pace from any thread.
Out:     sound to a loudspeaker; `tell` with each PlayState, on the player's thread.
Thread:  its own, which waits while nothing plays.
Errors:  what fails is told in the state, and playing stops.
Source:  sound is written at most AHEAD_S before it is heard, so that a pause comes at once and
         the place that is told is the one that is heard.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from prompter.errors import PrompterError
from prompter.messages import RATE_HZ
from prompter.playback.loudspeaker import Loudspeaker, open_loudspeaker
from prompter.playback.stretch import FASTEST, SLOWEST, Stretcher
from prompter.record.sound import Samples

STEP_S = 0.1
AHEAD_S = 0.3


@dataclass(frozen=True, slots=True)
class PlayState:
    """at_s: the place that is heard, on the call clock. trouble: why playing stopped."""

    at_s: float
    playing: bool
    trouble: str = ""


class Player:
    """One call's sound. `close` when done."""

    def __init__(
        self,
        read: Callable[[float, float], Samples],
        length_s: float,
        tell: Callable[[PlayState], None],
        open_speaker: Callable[[], Loudspeaker] = open_loudspeaker,
    ) -> None:
        """read: the sound between two times. length_s: where it ends."""
        self._read, self._length_s, self._tell = read, length_s, tell
        self._open_speaker = open_speaker
        self._changed = threading.Condition()
        self._at_s, self._speed = 0.0, 1.0
        self._playing = self._closed = False
        self._version = 0  # goes up with whatever makes the sound go on differently
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        self._thread.start()

    @property
    def playing(self) -> bool:
        """Whether sound is wanted now."""
        return self._playing

    @property
    def at_s(self) -> float:
        """The place that is heard, or where it goes on."""
        return self._at_s

    def play(self, from_s: float | None = None) -> None:
        """Play on, or from another place; from the start when the end was reached."""
        with self._changed:
            at_s = self._at_s if from_s is None else from_s
            self._at_s = 0.0 if at_s >= self._length_s else max(0.0, at_s)
            self._playing = True
            self._tell_change()

    def pause(self) -> None:
        """Be silent; the place is kept."""
        with self._changed:
            self._playing = False
            self._tell_change()

    def seek(self, at_s: float) -> None:
        """Go to another place, playing or not."""
        with self._changed:
            self._at_s = min(max(0.0, at_s), self._length_s)
            self._tell_change()

    def set_speed(self, speed: float) -> None:
        """How many times as fast as it was spoken, at the same pitch."""
        with self._changed:
            self._speed = min(max(SLOWEST, speed), FASTEST)
            self._tell_change()

    def wait(self) -> None:
        """Wait until nothing plays."""
        with self._changed:
            self._changed.wait_for(lambda: not self._playing or self._closed)

    def close(self) -> None:
        """Be silent for good. Waits for the thread."""
        with self._changed:
            self._closed, self._playing = True, False
            self._tell_change()
        self._thread.join()

    def _tell_change(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def _run(self) -> None:
        version = 0
        while not self._closed:
            version = self._wait_for_change(version)

    def _wait_for_change(self, told: int) -> int:
        """Do what is wanted next; gives the version that was."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != told or self._playing)
            version, closed = self._version, self._closed
            playing, at_s, speed = self._playing, self._at_s, self._speed
        if not closed:
            self._tell(PlayState(at_s, playing))
        if playing:
            try:
                self._play_on(version, at_s, speed)
            except PrompterError as error:
                self._stop_at(self._at_s, str(error))
        return version

    def _play_on(self, version: int, at_s: float, speed: float) -> None:
        """Until the end, or until something changes."""
        speaker, stretcher = self._open_speaker(), Stretcher(speed)
        finished = False
        try:
            began_s, began_at_s, written_s = time.monotonic(), at_s, 0.0
            while at_s < self._length_s:
                to_s = min(at_s + STEP_S * speed, self._length_s)
                samples = stretcher.feed(self._read(at_s, to_s))
                speaker.write(samples)
                at_s, written_s = to_s, written_s + len(samples) / RATE_HZ
                ahead_s = written_s - (time.monotonic() - began_s)
                with self._changed:
                    if self._changed.wait_for(
                        lambda: self._version != version,
                        timeout=max(0.0, ahead_s - AHEAD_S),
                    ):
                        return
                    self._at_s = max(began_at_s, at_s - max(0.0, ahead_s) * speed)
                self._tell(PlayState(self._at_s, True))
            speaker.finish()
            finished = True
        finally:
            if not finished:
                speaker.close()
        with self._changed:
            if self._version != version:
                return
        self._stop_at(self._length_s)

    def _stop_at(self, at_s: float, trouble: str = "") -> None:
        with self._changed:
            self._playing, self._at_s = False, at_s
            self._tell(PlayState(at_s, False, trouble))  # before those who wait go on
            self._changed.notify_all()
