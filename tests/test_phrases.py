"""Words and phrases are compared in one normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompter.phrases import PhraseError, normal_words, normalize, variants, without_repeats


@pytest.mark.parametrize(
    ("heard", "means"),
    [
        ("We've gone with someone else.", "we have gone with someone else"),
        ("we won't, we can't, we cannot", "we will not we can not we can not"),
        ("It’s filled", "it is filled"),
        ("um, we uh went, you know, another way", "we went another way"),
        ("5 years, or 50,000 dollars", "five years or fifty thousand dollars"),
        ("part-time", "part time"),
        ("The manager's busy", "the manager busy"),
        ("send your CV, okay?", "send your resume ok"),
        ("I don't", "i do not"),
    ],
)
def test_what_is_heard_is_written_out(heard: str, means: str) -> None:
    assert " ".join(normal_words(heard)) == means


def test_a_token_knows_the_word_it_came_from() -> None:
    tokens = normalize(["Um,", "we've", "moved"])
    assert [(token.text, token.word) for token in tokens] == [("we", 1), ("have", 1), ("moved", 2)]


@pytest.mark.parametrize(
    ("heard", "means"),
    [
        ("we, we've, we have filled it", "we have filled it"),
        ("that that's the the one", "that is the one"),
        ("bye bye", "bye bye"),
    ],
)
def test_words_said_twice_in_a_stutter_count_once(heard: str, means: str) -> None:
    tokens = without_repeats(normalize(heard.split()))
    assert " ".join(token.text for token in tokens) == means


def test_an_option_may_hold_a_choice() -> None:
    wordings = {" ".join(runs[0]) for runs in variants("get [some|any] feedback")}
    assert wordings == {"get feedback", "get some feedback", "get any feedback"}


def test_choices_options_and_gaps_expand_to_every_wording() -> None:
    assert variants("we (went|have gone) [straight] with") == (
        (("we", "went", "with"),),
        (("we", "went", "straight", "with"),),
        (("we", "have", "gone", "with"),),
        (("we", "have", "gone", "straight", "with"),),
    )
    assert variants("not ... moving forward") == ((("not",), ("moving", "forward")),)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("declined", "two words"),
        ("we (went|) away", "empty choice"),
        ("we (went away", "brackets"),
        ("we | they", "brackets"),
        ("... else", "before and after"),
        (" ".join(["(a|b|c|d)"] * 5), "wordings"),
    ],
)
def test_a_bad_phrase_is_refused_with_the_reason(phrase: str, why: str) -> None:
    with pytest.raises(PhraseError, match=why):
        variants(phrase)


@given(st.text(max_size=80))
def test_any_text_gives_lower_case_words_without_marks(text: str) -> None:
    for word in normal_words(text):
        assert word
        assert not set(word) & set(" '.,-")


@given(st.text(alphabet="ab ()[]|.", max_size=25))
def test_a_phrase_either_expands_or_is_refused(phrase: str) -> None:
    try:
        found = variants(phrase)
    except PhraseError:
        return
    assert found
    assert all(all(run for run in runs) for runs in found)
