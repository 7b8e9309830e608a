"""Words reach the learned spotter plain, however a recogniser or a person wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter.paths import shipped
from prompter.spot.learned import VOCABULARY
from prompter.spot.spoken import spoken_words
from prompter.spot.word_pieces import WordPieces


def plain(text: str) -> str:
    return " ".join(word.text for word in spoken_words(text.split()))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Um, we've HIRED 2 people, uh, already.", "we've hired two people, already."),
        ("we, we've already, we've already gone", "we, we've already gone"),
        ("It’s no, no, NO.", "it's no."),
        ("$1,200 for your CV?", "one thousand two hundred for your resume?"),
        ("um uh", ""),
        ("- ... &", ""),
    ],
)
def test_case_numbers_fillers_and_repeats_are_evened_out(written: str, read: str) -> None:
    assert plain(written) == read


def test_each_word_knows_where_it_came_from() -> None:
    words = spoken_words(["Um,", "twenty-five", "of", "them"])
    assert [(word.text, word.word) for word in words] == [
        ("twenty", 1), ("five", 1), ("of", 2), ("them", 3),
    ]  # fmt: skip


def test_words_are_cut_into_the_pieces_that_the_model_was_trained_with() -> None:
    file: Path = shipped("models/cues") / VOCABULARY
    vocabulary = file.read_text(encoding="utf-8").splitlines()
    numbers, sources = WordPieces(vocabulary).read(["we're", "overqualified,", "☃"], 96)
    pieces = [vocabulary[number] for number in numbers]
    assert pieces == [
        "[CLS]", "we", "'", "re", "over", "##qual", "##ified", ",", "[UNK]", "[SEP]",
    ]  # fmt: skip
    assert sources == [-1, 0, 0, 0, 1, 1, 1, 1, 2, -1]
    assert len(WordPieces(vocabulary).read(["we"] * 200, 96)[0]) == 96
