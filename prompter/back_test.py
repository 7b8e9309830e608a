"""What a changed playbook would have heard in kept calls and example lines.

In:      the playbook now and the changed one; employer lines, some of them labelled.
Out:     Effect: cues that would be heard anew or no longer, and how that agrees with labels.
Thread:  any; less than 1 ms a line for a changed phrase. The learned spotter, some milliseconds,
         reads only lines that phrases differ in, or all when a cue is new, gone, on or off.
Errors:  none of its own.
Source:  a change is judged by what it does to real talk, before it can cost a real call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from prompter.messages import Channel, CueHit
from prompter.prompt.effect import Change, Effect, TestLine
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter, FusedSpotter, Phrases
from prompter.spot.fusion import Learned
from prompter.spot.learned import Bounds, Reading
from prompter.spot.spoken import SpokenWord


def back_test(
    now: FusedSpotter,
    changed: FusedSpotter,
    lines: Iterable[TestLine],
    goes_on: Callable[[int], bool] = lambda _done: True,
    may_differ: Callable[[str], bool] = lambda _text: True,
) -> Effect | None:
    """Hear every line with both. goes_on: told how many lines are done; False cancels (None).

    may_differ: False for a text that both hear alike, which is then not heard at all.
    """
    result = Effect()
    for line in lines:
        if not goes_on(result.lines):
            return None
        result.lines += 1
        if not may_differ(line.text):
            continue
        before, after = _cues(now, line.text), _cues(changed, line.text)
        for cue in sorted(after - before):
            result.gained.append(_change(line, cue, after, wanted=True))
        for cue in sorted(before - after):
            result.lost.append(_change(line, cue, after, wanted=False))
    return result


def differ_by_phrases(
    now: Mapping[str, Phrases],
    changed: Mapping[str, Phrases],
    learned: Learned | None,
    shipped: Mapping[str, Phrases],
) -> Callable[[str], bool]:
    """Says whether two playbooks, given by their phrases, may hear other cues in a text.

    Cues are judged one by one, so only those whose phrases differ are looked at. A cue that
    just one of them has may be heard without any phrase: then every text may differ.
    """
    if now.keys() != changed.keys():
        return lambda _text: True
    touched = [cue for cue in now if now[cue] != changed[cue]]
    one, other = (
        FusedSpotter({cue: phrases[cue] for cue in touched}, learned, shipped)
        for phrases in (now, changed)
    )

    def may_differ(text: str) -> bool:
        words = text.split()
        return one.by_phrases(words) != other.by_phrases(words)

    return may_differ


class ReadOnce:
    """A learned spotter that remembers its last readings, for two spotters that share it."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._last: dict[tuple[str, ...], list[Reading]] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        return self._learned.labels

    @property
    def bounds(self) -> Mapping[str, Bounds]:
        return self._learned.bounds

    def read(self, words: Sequence[SpokenWord]) -> list[Reading]:
        key = tuple(word.text for word in words)
        if key not in self._last:
            if len(self._last) > _REMEMBERED:
                self._last.clear()
            self._last[key] = self._learned.read(words)
        return self._last[key]


_REMEMBERED = 64
"""Readings of a line and its neighbours; a whole archive's would take too much memory."""


def _cues(spotter: FusedSpotter, text: str) -> frozenset[str]:
    """What is heard in one final utterance."""
    cues = CueSpotter(spotter)
    finals = [part for part in TypedWords(Channel.THEM).type(text) if part.final]
    return frozenset(
        hit.cue for final in finals for hit in cues.hear(final) if isinstance(hit, CueHit)
    )


def _change(line: TestLine, cue: str, after: frozenset[str], *, wanted: bool) -> Change:
    right = None if line.labels is None else (cue in line.labels) is wanted
    return Change(line, cue, right, tuple(sorted(after - {cue})))
