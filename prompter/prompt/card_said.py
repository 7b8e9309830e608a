"""Stage 4, prompt: has the user just said what the card says, in its words or nearly so?

In:      the text of a card; final hypotheses of ME.
Out:     yes or no.
Thread:  the session's; no I/O.
Errors:  none.
Source:  the words that carry meaning are compared, misheard ones too; SHARE was chosen so that
         every shipped card is known again with a third of its words misheard or left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from prompter.messages import Hypothesis
from prompter.phrases import normal_words

SHARE = 0.6
"""Share of the question's meaningful words that must have been said."""
LEAST_WORDS = 3
SHARE_OF_SHORT = 0.75
"""A question with fewer telling words than that must be said nearly whole."""
SAME_WORD = 80
"""fuzz.ratio from which a word is the same one, misheard or in another form."""
PAUSE_S = 2.0
"""A pause in the middle of a question is shorter than this."""
_SMALL_WORDS = """
a an and are as at be but by can could did do does for from had has have how i if in is it its
just me my no not of on or our so than that the their them then there they this to us was we were
what when where which who whom why will with would you your may might shall should please thank
"""
_SMALL = frozenset(normal_words(_SMALL_WORDS))


@dataclass(slots=True)
class CardSaid:
    """Compares what is said with cards; a question may straddle two utterances."""

    _before: tuple[str, ...] = ()
    _before_end_s: float = -1e9

    def is_said(self, say: str, me: Hypothesis) -> bool:
        """Whether these words, with those just before them, ask what the card asks."""
        question = normal_words(_question(say))
        telling = {word for word in question if word not in _SMALL}
        said = set(self._words(me))
        if len(telling) >= LEAST_WORDS:
            return _found(telling, said) >= max(LEAST_WORDS, SHARE * len(telling))
        whole = _found(set(question), said) >= SHARE_OF_SHORT * len(set(question))
        return whole and _found(telling, said) == len(telling)

    def remember(self, me: Hypothesis) -> None:
        """Keep these words for the utterance that follows."""
        self._before, self._before_end_s = normal_words(me.text), me.end_s

    def _words(self, me: Hypothesis) -> tuple[str, ...]:
        follows = me.start_s - self._before_end_s <= PAUSE_S
        return (*(self._before if follows else ()), *normal_words(me.text))


def _question(say: str) -> str:
    """The sentence that asks; the whole text where none does."""
    sentences = re.split(r"(?<=[.!?])\s+", say)
    return next((text for text in sentences if text.endswith("?")), say)


def _found(wanted: set[str], said: set[str]) -> int:
    return sum(any(fuzz.ratio(word, other) >= SAME_WORD for other in said) for word in wanted)
