"""Stage 2, recognize: the light engine, Vosk, in this process.

In:      AudioBlock of one channel.
Out:     Hypothesis with word times; unchanged partials are left out.
Thread:  the session's; the interpreter's lock is free while Vosk decodes.
Errors:  ModelTrouble when the model can't be loaded.
Source:  blocks of at most 0.2 s, since longer ones delay the endpoint (measured).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import vosk

from prompter.errors import ModelTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Hypothesis, Word
from prompter.recognize.stream_clock import StreamClock

MAX_FEED = int(0.2 * RATE_HZ)


class VoskModel:
    """A loaded model, which recognisers share."""

    def __init__(self, folder: Path) -> None:
        """Loads the model (about half a second). Raises ModelTrouble."""
        vosk.SetLogLevel(-1)
        self.name = folder.name
        try:
            self.handle = vosk.Model(str(folder))
        except Exception as error:
            if type(error) is not Exception:  # Vosk itself raises a bare Exception, no subclass
                raise
            raise ModelTrouble(
                f"{folder}: Vosk can't load this model; "
                "run: prompter models verify, then prompter models install"
            ) from error


class VoskRecognizer:
    """Vosk for one channel."""

    behind_s = 0.0

    def __init__(self, model: VoskModel, channel: Channel) -> None:
        self.name = f"Vosk, {model.name}"
        self._channel = channel
        self._engine = vosk.KaldiRecognizer(model.handle, RATE_HZ)
        self._engine.SetWords(True)
        self._engine.SetPartialWords(True)
        self._clock = StreamClock()
        self._utterance = 0
        self._last_partial = ""

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        silence = np.zeros(self._clock.silence_before(block), np.int16)
        heard = self._feed(silence)
        return heard + self._feed(block.samples)

    def poll(self) -> list[Hypothesis | Fault]:
        return []

    def finish(self) -> list[Hypothesis | Fault]:
        return self._final(json.loads(self._engine.FinalResult()))

    def close(self) -> None:
        """Nothing is held open."""

    def _feed(self, samples: npt.NDArray[np.int16]) -> list[Hypothesis | Fault]:
        heard: list[Hypothesis | Fault] = []
        for start in range(0, len(samples), MAX_FEED):
            if self._engine.AcceptWaveform(samples[start : start + MAX_FEED].tobytes()):
                heard += self._final(json.loads(self._engine.Result()))
            else:
                heard += self._partial(json.loads(self._engine.PartialResult()))
        return heard

    def _partial(self, result: dict[str, Any]) -> list[Hypothesis | Fault]:
        text = result.get("partial", "")
        if not text or text == self._last_partial:
            return []
        self._last_partial = text
        return [self._hypothesis(text, result.get("partial_result", []), final=False)]

    def _final(self, result: dict[str, Any]) -> list[Hypothesis | Fault]:
        text = result.get("text", "")
        if not text and not self._last_partial:
            return []
        self._last_partial = ""
        final = self._hypothesis(text, result.get("result", []), final=True)
        self._utterance += 1
        return [final]

    def _hypothesis(self, text: str, words: list[dict[str, Any]], *, final: bool) -> Hypothesis:
        timed = tuple(
            Word(
                word["word"],
                self._clock.call_s(word["start"]),
                self._clock.call_s(word["end"]),
                word.get("conf", 1.0),
            )
            for word in words
        )
        end_s = self._clock.call_s(self._clock.fed_samples / RATE_HZ)
        return Hypothesis(
            channel=self._channel,
            utterance=self._utterance,
            text=text,
            words=timed,
            final=final,
            start_s=timed[0].start_s if timed else end_s,
            end_s=timed[-1].end_s if timed else end_s,
        )
