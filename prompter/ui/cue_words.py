"""Which words of a caption made a cue hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prompter.messages import CueHit, Hypothesis, Word


@dataclass(frozen=True, slots=True)
class CaptionWord:
    """One word as it is shown. is_cue: it is part of what made a cue hit."""

    text: str
    is_cue: bool


def caption_words(hypothesis: Hypothesis, hits: Iterable[CueHit]) -> tuple[CaptionWord, ...]:
    """The words of a hypothesis as the recogniser wrote them, those of its hits marked.

    Hits of other utterances or of the other channel mark nothing.
    """
    shown = hypothesis.text.split()
    words = hypothesis.words
    if len(shown) != len(words):
        words = _words_without_times(shown)
    marked: set[int] = set()
    for hit in hits:
        if (hit.channel, hit.utterance) == (hypothesis.channel, hypothesis.utterance):
            marked.update(_words_of_hit(words, hit))
    return tuple(CaptionWord(text, place in marked) for place, text in enumerate(shown))


def _words_without_times(shown: Sequence[str]) -> tuple[Word, ...]:
    return tuple(Word(text, start_s=-1.0, end_s=-1.0) for text in shown)


def _words_of_hit(words: Sequence[Word], hit: CueHit) -> Iterable[int]:
    """By the hit's own words, the run nearest its time; failing that, by its times alone.

    A hit's text is normalised ("we have gone"), what is shown need not be ("we've gone").
    """
    wanted = [_plain(text) for text in hit.text.split()]
    said = [_plain(word.text) for word in words]
    starts = [
        start
        for start in range(len(said) - len(wanted) + 1)
        if wanted and said[start : start + len(wanted)] == wanted
    ]
    if starts:
        nearest = min(starts, key=lambda start: abs(words[start].start_s - hit.start_s))
        return range(nearest, nearest + len(wanted))
    return [
        place
        for place, word in enumerate(words)
        if hit.start_s <= (word.start_s + word.end_s) / 2 <= hit.end_s
    ]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
