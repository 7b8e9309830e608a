"""Cue hits: as soon as a partial is sure of a cue, once per utterance, for the employer only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest

from prompter.messages import Channel, CueHit, CueWithdrawn, Hypothesis, Word
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter, Evidence, FusedSpotter, Phrases, Trust

SPOTTER = FusedSpotter(
    {
        "chose_other": Phrases(["we went with someone else"]),
        "closing": Phrases(["good luck with"]),
    }
)


class Scripted:
    """Says for each text what the test tells it to: (cue, trust)."""

    def __init__(self, told: Mapping[str, tuple[str, Trust]]) -> None:
        self._told = told

    def spot(self, words: Sequence[str]) -> list[Evidence]:
        if " ".join(words) not in self._told:
            return []
        cue, trust = self._told[" ".join(words)]
        return [Evidence(cue, trust, 0, len(words) - 1, 0.9, "scripted")]


def hear(hypotheses: Iterable[Hypothesis]) -> list[CueHit]:
    cues = CueSpotter(SPOTTER)
    return [hit for h in hypotheses for hit in cues.hear(h) if isinstance(hit, CueHit)]


def said(
    text: str,
    utterance: int = 0,
    start_s: float = 0.0,
    *,
    final: bool = True,
    channel: Channel = Channel.THEM,
) -> Hypothesis:
    words = tuple(
        Word(word, start_s + index * 0.3, start_s + index * 0.3 + 0.3)
        for index, word in enumerate(text.split())
    )
    return Hypothesis(channel, utterance, text, words, final, start_s, words[-1].end_s)


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


def test_the_users_turn_keeps_two_utterances_of_the_employer_apart() -> None:
    first = said("we went with", utterance=0)
    mine = said("and who would that be", start_s=first.end_s, channel=Channel.ME)
    second = said("someone else", utterance=1, start_s=first.end_s + 1.0)
    assert hear([first, mine, second]) == []


def test_a_cue_is_not_heard_again_in_words_carried_over() -> None:
    first = said("we went with someone else", utterance=0)
    second = said("sorry about that", utterance=1, start_s=first.end_s + 0.2)
    assert len(hear([first, second])) == 1


def test_an_unchanged_partial_is_passed_over() -> None:
    partial = said("we went with someone else", final=False)
    assert len(hear([partial, partial, said("we went with someone else")])) == 1


def test_two_cues_in_one_breath_are_two_hits() -> None:
    hits = hear([said("we went with someone else so good luck with the search")])
    assert [hit.cue for hit in hits] == ["chose_other", "closing"]


def test_a_learned_cue_needs_two_updates_that_are_sure_of_it() -> None:
    cues = CueSpotter(
        Scripted({"so we": ("declined", Trust.STABLE), "so we chose": ("declined", Trust.STABLE)})
    )
    assert cues.hear(said("so we", final=False)) == []
    (hit,) = cues.hear(said("so we chose", final=False))
    assert isinstance(hit, CueHit)
    assert not hit.final


@pytest.mark.parametrize("trust", [Trust.CERTAIN, Trust.AT_ONCE])
def test_a_cue_that_is_certain_is_a_hit_on_the_first_partial(trust: Trust) -> None:
    cues = CueSpotter(Scripted({"we chose": ("declined", trust)}))
    (hit,) = cues.hear(said("we chose", final=False))
    assert isinstance(hit, CueHit)
    assert not hit.final


def test_words_before_a_short_pause_can_undo_what_is_certain_without_them() -> None:
    cues = CueSpotter(Scripted({"chosen anyone": ("chose_other", Trust.CERTAIN)}))
    before = said("we have not", utterance=1)
    after = said("chosen anyone", utterance=2, start_s=before.end_s + 0.5)
    assert [*cues.hear(before), *cues.hear(after)] == []


def test_a_doubtful_partial_in_between_starts_the_count_anew() -> None:
    told = dict.fromkeys(("so we", "so we chose not"), ("declined", Trust.STABLE))
    cues = CueSpotter(Scripted(told))
    partials = [said(text, final=False) for text in ("so we", "so we chose", "so we chose not")]
    assert [cues.hear(partial) for partial in partials] == [[], [], []]


@pytest.mark.parametrize("trust", [Trust.KEPT, Trust.FINAL])
def test_the_final_confirms_a_hit_without_a_second_one(trust: Trust) -> None:
    cues = CueSpotter(
        Scripted({"we chose": ("declined", Trust.AT_ONCE), "we chose you": ("declined", trust)})
    )
    assert len(cues.hear(said("we chose", final=False))) == 1
    assert cues.hear(said("we chose you")) == []


def test_a_final_that_does_not_bear_a_hit_out_takes_it_back() -> None:
    cues = CueSpotter(Scripted({"we chose": ("declined", Trust.AT_ONCE)}))
    cues.hear(said("we chose", utterance=3, final=False))
    final = said("we chose you", utterance=3)
    assert cues.hear(final) == [CueWithdrawn("declined", 3, final.end_s)]


def test_weak_evidence_makes_no_hit_even_on_the_final() -> None:
    cues = CueSpotter(Scripted({"we chose": ("declined", Trust.KEPT)}))
    assert cues.hear(said("we chose")) == []


def test_the_users_words_quoted_back_are_no_cue_but_confirmed_they_are() -> None:
    mine = said("so you went with someone else", channel=Channel.ME)
    asks = said("you said we went with someone else?", start_s=mine.end_s + 1)
    confirms = said("yes we went with someone else", start_s=mine.end_s + 1)
    assert hear([mine, asks]) == []
    assert [hit.cue for hit in hear([mine, confirms])] == ["chose_other"]
