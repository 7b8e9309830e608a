"""Messages as a call session makes them, with only what a test cares about spelled out."""

from __future__ import annotations

from prompter.messages import (
    CardShown,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    Hypothesis,
    Word,
)

WORD_S = 0.3
"""Every word of a sample utterance takes this long."""


def hypothesis(
    text: str,
    *,
    utterance: int = 1,
    channel: Channel = Channel.THEM,
    final: bool = False,
    start_s: float = 0.0,
) -> Hypothesis:
    """A hypothesis whose words follow each other without a gap."""
    words = tuple(
        Word(word, start_s + place * WORD_S, start_s + (place + 1) * WORD_S)
        for place, word in enumerate(text.split())
    )
    end_s = start_s + len(words) * WORD_S
    return Hypothesis(channel, utterance, text, words, final, start_s, end_s)


def cue_hit(
    text: str,
    *,
    first: int,
    cue: str = "chose_other",
    utterance: int = 1,
    channel: Channel = Channel.THEM,
) -> CueHit:
    """A hit on words that begin with word number `first` (from 0) of a sample utterance."""
    start_s = first * WORD_S
    end_s = start_s + len(text.split()) * WORD_S
    return CueHit(cue, channel, utterance, text, start_s, end_s, 0.9, "phrase", final=False)


def card(
    say: str = "What would have made me your first choice?",
    *,
    card: str = "chose_other-feedback",
    cue: str = "chose_other",
    goal: str = "feedback",
    why: str = "An honest answer tells you what to fix, and keeps them talking.",
    noes: int = 1,
) -> CardShown:
    """A card."""
    return CardShown(card, cue, goal, say, why, noes, cue_end_s=1.0, at_s=1.3)


def fault(text: str = "The call app's sound is gone.", *, over: bool = False) -> Fault:
    """The call app's sound is lost, or back."""
    return Fault(FaultKind.SOURCE_LOST, text, 3.0, Channel.THEM, over)
