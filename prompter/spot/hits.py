"""Stage 3, spot: from the matches of spotters to cue hits, one per cue and utterance.

In:      Hypothesis, partial or final, in order.
Out:     CueHit, each cue once per utterance, as soon as a partial shows it.
Thread:  the session's; no I/O.
Errors:  none.
Source:  recognisers end an utterance at short pauses, so a cue may straddle two of them:
         the last words of the utterance before are looked at too when it ended just now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from prompter.messages import Channel, CueHit, Hypothesis, Word
from prompter.phrases import Token, normalize
from prompter.spot.phrase_spotter import Match

CARRIED_WORDS = 6
"""Words of the utterance before that are looked at together with the new one."""
CARRIED_GAP_S = 1.5
"""A longer silence than this between two utterances separates their meaning."""
MAX_TOKENS_FINAL = 60
MAX_TOKENS_PARTIAL = 18
"""Of a partial only the newest words are looked at; older ones were in partials before."""


class Spotter(Protocol):
    """Anything that finds labels in the tokens of one utterance."""

    def spot(self, tokens: Sequence[Token]) -> list[Match]: ...


@dataclass(slots=True)
class _Side:
    """What is known of the utterances before: no word that made a hit is carried over."""

    utterance: int = -1
    heard: frozenset[str] = frozenset()
    carried: tuple[Word, ...] = ()
    last_text: str = ""
    hit_until_s: float = -1.0


class CueSpotter:
    """Turns hypotheses into cue hits; keeps what it needs of the utterance before."""

    def __init__(self, spotter: Spotter, channel: Channel = Channel.THEM) -> None:
        self._spotter = spotter
        self._channel = channel
        self._side = _Side()

    def hear(self, hypothesis: Hypothesis) -> list[CueHit]:
        """Cue hits that this hypothesis adds, in the order in which the cues ended."""
        side = self._side
        if hypothesis.channel is not self._channel:
            return []
        if hypothesis.utterance != side.utterance:
            side.utterance, side.heard, side.last_text = hypothesis.utterance, frozenset(), ""
        if hypothesis.text == side.last_text and not hypothesis.final:
            return []
        side.last_text = hypothesis.text
        carried = side.carried if self._follows(hypothesis) else ()
        words = carried + hypothesis.words
        newest = MAX_TOKENS_FINAL if hypothesis.final else MAX_TOKENS_PARTIAL
        tokens = normalize([word.text for word in words])[-newest:]
        hits = [
            _hit(match, tokens, words, hypothesis)
            for match in self._spotter.spot(tokens)
            if match.label not in side.heard and tokens[match.last].word >= len(carried)
        ]
        side.heard |= {hit.cue for hit in hits}
        side.hit_until_s = max([side.hit_until_s, *(hit.end_s for hit in hits)])
        if hypothesis.final:
            after = [word for word in words if word.end_s > side.hit_until_s]
            side.carried = tuple(after[-CARRIED_WORDS:])
        return hits

    def _follows(self, hypothesis: Hypothesis) -> bool:
        carried = self._side.carried
        return bool(carried) and hypothesis.start_s - carried[-1].end_s <= CARRIED_GAP_S


def _hit(
    match: Match, tokens: Sequence[Token], words: Sequence[Word], hypothesis: Hypothesis
) -> CueHit:
    matched = words[tokens[match.first].word : tokens[match.last].word + 1]
    return CueHit(
        cue=match.label,
        channel=hypothesis.channel,
        utterance=hypothesis.utterance,
        text=" ".join(word.text for word in matched),
        start_s=matched[0].start_s,
        end_s=matched[-1].end_s,
        score=round(match.score, 3),
        by=f"phrase: {match.by}",
        final=hypothesis.final,
    )
