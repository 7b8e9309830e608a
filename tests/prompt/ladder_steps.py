"""What the tests of the ask ladder share: hits, spoken words and a ladder."""

from __future__ import annotations

from prompter.assemble import playbook_of
from prompter.messages import Channel, CueHit, Hypothesis, Word
from prompter.prompt import AskLadder, Family
from prompter.prompt.playbook import CUES
from prompter.settings import Settings

PLAYBOOK = playbook_of(Settings())
NO_CUES = [cue for cue, family in CUES.items() if family is Family.NO]


def hit(cue: str, at_s: float, score: float = 1.0) -> CueHit:
    return CueHit(cue, Channel.THEM, 0, "words", at_s - 0.5, at_s, score, "phrase: x", True)


def spoken(text: str, at_s: float) -> Hypothesis:
    words = tuple(Word(word, at_s - 1.0, at_s) for word in text.split())
    return Hypothesis(Channel.ME, int(at_s * 1000), text, words, True, at_s - 1.0, at_s)


def ladder(**sheet: str) -> AskLadder:
    return AskLadder(PLAYBOOK, sheet)
