"""The queue between those who hear, type or click and the one thread of the call session.

In:      anything, from any thread.
Out:     the same, in order, to the session's thread.
Thread:  any puts; one takes.
Errors:  none; a live source that overruns the queue loses its oldest sound, which is counted.
Source:  QUEUE_BLOCKS is ten seconds of two live channels, in blocks of 50 ms.
"""

from __future__ import annotations

import queue
import threading

from prompter.messages import AudioBlock, Channel

QUEUE_BLOCKS = 400


class CallQueue:
    """A bounded queue that never blocks a live source and never loses from a file."""

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._items: queue.Queue[object] = queue.Queue(QUEUE_BLOCKS)
        self._closed = threading.Event()
        self._lost_s = dict.fromkeys(Channel, 0.0)

    def put(self, item: object) -> None:
        """Hand over one item; after `close` it is dropped."""
        while not self._closed.is_set():
            try:
                self._items.put(item, block=not self._live, timeout=None if self._live else 0.1)
                return
            except queue.Full:
                if self._live:
                    self._make_room()

    def take(self, wait_s: float) -> object | None:
        """The next item; None when none came in `wait_s` seconds."""
        try:
            return self._items.get(timeout=wait_s)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Let nobody wait for room any more."""
        self._closed.set()

    def lost_s(self) -> float:
        """Seconds lost since this was last asked, of the channel that lost most."""
        most_s = max(self._lost_s.values())
        self._lost_s = dict.fromkeys(Channel, 0.0)
        return most_s

    def _make_room(self) -> None:
        try:
            oldest = self._items.get_nowait()
        except queue.Empty:
            return
        if isinstance(oldest, AudioBlock):
            self._lost_s[oldest.channel] += oldest.end_s - oldest.start_s
