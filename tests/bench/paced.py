"""A call many times faster than life, out of a recording whose words are known.

No recognizer keeps up with that, so the known words take its place; all else is the program's
own: the recording is read and converted, the cues spotted, the cards chosen, the call kept.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prompter import assemble
from prompter.capture import EndOfAudio, FileSource
from prompter.capture.source import Deliver
from prompter.errors import ModelTrouble
from prompter.messages import (
    AudioBlock,
    CallEvent,
    Channel,
    Fault,
    Hypothesis,
    Level,
    UserAct,
    Word,
)
from prompter.recognize.moonshine_engine import spread
from prompter.record import Archive, Keep, Recorder
from prompter.running_call import Take
from prompter.settings import Settings

PARTIAL_S = 0.3
"""Of the call's time, as Moonshine gives them."""
FINAL_AFTER_S = 0.5
SPEECH = Path(__file__).parent.parent / "speech"


@dataclass(frozen=True)
class Turn:
    """What one side says without a pause."""

    channel: Channel
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class SpokenCall:
    """A recording and all that is said in it."""

    file: Path
    turns: tuple[Turn, ...]


def spoken_calls() -> list[SpokenCall]:
    """The sample call, and the spoken test lines as calls in which ME is silent."""
    sides = {"employer": Channel.THEM, "me": Channel.ME}
    told = json.loads(assemble.sample("sample_call.json").read_text(encoding="utf-8"))
    turns = [
        Turn(sides[turn["speaker"]], spread(turn["text"].split(), turn["start_s"], turn["end_s"]))
        for turn in told["turns"]
    ]
    calls = [SpokenCall(assemble.sample("sample_call.flac"), tuple(turns))]
    for voice in json.loads((SPEECH / "lines.json").read_text(encoding="utf-8"))["files"]:
        lines = [
            Turn(Channel.THEM, spread(line["text"].split(), line["start_s"], line["end_s"]))
            for line in voice["lines"]
        ]
        calls.append(SpokenCall(SPEECH / voice["file"], tuple(lines)))
    return calls


class PacedSource:
    """A recording at `pace` times its own speed. missing: seconds of it that never arrive."""

    live = False

    def __init__(self, file: Path, pace: float, missing: tuple[float, float]) -> None:
        self._inner = FileSource(file, realtime=False)
        self.name, self.channels = self._inner.name, self._inner.channels
        self._pace, self._missing = pace, missing
        self._stopped = threading.Event()
        self.began_s = 0.0

    def start(self, deliver: Deliver) -> None:
        self.began_s = time.monotonic()

        def in_time(item: AudioBlock | Level | Fault | EndOfAudio) -> None:
            if isinstance(item, AudioBlock):
                if self._missing[0] <= item.start_s < self._missing[1]:
                    return
                due_s = self.began_s + item.end_s / self._pace
                self._stopped.wait(max(0.0, due_s - time.monotonic()))
            deliver(item)

        self._inner.start(in_time)

    def stop(self) -> None:
        self._stopped.set()
        self._inner.stop()


class KnownWords:
    """A recognizer that knows what is said, and hears it when its sound arrives."""

    name = "known words"
    behind_s = 0.0

    def __init__(self, channel: Channel, turns: tuple[Turn, ...], fails_at_s: float) -> None:
        self.partials_wanted = True
        self._channel, self._fails_at_s = channel, fails_at_s
        self._turns = [turn for turn in turns if turn.channel is channel]
        self._number, self._told_s = 0, 0.0
        self._heard: list[Word] = []

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        if block.end_s >= self._fails_at_s:
            raise ModelTrouble("the speech model was taken away; install it: prompter models")
        if self._number >= len(self._turns):
            return []
        turn = self._turns[self._number]
        new = [word for word in turn.words if block.start_s < word.end_s <= block.end_s + 1e-6]
        self._heard += new
        if block.end_s >= turn.words[-1].end_s + FINAL_AFTER_S:
            return self._final()
        if new and block.end_s - self._told_s >= PARTIAL_S:
            self._told_s = block.end_s
            return [self._hypothesis(final=False)]
        return []

    def poll(self) -> list[Hypothesis | Fault]:
        return []

    def finish(self) -> list[Hypothesis | Fault]:
        return self._final() if self._heard else []

    def close(self) -> None:
        pass

    def _final(self) -> list[Hypothesis | Fault]:
        found: list[Hypothesis | Fault] = [self._hypothesis(final=True)] if self._heard else []
        self._number, self._heard = self._number + 1, []
        return found

    def _hypothesis(self, *, final: bool) -> Hypothesis:
        words, text = tuple(self._heard), " ".join(word.text for word in self._heard)
        return Hypothesis(
            self._channel, self._number, text, words, final, words[0].start_s, words[-1].end_s
        )


class PacedCall:
    """One such call, kept in the archive, as a window shows and steers it."""

    def __init__(
        self,
        call: SpokenCall,
        archive: Path,
        take: Take,
        *,
        pace: float,
        missing: tuple[float, float] = (0.0, 0.0),
        fails_at_s: float = float("inf"),
    ) -> None:
        self.lags_s: list[float] = []
        self.faults: list[Fault] = []
        self.source = PacedSource(call.file, pace, missing)
        self._pace = pace
        self._archive = Archive.open(archive, on_fault=self._note)
        self.recorder = Recorder(self._archive, Keep.TRANSCRIPT, on_fault=self._note)
        hear: list[Callable[[CallEvent], None]] = [take, self.recorder.take, self._note]
        self._session = assemble.build_session(
            Settings(),
            self.source,
            hear,
            virtual_clock=True,
            recognizers={c: KnownWords(c, call.turns, fails_at_s) for c in self.source.channels},
        )

    @property
    def clock_s(self) -> float:
        return self._session.clock_s

    @property
    def failed(self) -> bool:
        """Whether a bug ended it."""
        return self._session.failed

    def start(self) -> None:
        self.recorder.begin(self.source.name, "recording")
        self._session.start()

    def pause(self) -> None:
        self._session.pause()

    def resume(self) -> None:
        self._session.resume()

    def act(self, act: UserAct) -> None:
        self._session.act(act)

    def stop(self) -> None:
        self._session.stop()
        try:
            self.recorder.end(self.clock_s)
        finally:
            self._archive.close()

    def _note(self, event: CallEvent) -> None:
        if isinstance(event, Fault):
            self.faults.append(event)
        elif isinstance(event, Hypothesis):
            due_s = self.source.began_s + event.end_s / self._pace
            self.lags_s.append(time.monotonic() - due_s)
