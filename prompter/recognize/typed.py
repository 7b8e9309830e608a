"""Stage 2, recognize: typed words as if they had been spoken, for trying out a playbook.

In:      lines of text.
Out:     Hypothesis: a partial a word, then the final.
Thread:  the caller's; pure.
Errors:  none.
Source:  WORD_S is a speaking rate of 160 words a minute.
"""

from __future__ import annotations

from collections.abc import Iterator

from prompter.messages import Channel, Hypothesis, Word

WORD_S = 0.375
PAUSE_S = 1.0


class TypedWords:
    """One channel's typed words, on a call clock that speaking would have taken."""

    def __init__(self, channel: Channel = Channel.THEM) -> None:
        self._channel = channel
        self._utterance = 0
        self.clock_s = 0.0

    def type(self, line: str) -> Iterator[Hypothesis]:
        """The hypotheses of one spoken line; nothing for an empty one."""
        start_s = self.clock_s
        words: list[Word] = []
        for text in line.split():
            begin_s = start_s + len(words) * WORD_S
            words.append(Word(text, begin_s, begin_s + WORD_S))
            yield self._hypothesis(tuple(words), final=False)
        if words:
            yield self._hypothesis(tuple(words), final=True)
            self._utterance += 1
            self.clock_s = words[-1].end_s + PAUSE_S

    def _hypothesis(self, words: tuple[Word, ...], *, final: bool) -> Hypothesis:
        return Hypothesis(
            channel=self._channel,
            utterance=self._utterance,
            text=" ".join(word.text for word in words),
            words=words,
            final=final,
            start_s=words[0].start_s,
            end_s=words[-1].end_s,
        )
