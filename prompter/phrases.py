"""Words and phrases as every stage compares them: normalised words, and the phrase syntax.

In:      text as a recogniser or a person wrote it; phrases as a playbook writes them.
Out:     lower-case word tuples, contractions written out, fillers gone, numbers as words.
Thread:  any; pure functions.
Errors:  PhraseError (a ValueError) for a phrase that breaks the syntax.
Source:  fillers after Switchboard's most frequent ones (uh, um, you know, I mean).

Phrase syntax: `(a|b c)` is a choice, `[very]` or `[a|b]` may be left out, `...` stands for up to
GAP_WORDS further words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from num2words import num2words

GAP_WORDS = 3
"""How many words a `...` may stand for; longer gaps joined unrelated clauses in trials."""
MAX_VARIANTS = 1000
"""A phrase that expands to more than this many wordings is refused as a slip of the pen."""

_FILLERS = frozenset({"um", "uh", "er", "erm", "ah", "eh", "hmm", "hm", "mm", "mhm", "uhm"})
_FILLER_PAIRS = frozenset({("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of")})
_SAID_TWICE = frozenset({"bye", "no", "yes", "knock"})
"""Words that people mean to say twice."""
_IRREGULAR = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not",
    "ain't": "is not", "let's": "let us", "gonna": "going to", "wanna": "want to",
    "gotta": "got to", "okay": "ok", "yeah": "yes", "yep": "yes", "cv": "resume",
    "résumé": "resume", "licence": "license",
}  # fmt: skip
_ENDINGS = (
    ("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"),
    ("'d", " would"),
)  # fmt: skip
_IS = frozenset({"it", "that", "there", "here", "he", "she", "what", "who", "where", "how"})
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_GAP = "..."
_TOO_SHORT = "a phrase needs at least two words; single words match too much"
_DIGITS = re.compile(r"\d+")


class PhraseError(ValueError):
    """A phrase breaks the syntax; the message says how, without naming a file."""


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised word. word: the index of the word it came from in the source text."""

    text: str
    word: int


def normalize(words: list[str] | tuple[str, ...]) -> tuple[Token, ...]:
    """Normalised tokens of a list of words; one word may give several tokens or none."""
    tokens: list[Token] = []
    for index, word in enumerate(words):
        tokens.extend(Token(part, index) for part in _parts(word))
    return tuple(_without_fillers(tokens))


def without_repeats(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The last of words said twice in a row, and of pairs: "we, we have, we have filled it"."""
    texts = [token.text for token in tokens]
    kept = []
    for at, token in enumerate(tokens):
        one = texts[at : at + 1] == texts[at + 1 : at + 2]
        pair = len(texts) > at + 3 and texts[at : at + 2] == texts[at + 2 : at + 4]
        second = 0 < at < len(texts) - 2 and texts[at - 1 : at + 1] == texts[at + 1 : at + 3]
        if not ((one and token.text not in _SAID_TWICE) or pair or second):
            kept.append(token)
    return tuple(kept)


def normal_words(text: str) -> tuple[str, ...]:
    """Normalised words of a text."""
    return tuple(token.text for token in normalize(text.split()))


def _parts(word: str) -> list[str]:
    plain = word.lower().replace("\u2019", "'").replace("-", " ")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    return [part for piece in _TOKEN.findall(plain) for part in _spelt(piece).split()]


def _spelt(piece: str) -> str:
    if piece in _IRREGULAR:
        return _IRREGULAR[piece]
    for ending, full in _ENDINGS:
        if piece.endswith(ending) and len(piece) > len(ending):
            return piece[: -len(ending)] + full
    if piece.endswith("'s"):
        stem = piece[:-2]
        return f"{stem} is" if stem in _IS else stem
    if _DIGITS.fullmatch(piece) and len(piece) <= 12:
        return str(num2words(int(piece))).replace("-", " ").replace(",", "")
    return piece.replace("'", "")


def _without_fillers(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    skip = False
    for token, after in itertools.zip_longest(tokens, tokens[1:]):
        if skip:
            skip = False
        elif after is not None and (token.text, after.text) in _FILLER_PAIRS:
            skip = True
        elif token.text not in _FILLERS:
            kept.append(token)
    return kept


Variant = tuple[tuple[str, ...], ...]
"""One wording of a phrase: runs of words, with a gap between each run and the next."""


@lru_cache(maxsize=4096)  # reading a playbook checks each phrase, the spotter needs it again
def variants(phrase: str) -> tuple[Variant, ...]:
    """All wordings of a phrase, normalised, without repeats.

    Raises PhraseError when the phrase is empty, unbalanced, too short or expands too far.
    """
    if not phrase.strip():
        raise PhraseError("the phrase is empty")
    choices = [_choices(piece) for piece in _pieces(phrase)]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > MAX_VARIANTS:
        raise PhraseError(f"the phrase has {total} wordings, at most {MAX_VARIANTS} are allowed")
    written = [[_written(option) for option in choice] for choice in choices]
    wordings = map(_joined, itertools.product(*written))
    if _GAP in phrase:
        found = dict.fromkeys(map(_runs, wordings))
    else:
        found = dict.fromkeys((words,) for words in wordings)
    for runs in found:
        if not all(runs):
            if len(runs) > 1:
                raise PhraseError('"..." needs words before and after it')
            raise PhraseError(_TOO_SHORT)
        if len(runs) == 1 and len(runs[0]) < 2:
            raise PhraseError(_TOO_SHORT)
    return tuple(found)


def _joined(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(itertools.chain.from_iterable(parts))


@lru_cache(maxsize=16384)
def _written(option: str) -> tuple[str, ...]:
    """The normal words of an option, with each gap as a word of its own."""
    parts = [normal_words(part) for part in option.split(_GAP)]
    return tuple(itertools.chain(parts[0], *((_GAP, *part) for part in parts[1:])))


def _runs(words: Iterable[str]) -> Variant:
    runs: list[list[str]] = [[]]
    for word in words:
        if word == _GAP:
            runs.append([])
        else:
            runs[-1].append(word)
    return tuple(map(tuple, runs))


def _pieces(phrase: str) -> list[str]:
    pieces = re.findall(r"\([^()\[\]]*\)|\[[^()\[\]]*\]|[^()\[\]|]+", phrase)
    if "".join(pieces) != phrase:
        raise PhraseError("brackets or | out of place; write (this|that) or [maybe]")
    return pieces


def _choices(piece: str) -> list[str]:
    if piece.startswith("("):
        options = [option.strip() for option in piece[1:-1].split("|")]
        if not all(options):
            raise PhraseError(f"an empty choice in {piece}; use [ ] for words that may be left out")
        return options
    if piece.startswith("["):
        return ["", *(option.strip() for option in piece[1:-1].split("|"))]
    return [piece]
