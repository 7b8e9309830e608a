"""Stage 2, recognize: one microphone hears both sides; each utterance gets its channel by voice.

In:      AudioBlock of one microphone.
Out:     Hypothesis of THEM and ME, numbered for each; doubtful ones are THEM, and marked.
Thread:  the session's; a voice takes some tenths of a second, twice an utterance.
Errors:  those of the recogniser inside.
Source:  a voice shows after FIRST_S of speech. Until then partials go to who spoke last: to
         THEM at once, but after the user they wait. What went to the wrong one is taken back.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Hypothesis
from prompter.recognize.recognizer import Recognizer
from prompter.recognize.speaker import SpeakerJudge, Verdict, Voices

FIRST_S = 1.5
"""From here on the voice of an unfinished utterance is looked at, once."""
ENOUGH_S = 3.0
"""More of an utterance tells no more about the voice."""
EDGE_S = 0.1
"""Sound taken before and after an utterance, since its times are not exact."""
KEPT_S = 20.0


class SpeakerphoneRecognizer:
    """Wraps a recogniser of words. Its blocks may be of either channel."""

    def __init__(self, words: Recognizer, voices: Voices, judge: SpeakerJudge) -> None:
        self.name = f"{words.name}, both voices"
        self.verdict: Verdict | None = None
        """How the last final was judged."""
        self._words, self._voices, self._judge = words, voices, judge
        self._sound: deque[AudioBlock] = deque()
        self._next = dict.fromkeys(Channel, 0)
        self._open: Channel | None = None
        self._looked = False
        self._last = Channel.THEM

    @property
    def partials_wanted(self) -> bool:
        return self._words.partials_wanted

    @partials_wanted.setter
    def partials_wanted(self, wanted: bool) -> None:
        self._words.partials_wanted = wanted

    @property
    def behind_s(self) -> float:
        return self._words.behind_s

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        self._sound.append(block)
        while block.end_s - self._sound[0].end_s > KEPT_S:
            self._sound.popleft()
        return self._attributed(self._words.accept(block))

    def poll(self) -> list[Hypothesis | Fault]:
        return self._attributed(self._words.poll())

    def finish(self) -> list[Hypothesis | Fault]:
        return self._attributed(self._words.finish())

    def close(self) -> None:
        self._words.close()

    def _attributed(self, news: list[Hypothesis | Fault]) -> list[Hypothesis | Fault]:
        given: list[Hypothesis | Fault] = []
        for item in news:
            if isinstance(item, Fault):
                given.append(replace(item, channel=None))
            else:
                given += self._final(item) if item.final else self._partial(item)
        return given

    def _partial(self, partial: Hypothesis) -> list[Hypothesis]:
        channel = self._open
        if not self._looked and partial.end_s - partial.start_s >= FIRST_S:
            self._looked = True
            channel = self._judged(partial, learn=False).channel
        elif channel is None and self._last is Channel.THEM:
            channel = Channel.THEM
        if channel is None:
            return []
        taken_back = self._taken_back(partial, channel)
        self._open = channel
        return [*taken_back, self._as(partial, channel)]

    def _final(self, final: Hypothesis) -> list[Hypothesis]:
        self._looked = False
        if not final.words:
            shown, self._open = self._open, None
            return [] if shown is None else [self._ended(final, shown)]
        self.verdict = self._judged(final, learn=True)
        channel = self._last = self.verdict.channel
        taken_back = self._taken_back(final, channel)
        self._open = None
        marked = replace(final, doubtful=self.verdict.doubtful)
        return [*taken_back, self._ended(marked, channel)]

    def _taken_back(self, hypothesis: Hypothesis, channel: Channel) -> list[Hypothesis]:
        """The wordless final that ends what was shown on the other channel, if anything was."""
        if self._open in (None, channel):
            return []
        return [self._ended(replace(hypothesis, text="", words=(), final=True), self._open)]

    def _judged(self, hypothesis: Hypothesis, *, learn: bool) -> Verdict:
        voice = self._voices.voice(self._samples(hypothesis.start_s, hypothesis.end_s))
        vector, speech_s = (voice.vector, voice.speech_s) if voice else (None, 0.0)
        return self._judge.judge(vector, speech_s, learn=learn)

    def _samples(self, start_s: float, end_s: float) -> npt.NDArray[np.int16]:
        """The sound of an utterance, its first ENOUGH_S at most."""
        from_s, to_s = start_s - EDGE_S, min(end_s, start_s + ENOUGH_S) + EDGE_S
        pieces = [np.zeros(0, np.int16)]
        for block in self._sound:
            first = max(0, round((from_s - block.start_s) * RATE_HZ))
            last = max(0, round((to_s - block.start_s) * RATE_HZ))
            pieces.append(block.samples[first:last])
        return np.concatenate(pieces)

    def _as(self, hypothesis: Hypothesis, channel: Channel) -> Hypothesis:
        return replace(hypothesis, channel=channel, utterance=self._next[channel])

    def _ended(self, final: Hypothesis, channel: Channel) -> Hypothesis:
        """The final as that channel's, whose next utterance has another number."""
        given = self._as(final, channel)
        self._next[channel] += 1
        return given
