"""Stage 3, spot: words as the learned spotter reads them, however a recogniser wrote them.

In:      the words of an utterance, from any recogniser or from a person who types.
Out:     SpokenWord: plain lower-case words, each with the number of the word it came from.
Thread:  any; pure functions.
Errors:  none.
Source:  fillers after Switchboard's most frequent ones; a repeated word or pair of words is
         how people repair what they say ("we, we've already").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from num2words import num2words

FILLERS = frozenset({"um", "uh", "er", "erm", "ah", "eh", "hmm", "hm", "mm", "mhm", "uhm", "em"})
_PIECE = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_END = re.compile(r"[,.?!]+$")
_SPELT = {"okay": "ok", "cv": "resume", "résumé": "resume", "licence": "license"}
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word, with at most one mark after it. word: its number in the source."""

    text: str
    word: int


def spoken_words(words: Sequence[str]) -> list[SpokenWord]:
    """Lower case, numbers as words, without fillers and repeats; , . ? ! are kept."""
    spoken: list[SpokenWord] = []
    for number, word in enumerate(words):
        plain = word.lower().replace("’", "'").replace("$", "").strip("'\"")
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
        pieces = [part for piece in _PIECE.findall(plain) for part in _spelt(piece).split()]
        mark = _END.search(plain)
        if len(pieces) == 1 and pieces[0] in FILLERS:
            continue
        for piece in pieces:
            spoken.append(SpokenWord(piece, number))
        if pieces and mark:
            spoken[-1] = SpokenWord(pieces[-1] + mark.group()[-1], number)
    return _without_repeats(spoken)


def _spelt(piece: str) -> str:
    if piece.isdigit() and len(piece) <= _LONGEST_NUMBER:
        return str(num2words(int(piece))).replace("-", " ").replace(",", "")
    return _SPELT.get(piece, piece)


def _without_repeats(spoken: list[SpokenWord]) -> list[SpokenWord]:
    """The last of words said twice in a row, and of pairs said twice in a row."""
    bare = [word.text.rstrip(",.?!") for word in spoken]
    kept = []
    for at, word in enumerate(spoken):
        one = bare[at] == bare[at + 1] if at + 1 < len(bare) else False
        two = len(bare) > at + 3 and bare[at : at + 2] == bare[at + 2 : at + 4]
        earlier = len(bare) > at + 2 and at > 0 and bare[at - 1 : at + 1] == bare[at + 1 : at + 3]
        if not (one or two or earlier):
            kept.append(word)
    return kept
