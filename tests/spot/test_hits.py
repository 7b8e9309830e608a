"""Cue hits: as soon as a partial shows a cue, once per utterance, for the employer only."""

from __future__ import annotations

from collections.abc import Iterable

from prompter.messages import Channel, CueHit, Hypothesis, Word
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter, Phrases, PhraseSpotter

SPOTTER = PhraseSpotter(
    {
        "chose_other": Phrases(["we went with someone else"]),
        "closing": Phrases(["good luck with"]),
    }
)


def hear(hypotheses: Iterable[Hypothesis]) -> list[CueHit]:
    cues = CueSpotter(SPOTTER)
    return [hit for hypothesis in hypotheses for hit in cues.hear(hypothesis)]


def said(text: str, utterance: int = 0, start_s: float = 0.0, *, final: bool = True) -> Hypothesis:
    words = tuple(
        Word(word, start_s + index * 0.3, start_s + index * 0.3 + 0.3)
        for index, word in enumerate(text.split())
    )
    return Hypothesis(Channel.THEM, utterance, text, words, final, start_s, words[-1].end_s)


def test_a_cue_is_hit_by_the_first_partial_that_holds_it_and_only_once() -> None:
    typed = TypedWords()
    hits = hear(typed.type("sorry we went with someone else this time around"))
    assert [hit.cue for hit in hits] == ["chose_other"]
    assert not hits[0].final
    assert hits[0].text == "we went with someone else"
    assert (hits[0].start_s, hits[0].end_s) == (1 * 0.375, 6 * 0.375)


def test_the_same_cue_in_the_next_utterance_is_a_hit_again() -> None:
    typed = TypedWords()
    lines = [*typed.type("we went with someone else"), *typed.type("we went with someone else")]
    assert [hit.utterance for hit in hear(lines)] == [0, 1]


def test_the_users_own_words_never_fire_a_cue() -> None:
    assert hear(TypedWords(Channel.ME).type("so you say we went with someone else")) == []


def test_a_cue_that_a_short_pause_cut_in_two_is_heard_whole() -> None:
    first = said("we went with", utterance=0)
    second = said("someone else", utterance=1, start_s=first.end_s + 0.4)
    hits = hear([first, second])
    assert [(hit.cue, hit.utterance) for hit in hits] == [("chose_other", 1)]
    assert hits[0].text == "we went with someone else"


def test_a_long_silence_keeps_two_utterances_apart() -> None:
    first = said("we went with", utterance=0)
    second = said("someone else", utterance=1, start_s=first.end_s + 5.0)
    assert hear([first, second]) == []


def test_a_cue_is_not_heard_again_in_words_carried_over() -> None:
    first = said("we went with someone else", utterance=0)
    second = said("sorry about that", utterance=1, start_s=first.end_s + 0.2)
    assert len(hear([first, second])) == 1


def test_an_unchanged_partial_is_passed_over() -> None:
    partial = said("we went with someone else", final=False)
    assert len(hear([partial, partial, said("we went with someone else")])) == 1
