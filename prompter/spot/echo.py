"""Stage 3, spot: tells the user's own words, quoted back by the employer, from a cue.

In:      the user's hypotheses; then the words of a cue, and the utterance they stand in.
Out:     True when the employer only asks about what the user has just said.
Thread:  the session's; no I/O.
Errors:  none.
Source:  an employer who confirms ("yes, it's filled") repeats words too; so only a quotation
         ("you said ...?") or a question counts as an echo.
"""

from __future__ import annotations

import re
from collections import deque

from prompter.messages import Hypothesis
from prompter.phrases import normal_words

REMEMBERED_S = 20.0
SHARED = 0.7
"""Share of a cue's words that the user must have said shortly before."""
SPEAKS_WORDS = 3
"""From so many words on the user has taken the turn; "uh huh, right" is none."""
_QUOTES = re.compile(
    r"\b(you|you've|you'd) (just )?(said|say|saying|mentioned|mean|told|asked|think|thought)\b"
    r"|\bdid you say\b|\?\s*$",
    re.IGNORECASE,
)


class EchoMemory:
    """The user's words of the last REMEMBERED_S seconds."""

    def __init__(self) -> None:
        self._said: deque[tuple[float, int, frozenset[str]]] = deque()

    def listen(self, hypothesis: Hypothesis) -> bool:
        """Take words of the user; True when they have taken the turn."""
        words = normal_words(hypothesis.text)
        if self._said and self._said[-1][1] == hypothesis.utterance:
            self._said.pop()
        self._said.append((hypothesis.end_s, hypothesis.utterance, frozenset(words)))
        while self._said[0][0] < hypothesis.end_s - REMEMBERED_S:
            self._said.popleft()
        return len(words) >= SPEAKS_WORDS

    def repeats(self, cue_text: str, hypothesis: Hypothesis) -> bool:
        """Whether a cue's words are the user's own, quoted or asked about."""
        words = normal_words(cue_text)
        if len(words) < SPEAKS_WORDS or not _QUOTES.search(hypothesis.text):
            return False
        recent = [said for at_s, _, said in self._said if at_s > hypothesis.start_s - REMEMBERED_S]
        mine = frozenset().union(*recent)
        return sum(word in mine for word in words) >= SHARED * len(words)
