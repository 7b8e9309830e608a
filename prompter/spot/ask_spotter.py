"""Stage 3, spot: hear in the user's own words which goals they ask for.

In:      final hypotheses of ME.
Out:     the goals' names, each once a hypothesis.
Thread:  the session's; no I/O.
Errors:  PhraseError while building, for a phrase that breaks the syntax.
Source:  phrases only, so that each tick can be explained; a question may straddle a pause.
"""

from __future__ import annotations

from collections.abc import Mapping

from prompter.messages import Channel, Hypothesis, Word
from prompter.phrases import normalize
from prompter.spot.phrase_spotter import Phrases, PhraseSpotter

CARRIED_WORDS = 8
"""Words of the utterance before that are looked at together with the new one."""
CARRIED_GAP_S = 2.0
"""A longer silence than this between two utterances separates their meaning."""


class AskSpotter:
    """Finds the goals' phrases in what the user says."""

    def __init__(self, goals: Mapping[str, Phrases]) -> None:
        self._spotter = PhraseSpotter(goals, turned=False)  # "could I ask if ..." asks
        self._before: tuple[Word, ...] = ()

    def hear(self, me: Hypothesis) -> list[str]:
        """The goals asked for in this final hypothesis."""
        if me.channel is not Channel.ME or not me.final:
            return []
        follows = self._before and me.start_s - self._before[-1].end_s <= CARRIED_GAP_S
        before = self._before if follows else ()
        self._before = me.words[-CARRIED_WORDS:]
        tokens = normalize([word.text for word in (*before, *me.words)])
        return [
            match.label
            for match in self._spotter.spot(tokens)
            if tokens[match.last].word >= len(before)
        ]
