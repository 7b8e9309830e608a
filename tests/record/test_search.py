"""Words are found in what was said and in titles, whatever the user types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prompter.messages import Channel, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder

Saying = Callable[..., Hypothesis]

SAID = "We've decided to go with José's friend Nguyễn, a very experienced one, I'm afraid to say"


@pytest.fixture
def reader(path: Path, keep_call: Callable[..., int], said: Saying) -> Iterator[ArchiveReader]:
    keep_call(said("the manager is out", 5.0), title="Bell & Sons")
    keep_call(said(SAID, 12.0, utterance=3), said("I see", 15.0, Channel.ME), title="Acme")
    with ArchiveReader.open(path) as reader:
        yield reader


@pytest.mark.parametrize(
    "typed",
    [
        "decided",
        "DECIDED",
        "friend decided",
        "we've decided",
        "jose",
        "José's",
        "nguyen",
        "experi",
        'decided "friend',
        "afraid -",
        "   afraid   ",
    ],
)
def test_all_words_in_any_order_without_accents_and_the_last_one_unfinished(
    reader: ArchiveReader, typed: str
) -> None:
    (place,) = reader.search(typed)
    assert (place.call_id, place.title, place.channel, place.start_s) == (
        2, "Acme", Channel.THEM, 12.0
    )  # fmt: skip
    assert reader.call(2).segments[0].id == place.segment_id


@pytest.mark.parametrize("typed", ["nobody", "decided manager", "ecided", "expe friend", "", "-*"])
def test_words_that_nobody_said_together_are_not_found(reader: ArchiveReader, typed: str) -> None:
    assert reader.search(typed) == ()


def test_the_snippet_marks_what_matches(reader: ArchiveReader) -> None:
    (place,) = reader.search("friend experi")
    assert [text for text, matches in place.pieces if matches] == ["friend", "experienced"]
    assert place.snippet.startswith("We've decided")


def test_a_title_is_found_too_and_has_no_time(reader: ArchiveReader) -> None:
    (place,) = reader.search("bell")
    assert (place.call_id, place.segment_id, place.channel, place.start_s) == (1, None, None, None)
    assert place.pieces == (("Bell", True), (" & Sons", False))


def test_the_newest_calls_come_first_and_their_words_in_order_of_time(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    for _ in range(3):
        keep_call(said("budget one", 1.0), said("budget two", 9.0), title="about the budget")
    with ArchiveReader.open(path) as reader:
        places = [(place.call_id, place.start_s) for place in reader.search("budget")]
        assert len(reader.search("budget", limit=4)) == 4
    assert places == [(call, at_s) for call in (3, 2, 1) for at_s in (None, 1.0, 9.0)]


@pytest.fixture(scope="module")
def one_call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Recorder, ArchiveReader]]:
    """A call that is still recorded, and a reader beside it."""
    path = tmp_path_factory.mktemp("search") / "archive.db"
    told: list[Fault] = []
    with Archive.open(path, on_fault=told.append) as archive:
        recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=told.append)
        recorder.begin("Acme", "recording")
        with ArchiveReader.open(path) as reader:
            yield recorder, reader
    assert told == []


# Half surrogates included: the command line gives them for bytes that are no text.
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
query_like = st.lists(
    st.sampled_from([*"\"*(){}^-+:,. a'\0", "NEAR", "AND", "text:", "NEAR(a b, 3)"]), max_size=20
).map("".join)


@settings(deadline=None)
@given(typed=any_text | query_like)
@example(typed="caf\udce9")
def test_no_text_can_make_the_search_fail(
    one_call: tuple[Recorder, ArchiveReader], typed: str
) -> None:
    _, reader = one_call
    assert len(reader.search(typed)) <= 50


def test_of_a_book_pasted_into_the_search_only_the_first_words_count(
    reader: ArchiveReader,
) -> None:
    (place,) = reader.search("manager " * 32 + "pineapple " * 100_000)
    assert place.call_id == 1


@settings(deadline=None, max_examples=50)
@given(text=any_text.filter(lambda text: bool(text.strip())))
def test_whatever_is_said_is_kept_and_found_by_the_text_itself(
    one_call: tuple[Recorder, ArchiveReader], text: str
) -> None:
    recorder, reader = one_call
    recorder.take(Hypothesis(Channel.THEM, 1, text + " marker", (), True, 1.0, 2.0))
    assert recorder.held == 0
    assert recorder.call_id is not None
    newest = reader.call(recorder.call_id).segments[-1]
    assert newest.text == (text + " marker").encode(errors="replace").decode()
    # In the store's own words: a search may hold at most 32 words, so this is not all of them.
    found = reader.search(newest.text, limit=1000)
    assert newest.id in {place.segment_id for place in found}
