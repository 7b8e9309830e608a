"""Stage 2, recognize: the light engine, Vosk, in this process.

In:      AudioBlock of one channel.
Out:     Hypothesis with word times, estimated in partials; unchanged partials are left out.
Thread:  the session's; the interpreter's lock is free while Vosk decodes.
Errors:  ModelTrouble when the model can't be loaded.
Source:  blocks of at most 0.2 s, since longer ones delay the endpoint; no SetPartialWords,
         which makes partials come more than a second later (both measured).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from prompter.errors import ModelTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Hypothesis, Word
from prompter.recognize.no_downloader import without_downloader
from prompter.recognize.speaker import Voice
from prompter.recognize.stream_clock import StreamClock

with without_downloader():
    import vosk

MAX_FEED = int(0.2 * RATE_HZ)
PARTIAL_LAG_S = 0.35
"""A word shows in a partial this long after its end (median, measured)."""
WORD_S = 0.3
"""Length given to the first word of a partial."""
RENEW_S = 60.0
"""A recognizer is made anew in a silence after this much sound: one that is kept grows by 4 MB a
minute (measured; the part of the language graph that it has looked at)."""
SILENCE_S = 0.3
VOICE_FRAME_S = 0.01
"""Vosk counts the speech behind a voice's vector in such frames."""


@contextlib.contextmanager
def _in_plain_words(folder: Path, mend: str) -> Iterator[None]:
    """Vosk itself raises a bare Exception; what is more than that is a bug and goes on as it is."""
    try:
        yield
    except Exception as error:
        if type(error) is not Exception:
            raise
        raise ModelTrouble(f"{folder}: Vosk can't load this model; run: {mend}") from error


class VoskModel:
    """A loaded model, which recognisers share."""

    def __init__(self, folder: Path) -> None:
        """Loads the model (about half a second). Raises ModelTrouble."""
        vosk.SetLogLevel(-1)
        self.name = folder.name
        with _in_plain_words(folder, "prompter models verify, then prompter models install"):
            self.handle = vosk.Model(str(folder))


class VoskVoices:
    """Vosk's speaker model: whose voice a piece of sound has. It needs a speech model too."""

    def __init__(self, model: VoskModel, folder: Path) -> None:
        """folder: of the speaker model; loads it (about 0.1 s). Raises ModelTrouble."""
        vosk.SetLogLevel(-2)  # it warns of unused nodes in its own network
        try:
            with _in_plain_words(folder, "prompter models install vosk-spk"):
                speakers = vosk.SpkModel(str(folder))
        finally:
            vosk.SetLogLevel(-1)
        self._engine = vosk.KaldiRecognizer(model.handle, RATE_HZ)
        self._engine.SetSpkModel(speakers)

    def voice(self, samples: npt.NDArray[np.int16]) -> Voice | None:
        """The voice in a few seconds of sound; None when there is too little speech.

        Takes 0.1 to 0.3 s of computing for a second of sound.
        """
        self._engine.AcceptWaveform(samples.tobytes())
        result = json.loads(self._engine.FinalResult())
        if "spk" not in result:
            return None
        vector = np.asarray(result["spk"], np.float64)
        return Voice(vector, result["spk_frames"] * VOICE_FRAME_S)


class VoskRecognizer:
    """Vosk for one channel."""

    behind_s = 0.0

    def __init__(self, model: VoskModel, channel: Channel) -> None:
        self.name = f"Vosk, {model.name}"
        self.partials_wanted = True
        self._channel, self._model = channel, model
        self._clock = StreamClock()
        self._fed_samples = 0
        self._renew()
        self._utterance = 0
        self._last_partial = ""
        self._partial_words: list[Word] = []

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

    def _renew(self) -> None:
        self._engine = vosk.KaldiRecognizer(self._model.handle, RATE_HZ)
        self._engine.SetWords(True)
        self._began_s = self._fed_samples / RATE_HZ  # Vosk counts from its own first sample

    def _feed(self, samples: npt.NDArray[np.int16]) -> list[Hypothesis | Fault]:
        heard: list[Hypothesis | Fault] = []
        for start in range(0, len(samples), MAX_FEED):
            piece = samples[start : start + MAX_FEED]
            self._fed_samples += len(piece)
            if self._engine.AcceptWaveform(piece.tobytes()):
                result = json.loads(self._engine.Result())
                heard += self._final(result)
                self._renew_in_silence(result.get("result", []))
            elif self.partials_wanted:
                heard += self._partial(json.loads(self._engine.PartialResult()))
        return heard

    def _partial(self, result: dict[str, Any]) -> list[Hypothesis | Fault]:
        text = result.get("partial", "")
        if not text or text == self._last_partial:
            return []
        self._last_partial = text
        self._partial_words = self._estimated(text.split())
        return [self._hypothesis(text, tuple(self._partial_words), final=False)]

    def _estimated(self, texts: list[str]) -> list[Word]:
        """Words of a partial with times: known words keep theirs, new ones ended just now."""
        same = 0
        while same < min(len(texts), len(self._partial_words)) and (
            texts[same] == self._partial_words[same].text
        ):
            same += 1
        words = self._partial_words[:same]
        now_s = self._clock.call_s(self._clock.fed_samples / RATE_HZ) - PARTIAL_LAG_S
        new = len(texts) - same
        from_s = words[-1].end_s if words else now_s - WORD_S * new
        step_s = max(0.0, now_s - from_s) / max(1, new)
        for number, text in enumerate(texts[same:]):
            start_s = from_s + number * step_s
            words.append(Word(text, start_s, start_s + step_s))
        return words

    def _final(self, result: dict[str, Any]) -> list[Hypothesis | Fault]:
        text = result.get("text", "")
        if not text and not self._last_partial:
            return []
        self._last_partial, self._partial_words = "", []
        final = self._hypothesis(text, self._timed(result.get("result", [])), final=True)
        self._utterance += 1
        return [final]

    def _renew_in_silence(self, words: list[dict[str, Any]]) -> None:
        heard_s = self._fed_samples / RATE_HZ - self._began_s
        silent = not words or heard_s - words[-1]["end"] > SILENCE_S  # not cut in mid-speech
        if heard_s > RENEW_S and silent:
            self._renew()

    def _timed(self, words: list[dict[str, Any]]) -> tuple[Word, ...]:
        def call_s(engine_s: float) -> float:
            return self._clock.call_s(self._began_s + engine_s)

        return tuple(
            Word(word["word"], call_s(word["start"]), call_s(word["end"]), word.get("conf", 1.0))
            for word in words
        )

    def _hypothesis(self, text: str, words: tuple[Word, ...], *, final: bool) -> Hypothesis:
        now_s = self._clock.call_s(self._clock.fed_samples / RATE_HZ)
        return Hypothesis(
            channel=self._channel,
            utterance=self._utterance,
            text=text,
            words=words,
            final=final,
            start_s=words[0].start_s if words else now_s,
            end_s=words[-1].end_s if words else now_s,
        )
