"""Stage 2, recognize: one microphone hears both sides; each utterance gets its channel by voice.

In:      AudioBlock of one microphone.
Out:     Hypothesis of THEM and ME, numbered for each; doubtful ones are THEM, and marked.
Thread:  the session's.
Errors:  those of the recogniser inside.
Source:  a voice is known only at an utterance's end, so partials go to who spoke last: to THEM
         unless that was clearly ME. A partial that went to the wrong one is taken back.
"""

from __future__ import annotations

from dataclasses import replace

from prompter.messages import AudioBlock, Channel, Fault, Hypothesis
from prompter.recognize.speaker import SpeakerJudge, Verdict, VoiceRecognizer


class SpeakerphoneRecognizer:
    """Wraps a recogniser that tells voices. Its blocks may be of either channel."""

    def __init__(self, inner: VoiceRecognizer, judge: SpeakerJudge) -> None:
        self.name = f"{inner.name}, both voices"
        self.verdict: Verdict | None = None
        """How the last final was judged."""
        self._inner, self._judge = inner, judge
        self._next = dict.fromkeys(Channel, 0)
        self._open: Channel | None = None
        self._last = Channel.THEM

    @property
    def partials_wanted(self) -> bool:
        return self._inner.partials_wanted

    @partials_wanted.setter
    def partials_wanted(self, wanted: bool) -> None:
        self._inner.partials_wanted = wanted

    @property
    def behind_s(self) -> float:
        return self._inner.behind_s

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        return self._attributed(self._inner.accept(block))

    def poll(self) -> list[Hypothesis | Fault]:
        return self._attributed(self._inner.poll())

    def finish(self) -> list[Hypothesis | Fault]:
        return self._attributed(self._inner.finish())

    def close(self) -> None:
        self._inner.close()

    def _attributed(self, news: list[Hypothesis | Fault]) -> list[Hypothesis | Fault]:
        given: list[Hypothesis | Fault] = []
        for item in news:
            if isinstance(item, Fault):
                given.append(replace(item, channel=None))
            elif item.final:
                given += self._final(item)
            else:
                self._open = self._open or self._last
                given.append(self._as(item, self._open))
        return given

    def _final(self, final: Hypothesis) -> list[Hypothesis]:
        voice = self._inner.voice_of(final.utterance)
        shown, self._open = self._open, None
        if not final.words:
            return [] if shown is None else [self._ended(final, shown)]
        vector, speech_s = (voice.vector, voice.speech_s) if voice else (None, 0.0)
        self.verdict = self._judge.judge(vector, speech_s)
        channel = self._last = self.verdict.channel
        taken_back = []
        if shown not in (None, channel):
            taken_back = [self._ended(replace(final, text="", words=()), shown)]
        marked = replace(final, doubtful=self.verdict.doubtful)
        return [*taken_back, self._ended(marked, channel)]

    def _as(self, hypothesis: Hypothesis, channel: Channel) -> Hypothesis:
        return replace(hypothesis, channel=channel, utterance=self._next[channel])

    def _ended(self, final: Hypothesis, channel: Channel) -> Hypothesis:
        """The final as that channel's, whose next utterance has another number."""
        given = self._as(final, channel)
        self._next[channel] += 1
        return given
