"""Stage 4, prompt: how often the employer has said no; reasons that follow are the same no.

In:      hits of no-cues, and hits that are taken back.
Out:     the number of noes.
Thread:  the session's; no I/O.
Errors:  none.
Source:  SAME_NO_S: a refusal with its reasons rarely takes longer between one and the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from prompter.messages import CueHit, CueWithdrawn

SAME_NO_S = 8.0
"""Noes closer together than this are one refusal with several reasons."""

_Key = tuple[str, int]


@dataclass(slots=True)
class _Refusal:
    last_s: float
    hits: set[_Key]


@dataclass(slots=True)
class Refusals:
    """The noes of a call."""

    _all: list[_Refusal] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many noes have been said and stand."""
        return len(self._all)

    def start_with(self, noes: int) -> None:
        """So many were said in an earlier part of the call; they can't be taken back any more."""
        self._all = [_Refusal(-1e9, {("", number)}) for number in range(noes)]

    def add(self, noes: Iterable[CueHit], at_s: float, *, same: bool = False) -> bool:
        """Note the no-cues of one hypothesis; whether they are a new no.

        same: they are known to belong to the no before, such as reasons that were asked for.
        """
        hits = {(hit.cue, hit.utterance) for hit in noes}
        if self._all and (same or at_s - self._all[-1].last_s < SAME_NO_S):
            self._all[-1].last_s = at_s
            self._all[-1].hits |= hits
            return False
        self._all.append(_Refusal(at_s, hits))
        return True

    def take_back(self, gone: CueWithdrawn) -> None:
        """A hit was none; a no without any hit left is forgotten."""
        for refusal in self._all:
            refusal.hits.discard((gone.cue, gone.utterance))
        self._all = [refusal for refusal in self._all if refusal.hits]
