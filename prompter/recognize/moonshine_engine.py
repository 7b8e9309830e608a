"""Stage 2, recognize: the better engine, Moonshine, through a child process.

In:      AudioBlock of one channel.
Out:     Hypothesis; word times are estimated from the utterance's times.
Thread:  the session's; decoding happens in the child.
Errors:  a child that dies is made anew and hears the unfinished utterance again (Fault).
Source:  renewal after RENEW_AFTER_S bounds the library's growing memory; see moonshine_child.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque

import numpy as np

from prompter.errors import ModelTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Hypothesis, Word
from prompter.recognize.moonshine_child import Heard, Line, Ready, serve
from prompter.recognize.stream_clock import StreamClock

UPDATE_S = 0.3
"""0.2 s fell behind on two cores, 0.5 s showed the last word 100 ms later (measured)."""
RENEW_AFTER_S = 240.0
QUIET_S = 1.5
"""So long after an utterance, the last second of sound holds none of it."""
REHEARD_S = 1.0
UNFINISHED_S = 20.0
"""How much sound is held to be heard again should the child die."""
MAX_DEATHS = 3
"""Children that may die one after another without hearing anything."""
PATIENCE_S = 60.0
"""A child that says nothing for so long in lockstep is taken for dead."""


class _Child:
    """One child process, its pipe, and the clock of what was fed to it."""

    def __init__(self, update_s: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=serve, args=(theirs, update_s), name="moonshine", daemon=True
        )
        self.process.start()
        theirs.close()
        self.clock = StreamClock()
        self.ready = False
        self.acked = 0
        self.waiting: deque[bytes] = deque()

    def feed(self, block: AudioBlock) -> None:
        """Raises OSError when the child is gone."""
        silence = np.zeros(self.clock.silence_before(block), np.int16)
        self.waiting.append(silence.tobytes() + block.samples.tobytes())
        self.flush()

    def flush(self) -> None:
        while self.ready and self.waiting:
            self.pipe.send_bytes(self.waiting[0])
            self.waiting.popleft()

    def close(self) -> None:
        self.pipe.close()
        self.process.join(timeout=2.0)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class MoonshineRecognizer:
    """Moonshine for one channel.

    live=False waits for the child after each block, so that a recording always gives the
    same hypotheses at the same call times, however fast it is played.
    """

    name = "Moonshine, moonshine-tiny-en"

    def __init__(self, channel: Channel, *, live: bool = True, update_s: float = UPDATE_S) -> None:
        """Starts the child, which loads its model meanwhile; see `wait_until_ready`."""
        self.partials_wanted = True  # the child sheds by itself: it takes all that waits at once
        self._channel, self._live, self._update_s = channel, live, update_s
        self._utterances: dict[int, int] = {}
        self._next_utterance = 0
        self._unfinished: deque[AudioBlock] = deque()
        self._last_end_s = 0.0
        self._deaths = 0
        self._restarted = False
        self._spare: _Child | None = None
        self._child = _Child(update_s)

    def wait_until_ready(self) -> None:
        """Wait until the model is loaded, about a second. Raises ModelTrouble."""
        if not self._child.pipe.poll(PATIENCE_S) or not self._hear_ready(self._child):
            self.close()
            raise ModelTrouble(
                "Moonshine can't be started here; run: prompter doctor, or set engine to vosk"
            )

    @property
    def behind_s(self) -> float:
        return (self._child.clock.fed_samples - self._child.acked) / RATE_HZ

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        self._unfinished.append(block)
        while block.end_s - self._unfinished[0].start_s > UNFINISHED_S:
            self._unfinished.popleft()
        news = self._renewed(block)
        try:
            self._child.feed(block)
            return news + (self.poll() if self._live else self._wait())
        except OSError:
            return news + self._remade()

    def poll(self) -> list[Hypothesis | Fault]:
        news: list[Hypothesis | Fault] = []
        try:
            while self._child.pipe.poll(0):
                news += self._take(self._child.pipe.recv())
        except (EOFError, OSError):
            return news + self._remade()
        return news

    def finish(self) -> list[Hypothesis | Fault]:
        news: list[Hypothesis | Fault] = []
        try:
            self._child.waiting.append(b"")
            self._child.flush()
            while self._child.pipe.poll(PATIENCE_S):
                news += self._take(self._child.pipe.recv())
        except (EOFError, OSError):
            pass  # it ends after its last word
        return news

    def close(self) -> None:
        for child in (self._child, self._spare):
            if child is not None:
                child.close()
        self._spare = None

    @property
    def _now_s(self) -> float:
        """How far the sound has come, on the call clock."""
        return self._unfinished[-1].end_s if self._unfinished else 0.0

    def _wait(self) -> list[Hypothesis | Fault]:
        news: list[Hypothesis | Fault] = []
        give_up = time.monotonic() + PATIENCE_S
        while self.behind_s > 0 and time.monotonic() < give_up:
            if self._child.pipe.poll(0.5):
                news += self.poll()
        return news

    def _take(self, message: Ready | Heard) -> list[Hypothesis | Fault]:
        if isinstance(message, Ready):
            self._child.ready = True
            self._child.flush()
            return []
        self._child.acked = message.fed_samples
        self._deaths = 0
        well: list[Hypothesis | Fault] = []
        if self._restarted:
            self._restarted = False
            text = "Speech recognition works again."
            kind = FaultKind.RECOGNIZER_FAILED
            well = [Fault(kind, text, self._now_s, self._channel, over=True)]
        return well + [heard for line in message.lines for heard in self._hypothesis(line)]

    def _hypothesis(self, line: Line) -> list[Hypothesis]:
        if not line.text and line.id not in self._utterances:
            return []
        if line.id not in self._utterances:
            self._utterances[line.id] = self._next_utterance
            self._next_utterance += 1
        call_s = self._child.clock.call_s
        start_s, end_s = call_s(line.start_s), call_s(line.end_s)
        utterance = self._utterances[line.id]
        if line.complete:
            del self._utterances[line.id]
            self._last_end_s = end_s
            while len(self._unfinished) > 1 and self._unfinished[0].end_s < end_s:
                self._unfinished.popleft()
        words = spread(line.text.split(), start_s, end_s)
        return [
            Hypothesis(self._channel, utterance, line.text, words, line.complete, start_s, end_s)
        ]

    def _renewed(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        """Change over to a fresh child in a silence, so that memory stays bounded."""
        old = self._child
        if old.clock.fed_samples < RENEW_AFTER_S * RATE_HZ:
            return []
        if self._spare is None:
            self._spare = _Child(self._update_s)
        quiet = not self._utterances and block.start_s - self._last_end_s > QUIET_S
        if not self._spare.ready and self._spare.pipe.poll(0 if self._live else PATIENCE_S):
            self._hear_ready(self._spare)
        if not (quiet and self._spare.ready and self.behind_s <= 0):
            return []
        self._child, self._spare = self._spare, None
        old.close()
        self._feed_again(list(self._unfinished)[:-1], block.start_s - REHEARD_S)
        return []

    def _remade(self) -> list[Hypothesis | Fault]:
        """The child died: make a new one, which hears the unfinished utterance again."""
        at_s = self._now_s
        self._child.close()
        self._deaths += 1
        if self._deaths > MAX_DEATHS:
            raise ModelTrouble("Moonshine keeps stopping; run: prompter doctor")
        self._next_utterance = min(self._utterances.values(), default=self._next_utterance)
        self._utterances.clear()
        self._child = _Child(self._update_s)
        self._feed_again(list(self._unfinished), self._last_end_s)
        self._restarted = True
        text = "Speech recognition stopped and was started again; a few words may come late."
        fault = Fault(FaultKind.RECOGNIZER_FAILED, text, at_s, self._channel)
        return [fault, *([] if self._live else self._wait())]

    def _feed_again(self, blocks: list[AudioBlock], from_s: float) -> None:
        for held in blocks:
            if held.end_s > from_s:
                self._child.feed(held)

    @staticmethod
    def _hear_ready(child: _Child) -> bool:
        try:
            child.ready = isinstance(child.pipe.recv(), Ready)
        except (EOFError, OSError):
            child.ready = False
        return child.ready


def spread(words: list[str], start_s: float, end_s: float) -> tuple[Word, ...]:
    """Word times by their share of the letters; Moonshine itself gives only the line's times."""
    letters = [len(word) + 1 for word in words]
    total, before, timed = sum(letters), 0, []
    for word, count in zip(words, letters, strict=True):
        from_s = start_s + (end_s - start_s) * before / total
        before += count
        timed.append(Word(word, from_s, start_s + (end_s - start_s) * before / total))
    return tuple(timed)
