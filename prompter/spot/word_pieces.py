"""Stage 3, spot: words to the numbers that a sentence model reads (WordPiece, lower case).

In:      words as `spoken_words` gives them.
Out:     piece numbers, and for each the word it came from.
Thread:  any; no state after it is built, no I/O.
Errors:  ValueError when built without start and end marks; a word without pieces is "unknown".
Source:  BERT's greedy longest match; the tests compare it with the training tokenizer.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

_MARKS = (("<s>", "</s>"), ("[CLS]", "[SEP]"))
"""Start and end marks of an utterance, as MPNet and BERT vocabularies write them."""
UNKNOWN = "[UNK]"
_LONGEST_WORD = 40
_PART = re.compile(r"\w+|[^\w\s]")


class WordPieces:
    """A vocabulary of pieces, in the order of their numbers."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        marks = [pair for pair in _MARKS if set(pair) <= self._numbers.keys()]
        if not marks:
            raise ValueError("a vocabulary without marks for the start and the end")
        self._start, self._end = (self._numbers[mark] for mark in marks[0])
        self._of_word = functools.lru_cache(maxsize=4096)(self._split)

    def read(self, words: Sequence[str], most: int) -> tuple[list[int], list[int]]:
        """Numbers with start and end marks, at most `most`; the word of each (-1: a mark)."""
        numbers, sources = [self._start], [-1]
        for source, word in enumerate(words):
            for number in self._of_word(word):
                numbers.append(number)
                sources.append(source)
        return [*numbers[: most - 1], self._end], [*sources[: most - 1], -1]

    def _split(self, word: str) -> tuple[int, ...]:
        bare = unicodedata.normalize("NFD", word.lower())
        bare = "".join(char for char in bare if unicodedata.category(char) != "Mn")
        return tuple(number for part in _PART.findall(bare) for number in self._pieces(part))

    def _pieces(self, part: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = ("##" if start else "") + part[start:end]
                if piece in self._numbers and len(part) <= _LONGEST_WORD:
                    numbers.append(self._numbers[piece])
                    start = end
                    break
            else:
                return [self._numbers[UNKNOWN]]
        return numbers
