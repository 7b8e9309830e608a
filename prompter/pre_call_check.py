"""The pre-call check: can Prompter hear the employer and the user, before it matters?

In:      a live source, a recogniser for ME, a way to play a chime.
Out:     CheckStep as it goes on, then a verdict.
Thread:  the caller's, about CHECK_S seconds; the source has its own.
Errors:  AudioTrouble when nothing can be listened to at all.
Source:  a chime that comes back through the loopback proves the whole way that the employer's
         voice takes inside this computer.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from prompter.capture import AudioSource, EndOfAudio
from prompter.errors import AudioTrouble
from prompter.messages import AudioBlock, Channel, Fault, FaultKind, Hypothesis, Level
from prompter.recognize import Recognizer

CHECK_S = 10.0
LISTEN_S = 2.5
"""First the check only listens: a call or a video may be playing."""
CHIME_S = 3.0
HEARD_PEAK = 0.01
"""40 dB below full scale: quieter sound is a room, not a voice."""
_NO_THEM = (
    "Nothing that this computer plays can be heard: turn the sound on, and let the call play "
    "through this computer, not through a phone."
)
_NO_ME = "Your microphone hears nothing: choose another, or turn it up."


@dataclass(frozen=True, slots=True)
class Verdict:
    """hears_them, hears_me: None when ME isn't listened to. word: recognised on ME.

    advice: what to do, a line each; empty when all is well.
    """

    hears_them: bool
    hears_me: bool | None
    word: str
    advice: tuple[str, ...]


@dataclass(slots=True)
class PreCallCheck:
    """One check. tell: gets each Level and Fault as it comes."""

    source: AudioSource
    recognizer: Recognizer | None
    play_chime: Callable[[], None]
    tell: Callable[[Level | Fault], None]
    _items: queue.SimpleQueue[AudioBlock | Level | Fault | EndOfAudio] = field(
        default_factory=queue.SimpleQueue
    )
    _peaks: dict[Channel, float] = field(default_factory=dict)
    _faults: dict[tuple[FaultKind, Channel | None], Fault] = field(default_factory=dict)
    _words: str = ""

    def run(self) -> Verdict:
        """Listen, play the chime if nothing plays, and judge. Raises AudioTrouble."""
        self.source.start(self._items.put)
        ends_s = time.monotonic() + CHECK_S
        advice: list[str] = []
        try:
            if not self._one_microphone:
                advice += self._hear_them()
            if Channel.ME in self.source.channels:
                self._listen(ends_s, None)
        finally:
            self.source.stop()
            if self.recognizer is not None:
                self._note(self.recognizer.finish())
                self.recognizer.close()
        return self._verdict(advice)

    def _hear_them(self) -> list[str]:
        """Listen for the call, and play the chime if nothing plays; what went wrong with that."""
        self._listen(time.monotonic() + LISTEN_S, Channel.THEM)
        if self._heard(Channel.THEM):
            return []
        try:
            self.play_chime()
        except AudioTrouble as error:
            return [str(error)]
        self._listen(time.monotonic() + CHIME_S, Channel.THEM)
        return []

    def _listen(self, until_s: float, enough: Channel | None) -> None:
        while (left_s := until_s - time.monotonic()) > 0:
            if enough is not None and self._heard(enough):
                return
            try:
                item = self._items.get(timeout=min(left_s, 0.1))
            except queue.Empty:
                continue
            if isinstance(item, Level):
                self._peaks[item.channel] = max(self._peaks.get(item.channel, 0.0), item.peak)
                self.tell(item)
            elif isinstance(item, Fault):
                self._faults[item.kind, item.channel] = item
                self.tell(item)
            elif isinstance(item, AudioBlock) and item.channel is Channel.ME and self.recognizer:
                self._note(self.recognizer.accept(item))

    def _note(self, heard: list[Hypothesis | Fault]) -> None:
        for item in heard:
            if isinstance(item, Hypothesis) and item.text:
                self._words = item.text

    def _heard(self, channel: Channel) -> bool:
        return self._peaks.get(channel, 0.0) >= HEARD_PEAK

    @property
    def _one_microphone(self) -> bool:
        """Whether the employer comes through the microphone too, from a loudspeaker."""
        return Channel.THEM not in self.source.channels

    def _verdict(self, advice: list[str]) -> Verdict:
        faults = [fault for fault in self._faults.values() if not fault.over]
        advice += [fault.text for fault in faults]
        said = {fault.channel for fault in faults}
        hears_them = self._heard(Channel.ME if self._one_microphone else Channel.THEM)
        hears_me = self._heard(Channel.ME) if Channel.ME in self.source.channels else None
        if not hears_them and not self._one_microphone and Channel.THEM not in said:
            advice.append(_NO_THEM)
        if hears_me is False and Channel.ME not in said:
            advice.append(_NO_ME)
        return Verdict(hears_them, hears_me, self._words, tuple(advice))
