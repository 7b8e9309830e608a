"""The crossing from the call session's thread to the windows.

In:      CallEvent or ViewAct, from any thread, through `Bridge.take`.
Out:     one signal for each kind of message, on the GUI thread, in the order taken.
Thread:  `take` any; everything else the GUI's.
Errors:  none; a slot that raises is reported by the excepthook of `app`.
Source:  a screen shows 60 pictures a second, so captions that come faster are merged.
"""

from __future__ import annotations

import threading
from collections import deque

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from prompter.messages import (
    AskHeard,
    CallEvent,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    CueHit,
    Fault,
    Hypothesis,
    Level,
    MomentMarked,
    Nudge,
    StateChanged,
    ViewAct,
)

FRAME_MS = 16
"""The least time between two hand-overs: one picture of a 60 Hz screen."""
LEVEL_MS = 240
"""The least time between two levels of a channel: four a second, a little jitter allowed."""


class Bridge(QObject):
    """Turns messages from another thread into signals on this one.

    A partial hypothesis that still waits is replaced by the next of its utterance. Of levels
    that come too fast, the loudest is told. No other message is ever dropped, and none
    overtakes another.
    """

    hypothesis_heard = Signal(object)
    cue_heard = Signal(object)
    card_shown = Signal(object)
    card_withdrawn = Signal(object)
    card_dismissed = Signal(object)
    card_pinned = Signal(object)
    ask_heard = Signal(object)
    moment_marked = Signal(object)
    nudged = Signal(object)
    view_act_wanted = Signal(object)
    fault_met = Signal(object)
    state_changed = Signal(object)
    level_heard = Signal(object)

    _rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: deque[CallEvent | ViewAct] = deque()
        self._has_rung = False
        self._since_hand_over = QElapsedTimer()
        self._next_frame = QTimer(self)
        self._next_frame.setSingleShot(True)
        self._next_frame.timeout.connect(self._hand_over)
        self._levels: dict[Channel, Level] = {}
        self._next_levels = QTimer(self)
        self._next_levels.setSingleShot(True)
        self._next_levels.setInterval(LEVEL_MS)
        self._next_levels.timeout.connect(self._hand_over_levels)
        self._rung.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def take(self, event: CallEvent | ViewAct) -> None:
        """Accept a message from any thread; returns at once."""
        with self._lock:
            if self._waiting and _is_newer_caption(event, self._waiting[-1]):
                self._waiting[-1] = event
            else:
                self._waiting.append(event)
            must_ring = not self._has_rung
            self._has_rung = True
        if must_ring:
            self._rung.emit()

    def _answer(self) -> None:
        passed_ms = self._since_hand_over.elapsed() if self._since_hand_over.isValid() else FRAME_MS
        if passed_ms >= FRAME_MS:
            self._hand_over()
        else:
            self._next_frame.start(int(FRAME_MS - passed_ms))

    def _hand_over(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, deque()
            self._has_rung = False
        self._since_hand_over.start()
        for event in batch:
            self._tell(event)

    def _tell(self, event: CallEvent | ViewAct) -> None:
        match event:
            case Hypothesis():
                self.hypothesis_heard.emit(event)
            case CueHit():
                self.cue_heard.emit(event)
            case CardShown():
                self.card_shown.emit(event)
            case CardWithdrawn():
                self.card_withdrawn.emit(event)
            case CardDismissed():
                self.card_dismissed.emit(event)
            case CardPinned():
                self.card_pinned.emit(event)
            case AskHeard():
                self.ask_heard.emit(event)
            case MomentMarked():
                self.moment_marked.emit(event)
            case Nudge():
                self.nudged.emit(event)
            case ViewAct():
                self.view_act_wanted.emit(event)
            case Fault():
                self.fault_met.emit(event)
            case StateChanged():
                self.state_changed.emit(event)
            case Level():
                known = self._levels.get(event.channel)
                if known is None or event.peak > known.peak:
                    self._levels[event.channel] = event
                if not self._next_levels.isActive():
                    self._next_levels.start()

    def _hand_over_levels(self) -> None:
        levels, self._levels = self._levels, {}
        for level in levels.values():
            self.level_heard.emit(level)


def _is_newer_caption(event: CallEvent | ViewAct, waiting: CallEvent | ViewAct) -> bool:
    return (
        isinstance(event, Hypothesis)
        and isinstance(waiting, Hypothesis)
        and (event.channel, event.utterance) == (waiting.channel, waiting.utterance)
    )
