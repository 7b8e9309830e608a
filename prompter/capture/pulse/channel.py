"""Stage 1, capture: keep one channel recorded, and never from the wrong source.

In:      snapshots of the server; pieces from parec.
Out:     AudioBlock, Level, Fault when something is wrong and when it is well again.
Thread:  `follow`, `lost` and `stop` on the watcher's, pieces on parec's reader.
Errors:  none; all trouble is a Fault.
Source:  when a source vanishes the server moves its recorders to another, the microphone
         perhaps, and says nothing: so what parec is attached to is verified after each event,
         and pieces that arrive between event and verdict wait.
"""

from __future__ import annotations

import threading
import time

from prompter.capture.block_timer import BlockTimer
from prompter.capture.levels import LevelWatch
from prompter.capture.pulse.parec import Piece, Recording
from prompter.capture.pulse.server import Snapshot
from prompter.capture.pulse.target import Target, Wish, find_target
from prompter.capture.source import Deliver
from prompter.capture.words import Trouble, fault
from prompter.messages import AudioBlock, Channel, Level

STALLED_S = 1.5
"""No piece for so long: something is wrong. An idle null sink needs 1.9 s for its first one."""
FIRST_PIECE_S = 3.0
SILENT_S = {Channel.THEM: 20.0, Channel.ME: 1.5}
"""Zeros for so long are a fault: a call app may rightly play nothing while nobody speaks, a
microphone that works never gives zeros."""
_DEAF = (Trouble.LOST, Trouble.CUT, Trouble.SWAPPED, Trouble.WAITING, Trouble.SERVER)
"""Over as soon as sound arrives."""


class PulseChannel:
    """One channel; `started` is the monotonic time of the call's zero."""

    def __init__(self, channel: Channel, wish: Wish, deliver: Deliver, started: float) -> None:
        self.channel = channel
        self._wish, self._deliver, self._started = wish, deliver, started
        self._recording: Recording | None = None
        self._timer = BlockTimer()
        self._levels = LevelWatch(SILENT_S[channel])
        self._troubles: dict[Trouble, str] = {}
        self._lock = threading.Lock()
        self._suspect = False
        self._held: list[AudioBlock] = []
        self.target: Target | None = None

    def suspect(self) -> None:
        """Something changed: pieces wait until `follow` has looked."""
        with self._lock:
            self._suspect = True

    def follow(self, now: Snapshot) -> None:
        """Look whether the right thing is recorded, and put it right."""
        recording, sure = self._recording, True
        if recording is not None:
            attached = now.recorders.get(recording.pid)
            if attached and attached != recording.target.source:
                self._drop(Trouble.SWAPPED, recording.target.label)
            elif recording.ended:
                self._drop(self._why_ended(now), recording.target.label)
            # no name: PipeWire's way to say that it hears a stream alone, or nothing yet
            sure = attached != "" or recording.target.stream is not None
        self._retarget(now)
        if sure:
            self._release()
        self._watch(now)

    def lost(self, trouble: Trouble) -> None:
        """The server itself is gone."""
        self._drop(trouble, self.target.label if self.target else "")

    def stop(self) -> None:
        """Record no more."""
        if self._recording is not None:
            self._recording.stop()
            self._recording = None

    def _retarget(self, now: Snapshot) -> None:
        target = find_target(self.channel, self._wish, now)
        if target is None:
            label = self.target.label if self.target else self._wish.app
            self._drop(Trouble.WAITING if self._wish.app else Trouble.LOST, label)
        elif self._recording is None or target != self.target:
            self.stop()
            self.target, self._timer = target, BlockTimer()
            self._recording = Recording(target, self._arrived)

    def _why_ended(self, now: Snapshot) -> Trouble:
        """A recorder that ended by itself: what it heard is there, silent, or gone."""
        if find_target(self.channel, self._wish, now) is not None:
            return Trouble.CUT
        return Trouble.WAITING if self._wish.app else Trouble.LOST

    def _drop(self, trouble: Trouble, label: str) -> None:
        """Give up what is recorded now, and what of it still waits."""
        self.stop()  # first, or a last piece would still come and be released
        with self._lock:
            self._held.clear()
        self._begin(trouble, label)

    def _release(self) -> None:
        with self._lock:
            self._suspect = False
            held, self._held = self._held, []
        for block in held:
            self._deliver(block)

    def _arrived(self, piece: Piece, at: float) -> None:
        start_s, gap_s = self._timer.start_of(len(piece), at - self._started)
        if gap_s:
            self._begin(Trouble.DROPPED, f"{gap_s:.1f}")
            self._over(Trouble.DROPPED)
        level = self._levels.take(piece)
        if level is not None:
            self._deliver(Level(self.channel, level, start_s))
        block = AudioBlock(self.channel, start_s, piece)
        with self._lock:
            if self._suspect:
                self._held.append(block)
                return
        self._deliver(block)

    def _watch(self, now: Snapshot) -> None:
        """Faults that show in what arrives: none at all, zeros, a torn signal."""
        recording = self._recording
        if recording is None or self.target is None:
            return
        patience_s = STALLED_S if recording.pieces else FIRST_PIECE_S
        stalled = time.monotonic() - recording.last_arrival_s > patience_s
        device = now.source(self.target.source)
        muted = self.channel is Channel.ME and device is not None and device.muted
        if muted:
            self._levels.zeros_s = 0.0  # its zeros are no news once it is turned on again
        self._set(Trouble.STALLED, stalled, self.target.label)
        self._set(Trouble.MUTED, muted, self.target.label)
        self._set(Trouble.SILENT, self._levels.silent and not muted, self.target.label)
        self._set(Trouble.CLIPPING, self._levels.clipping, self.target.label)
        if recording.pieces and not stalled:
            for trouble in _DEAF:
                self._over(trouble)

    def _set(self, trouble: Trouble, here: bool, label: str) -> None:
        if here:
            self._begin(trouble, label)
        else:
            self._over(trouble)

    def _begin(self, trouble: Trouble, label: str) -> None:
        if trouble not in self._troubles:
            self._troubles[trouble] = label
            self._deliver(fault(trouble, self.channel, label, self._now_s(), over=False))

    def _over(self, trouble: Trouble) -> None:
        if trouble in self._troubles:
            label = self._troubles.pop(trouble)
            self._deliver(fault(trouble, self.channel, label, self._now_s(), over=True))

    def _now_s(self) -> float:
        return time.monotonic() - self._started
