"""Stage 3, spot: from evidence to cue hits, one per cue and utterance.

In:      Hypothesis, partial or final, in order; THEM makes hits, ME only gives context.
Out:     CueHit as soon as a partial is sure; CueWithdrawn when the final takes it back.
Thread:  the session's; no I/O.
Errors:  none.
Source:  recognisers end an utterance at short pauses, so a cue may straddle two of them:
         the last words of the utterance before are read too when it ended just now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from prompter.messages import Channel, CueHit, CueWithdrawn, Hypothesis, Word
from prompter.spot.echo import EchoMemory
from prompter.spot.fusion import Evidence, Trust

CARRIED_WORDS = 6
"""Words of the utterance before that are read together with the new one."""
CARRIED_GAP_S = 1.5
"""A longer silence than this between two utterances separates their meaning."""
MAX_WORDS_PARTIAL = 40
"""Of a partial only the newest words are read; older ones were in partials before."""
STABLE_UPDATES = 2
"""So many updates one after another must be sure of a cue that no phrase supports."""


class Spotter(Protocol):
    """Anything that finds evidence for cues in the words of one utterance."""

    def spot(self, words: Sequence[str]) -> list[Evidence]: ...


@dataclass(slots=True)
class _Heard:
    """What is known of the utterance that is being heard, and of the one before it."""

    utterance: int = -1
    hits: dict[str, CueHit] = field(default_factory=dict)
    streaks: dict[str, int] = field(default_factory=dict)
    last_text: str = ""
    carried: tuple[Word, ...] = ()
    hit_until_s: float = -1.0


class CueSpotter:
    """Turns hypotheses into cue hits; keeps what it needs of the utterance before."""

    def __init__(self, spotter: Spotter, channel: Channel = Channel.THEM) -> None:
        self._spotter = spotter
        self._channel = channel
        self._heard = _Heard()
        self._echo = EchoMemory()

    def hear(self, hypothesis: Hypothesis) -> list[CueHit | CueWithdrawn]:
        """What this hypothesis adds or takes back, in the order in which the cues ended."""
        heard = self._heard
        if hypothesis.channel is not self._channel:
            if self._echo.listen(hypothesis):
                heard.carried = ()
            return []
        if hypothesis.utterance != heard.utterance:
            heard.utterance, heard.last_text = hypothesis.utterance, ""
            heard.hits, heard.streaks = {}, {}
        if hypothesis.text == heard.last_text and not hypothesis.final:
            return []
        heard.last_text = hypothesis.text
        evidence = self._evidence(hypothesis)
        changes: list[CueHit | CueWithdrawn] = list(self._new_hits(evidence, hypothesis))
        if hypothesis.final:
            changes += self._withdrawn(evidence, hypothesis)
            self._carry(hypothesis)
        return changes

    def _evidence(self, hypothesis: Hypothesis) -> list[Evidence]:
        """Evidence in the utterance, by word of the hypothesis; negative: a word before it."""
        words = hypothesis.words
        skipped = 0 if hypothesis.final else max(0, len(words) - MAX_WORDS_PARTIAL)
        texts = [word.text for word in words[skipped:]]
        alone = {e.label: _moved(e, skipped) for e in self._spotter.spot(texts)}
        carried = self._heard.carried
        follows = carried and hypothesis.start_s - carried[-1].end_s <= CARRIED_GAP_S
        if follows and not skipped:
            before = [word.text for word in carried]
            whole = {
                e.label: _moved(e, -len(before)) for e in self._spotter.spot([*before, *texts])
            }
            alone = {
                label: e for label, e in alone.items() if label in whole or e.trust is Trust.AT_ONCE
            }
            for label, e in whole.items():
                if label not in alone and e.trust >= Trust.STABLE and e.last >= 0:
                    alone[label] = e
        return sorted(alone.values(), key=lambda e: (e.last, -e.score))

    def _new_hits(self, evidence: Sequence[Evidence], hypothesis: Hypothesis) -> list[CueHit]:
        heard, new = self._heard, []
        streaks: dict[str, int] = {}
        for found in evidence:
            if found.label in heard.hits:
                continue
            if found.trust >= Trust.STABLE:
                streaks[found.label] = heard.streaks.get(found.label, 0) + 1
            if (
                found.trust >= Trust.CERTAIN
                or streaks.get(found.label, 0) >= STABLE_UPDATES
                or (hypothesis.final and found.trust >= Trust.FINAL)
            ):
                hit = self._hit(found, hypothesis)
                if not self._echo.repeats(hit.text, hypothesis):
                    heard.hits[hit.cue] = hit
                    new.append(hit)
        heard.streaks = streaks
        return new

    def _withdrawn(
        self, evidence: Sequence[Evidence], hypothesis: Hypothesis
    ) -> list[CueWithdrawn]:
        """Hits of partials that the final doesn't bear out."""
        kept = {found.label for found in evidence}
        gone = [hit for cue, hit in self._heard.hits.items() if cue not in kept]
        for hit in gone:
            del self._heard.hits[hit.cue]
        return [CueWithdrawn(hit.cue, hit.utterance, hypothesis.end_s) for hit in gone]

    def _carry(self, hypothesis: Hypothesis) -> None:
        """Keep the last words, but none that made a hit."""
        heard = self._heard
        until_s = max((hit.end_s for hit in heard.hits.values()), default=-1.0)
        words = heard.carried + hypothesis.words
        after = [word for word in words if word.end_s > until_s]
        heard.carried = tuple(after[-CARRIED_WORDS:])

    def _hit(self, found: Evidence, hypothesis: Hypothesis) -> CueHit:
        carried = self._heard.carried
        words = (*carried, *hypothesis.words)
        matched = words[found.first + len(carried) : found.last + len(carried) + 1]
        return CueHit(
            cue=found.label,
            channel=hypothesis.channel,
            utterance=hypothesis.utterance,
            text=" ".join(word.text for word in matched),
            start_s=matched[0].start_s,
            end_s=matched[-1].end_s,
            score=round(found.score, 3),
            by=found.by,
            final=hypothesis.final,
        )


def _moved(found: Evidence, by: int) -> Evidence:
    return replace(found, first=found.first + by, last=found.last + by)
