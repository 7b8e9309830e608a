"""The caption shows which words the program took for a cue."""

from __future__ import annotations

from dataclasses import replace

from prompter.messages import Channel, CueHit, Hypothesis
from prompter.ui.cue_words import caption_words
from tests.ui.sample_messages import cue_hit, hypothesis


def marked(heard: Hypothesis, *hits: CueHit) -> str:
    """The words that are marked as a cue."""
    return " ".join(word.text for word in caption_words(heard, hits) if word.is_cue)


def test_the_words_of_a_hit_are_marked_and_no_others() -> None:
    heard = hypothesis("sorry but we went with someone else in the end")
    assert marked(heard, cue_hit("went with someone else", first=3)) == "went with someone else"


def test_without_a_hit_nothing_is_marked() -> None:
    assert marked(hypothesis("thank you for calling")) == ""


def test_words_said_twice_are_marked_where_the_hit_was() -> None:
    heard = hypothesis("no budget this year I mean no budget at all")
    words = caption_words(heard, [cue_hit("no budget", first=6)])
    assert [place for place, word in enumerate(words) if word.is_cue] == [6, 7]


def test_punctuation_and_capitals_of_the_recogniser_stay_and_do_not_hide_the_cue() -> None:
    heard = hypothesis("Sorry, we're Fully Staffed.")
    assert marked(heard, cue_hit("fully staffed", first=2)) == "Fully Staffed."


def test_a_hit_with_other_words_than_the_caption_is_found_by_its_time() -> None:
    heard = hypothesis("well we've gone with someone else")
    hit = replace(cue_hit("we have gone", first=1), end_s=0.9)
    assert marked(heard, hit) == "we've gone"


def test_when_the_recogniser_gives_fewer_times_than_words_the_text_still_finds_them() -> None:
    heard = replace(hypothesis("the job is on hold"), words=())
    assert marked(heard, cue_hit("on hold", first=3)) == "on hold"


def test_hits_of_another_utterance_or_of_the_user_mark_nothing() -> None:
    heard = hypothesis("we are on hold", utterance=2)
    assert marked(heard, cue_hit("on hold", first=2, utterance=1)) == ""
    assert marked(heard, cue_hit("on hold", first=2, utterance=2, channel=Channel.ME)) == ""


def test_two_cues_in_one_utterance_are_both_marked() -> None:
    heard = hypothesis("it is on hold so good luck")
    hits = (cue_hit("on hold", first=2), cue_hit("good luck", first=5, cue="closing"))
    assert marked(heard, *hits) == "on hold good luck"
