"""Stage 4, prompt: a nudge when the user goes on talking after a no.

In:      Hypothesis of both channels, the cue hits in them.
Out:     Nudge, and one more with over=True when the user pauses.
Thread:  the session's; no I/O, no clock of its own.
Errors:  none.
Source:  after an objection the caller who pauses and asks does better than the one who
         explains; LONG_S is about fifty words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from prompter.messages import Channel, CueHit, Hypothesis, Nudge

LONG_S = 20.0
"""From here on the user's talk is a monologue."""
BREATH_S = 2.0
"""A shorter pause doesn't end a stretch of talk."""
TEXT = "Pause. Let them speak."


@dataclass(slots=True)
class TalkNudge:
    """Who has talked how long, and whether the user should stop.

    no_cues: the cues that are a no. wanted: False to measure only.
    """

    no_cues: Collection[str]
    wanted: bool = True
    _talk_s: dict[Channel, float] = field(default_factory=lambda: dict.fromkeys(Channel, 0.0))
    _utterance: dict[Channel, tuple[int, float]] = field(default_factory=dict)
    _after_no: bool = False
    _stretch_start_s: float = 0.0
    _stretch_end_s: float = -1e9
    _nudging: bool = False
    _nudged: bool = False

    @property
    def me_share(self) -> float:
        """The user's share of all talk so far, 0 to 1; 0 when nobody has spoken."""
        total_s = sum(self._talk_s.values())
        return self._talk_s[Channel.ME] / total_s if total_s else 0.0

    def hear(self, hypothesis: Hypothesis, hits: list[CueHit]) -> list[Nudge]:
        """The nudge, or its end, that this hypothesis calls for."""
        if not hypothesis.text.strip():
            return []
        self._measure(hypothesis)
        if hypothesis.channel is Channel.THEM:
            self._after_no = self._after_no or any(hit.cue in self.no_cues for hit in hits)
            self._stretch_end_s, self._nudged = -1e9, False
            return self._over(hypothesis.end_s)
        if hypothesis.start_s - self._stretch_end_s > BREATH_S:
            self._stretch_start_s = hypothesis.start_s
        self._stretch_end_s = max(self._stretch_end_s, hypothesis.end_s)
        if hypothesis.final:
            return self._over(hypothesis.end_s)
        long = self._stretch_end_s - self._stretch_start_s >= LONG_S
        if not (self.wanted and self._after_no and long) or self._nudged:
            return []
        self._nudging = self._nudged = True
        return [Nudge(TEXT, hypothesis.end_s, self.me_share)]

    def _over(self, at_s: float) -> list[Nudge]:
        if not self._nudging:
            return []
        self._nudging = False
        return [Nudge(TEXT, at_s, self.me_share, over=True)]

    def _measure(self, hypothesis: Hypothesis) -> None:
        """Add to the speaker's time what this hypothesis adds to its utterance."""
        number, counted_s = self._utterance.get(hypothesis.channel, (-1, 0.0))
        if number != hypothesis.utterance:
            counted_s = 0.0
        length_s = hypothesis.end_s - hypothesis.start_s
        self._talk_s[hypothesis.channel] += length_s - counted_s
        self._utterance[hypothesis.channel] = (hypothesis.utterance, length_s)
