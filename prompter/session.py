"""The call session joins the five stages on one thread and tells listeners what happens.

In:      audio blocks from a source, or hypotheses that are already words (typed).
Out:     CallEvent to every listener, in order, on the session's thread.
Thread:  source thread -> one bounded queue -> the session thread -> listeners.
Errors:  what goes wrong in a call is a Fault; a bug ends the session, which then says `failed`.
Source:  see call_queue for what happens when a source is too fast.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from prompter.call_queue import CallQueue
from prompter.capture import AudioSource, EndOfAudio
from prompter.errors import PrompterError
from prompter.lag import LagWatch, LossWatch
from prompter.messages import (
    AudioBlock,
    CallEvent,
    CallState,
    CardShown,
    Channel,
    CueHit,
    CueWithdrawn,
    Fault,
    FaultKind,
    Hypothesis,
    Level,
    StateChanged,
    UserAct,
)
from prompter.recognize import Recognizer
from prompter.stages import AskHearer, CardChooser, CueHearer, Echo, Listener, TalkWatch

POLL_S = 0.02
"""How often a recogniser in another process is asked, when no block comes by itself."""


class CallSession:
    """One call, from start to end. `start` once, `stop` as often as you like."""

    def __init__(
        self,
        source: AudioSource | None,
        recognizers: Mapping[Channel, Recognizer],
        cues: CueHearer,
        ladder: CardChooser,
        listeners: Sequence[Listener],
        *,
        virtual_clock: bool = False,
        echo: Echo | None = None,
        asks: AskHearer | None = None,
        talk: TalkWatch | None = None,
        sound: Callable[[AudioBlock], None] | None = None,
    ) -> None:
        """virtual_clock: the call clock is the sound's own time (a recording, played fast).

        asks: hears in ME which goals the user asks for. talk: watches how long ME talks.
        sound: gets every block that is heard, before it is recognized.
        """
        self._source, self._recognizers = source, dict(recognizers)
        self._cues, self._ladder, self._listeners = cues, ladder, tuple(listeners)
        self._virtual, self._echo = virtual_clock, echo
        self._asks, self._talk, self._sound = asks, talk, sound
        self._heard_s = 0.0
        self._started: float | None = None
        self._queue = CallQueue(live=source is not None and source.live)
        self._lag = {channel: LagWatch() for channel in recognizers}
        self._loss = LossWatch()
        self._thread = threading.Thread(target=self._run, name="call session", daemon=True)
        self._over = threading.Event()
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._state = CallState.STARTING
        self.failed = False

    @property
    def clock_s(self) -> float:
        """Seconds since the call began."""
        if self._virtual or self._started is None:
            return self._heard_s
        return time.monotonic() - self._started

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._started = time.monotonic()
        self._thread.start()
        if self._source is not None:
            self._source.start(self._queue.put)

    def hear(self, hypothesis: Hypothesis) -> None:
        """Take words that need no recogniser (typed ones). Any thread."""
        self._queue.put(hypothesis)

    def act(self, act: UserAct) -> None:
        """The user did something; what comes of it is told to the listeners. Any thread."""
        self._queue.put(act)

    @property
    def state(self) -> CallState:
        """Where the call stands."""
        return self._state

    def pause(self) -> None:
        """Hear and keep nothing from this moment on. Any thread."""
        self._paused.set()

    def resume(self) -> None:
        """Hear again. Any thread."""
        self._paused.clear()

    def end(self) -> None:
        """Let the session finish what it has, then end. Any thread."""
        self._queue.put(EndOfAudio())

    def stop(self) -> None:
        """End the call now: the last words are still recognised and kept."""
        self._stop.set()
        self._queue.close()
        if self._source is not None and self._started is not None:
            self._source.stop()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the call has ended; False on time-out."""
        return self._over.wait(timeout_s)

    def _run(self) -> None:
        self.failed = True  # until the end is reached; a bug goes on to threading.excepthook
        try:
            self._go(CallState.LISTENING)
            self._listen()
            self._finish()
            self.failed = False
        finally:
            for recognizer in self._recognizers.values():
                recognizer.close()
            self._go(CallState.ENDED)
            self._over.set()

    def _listen(self) -> None:
        while not self._stop.is_set():
            paused = self._paused.is_set()
            self._go(CallState.PAUSED if paused else CallState.LISTENING)
            item = self._queue.take(POLL_S)
            if item is None and not paused:
                for channel, recognizer in list(self._recognizers.items()):
                    self._guarded(channel, recognizer.poll)
            if isinstance(item, EndOfAudio):
                return
            if isinstance(item, Fault | Level):
                self._tell(item)
            elif isinstance(item, UserAct):
                for event in self._ladder.act(item, self.clock_s):
                    self._tell(event)
            elif paused:
                continue
            elif isinstance(item, AudioBlock):
                self._hear_sound(item)
            elif isinstance(item, Hypothesis):
                self._heard_s = max(self._heard_s, item.end_s)
                self._take(item)

    def _go(self, state: CallState) -> None:
        if state is not self._state:
            self._state = state
            self._tell(StateChanged(state, self.clock_s))

    def _hear_sound(self, block: AudioBlock) -> None:
        self._heard_s = max(self._heard_s, block.end_s)
        if self._sound is not None:
            self._sound(block)
        if self._echo is not None:
            self._echo.sound(block)
        recognizer = self._recognizers.get(block.channel)
        if recognizer is None:
            return
        self._guarded(block.channel, lambda: recognizer.accept(block))
        waiting_s = 0.0 if self._virtual else self.clock_s - block.end_s
        lag = self._lag[block.channel]
        late = lag.take(max(waiting_s, recognizer.behind_s), self.clock_s)
        recognizer.partials_wanted = not lag.late
        if late is not None:
            self._say_lag(block.channel, late=late)
        if lost_s := self._loss.take(self._queue.lost_s(), self.clock_s):
            text = f"This computer is too busy: {lost_s:.1f} seconds of sound were lost."
            self._tell(Fault(FaultKind.BLOCKS_DROPPED, text, self.clock_s))

    def _guarded(self, channel: Channel, ask: Callable[[], list[Hypothesis | Fault]]) -> None:
        """Ask a recogniser; one that can't go on is taken out, and the user is told."""
        try:
            heard = ask()
        except PrompterError as error:
            self._recognizers.pop(channel).close()
            self._tell(Fault(FaultKind.RECOGNIZER_FAILED, str(error), self.clock_s, channel))
            return
        for item in heard:
            self._take(item)

    def _say_lag(self, channel: Channel, *, late: bool) -> None:
        text = "Words come late: this computer is busy." if late else "Words come in time again."
        self._tell(Fault(FaultKind.RECOGNIZER_BEHIND, text, self.clock_s, channel, over=not late))

    def _finish(self) -> None:
        for channel, recognizer in list(self._recognizers.items()):
            self._guarded(channel, recognizer.finish)

    def _take(self, item: Hypothesis | Fault) -> None:
        if isinstance(item, Hypothesis) and self._echo is not None:
            if item.channel is Channel.THEM:
                self._echo.them(item)
            elif (own := self._echo.me(item)) is not None:
                item = own
            else:
                return
        self._tell(item)
        if not isinstance(item, Hypothesis):
            return
        changes = self._cues.hear(item)
        for gone in changes:
            if isinstance(gone, CueWithdrawn):
                card_gone = self._ladder.withdraw(gone, self.clock_s)
                if card_gone is not None:
                    self._tell(card_gone)
                    self._show(self._ladder.again(gone, self.clock_s))
        hits = [hit for hit in changes if isinstance(hit, CueHit)]
        for hit in hits:
            self._tell(hit)
        self._show(self._ladder.hear(hits, self.clock_s) if hits else None)
        if item.channel is Channel.ME and item.final:
            asked = self._asks.hear(item) if self._asks is not None else []
            for ask in self._ladder.said(item, asked, self.clock_s):
                self._tell(ask)
        for nudge in self._talk.hear(item, hits) if self._talk is not None else ():
            self._tell(nudge)

    def _show(self, card: CardShown | None) -> None:
        if card is not None:
            self._tell(card)

    def _tell(self, event: CallEvent) -> None:
        for listener in self._listeners:
            listener(event)
