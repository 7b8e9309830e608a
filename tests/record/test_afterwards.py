"""What the user adds, corrects and deletes afterwards; and the list by query."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from prompter.messages import AskHeard, CardShown, Channel, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep
from prompter.record.afterwards import NoSuchSegment
from prompter.record.calls import Details, NoSuchCall, Outcome
from prompter.record.database import connect
from prompter.record.listing import CallQuery, SortBy
from prompter.record.schema import MIGRATIONS, bring_up_to_date

Saying = Callable[..., Hypothesis]
FULL = Details(
    "Acme", "Mrs Bell", Outcome.FOLLOW_UP, "Ring again", date(2026, 3, 9), "Kind.", ("bakery",)
)


def test_details_are_given_back_as_they_were_saved(
    archive: Archive, path: Path, keep_call: Callable[..., int]
) -> None:
    call_id = keep_call()
    archive.save_details(call_id, FULL)
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).summary.details == FULL
        assert reader.tags() == ("bakery",)
        assert [call.id for call in reader.due(date(2026, 3, 9))] == [call_id]
        assert reader.due(date(2026, 3, 8)) == ()
    archive.save_details(call_id, Details())
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).summary.details == Details()
    with pytest.raises(NoSuchCall):
        archive.save_details(99, FULL)


def test_a_correction_keeps_the_first_original_and_can_be_taken_back(
    archive: Archive, path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    call_id = keep_call(said("we have gone with some one else"))
    with ArchiveReader.open(path) as reader:
        before = reader.call(call_id).segments[0]
    archive.correct(before.id, text="first slip")
    archive.correct(before.id, text="we have gone with someone else", channel=Channel.ME)
    with ArchiveReader.open(path) as reader:
        now = reader.call(call_id).segments[0]
        assert (now.text, now.channel) == ("we have gone with someone else", Channel.ME)
        assert (now.original_text, now.original_channel) == (before.text, before.channel)
        assert reader.search("someone")
        assert not reader.search("slip")
    archive.restore(before.id)
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).segments[0] == before
    with pytest.raises(NoSuchSegment):
        archive.correct(99, text="x")


def test_calls_are_listed_by_words_outcome_tag_and_day_in_any_order(
    archive: Archive, path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    first = keep_call(said("the bakery is closed"), AskHeard("", "owner", 2.0), title="Zeta")
    second = keep_call(said("try the baker"), title="Alpha")
    archive.save_details(second, FULL)
    today = datetime.now().astimezone().date()

    def ids(query: CallQuery) -> list[int]:
        with ArchiveReader.open(path) as reader:
            listed = reader.page(query)
            assert listed.total == len(listed.lines)
            return [line.summary.id for line in listed.lines]

    assert ids(CallQuery()) == [second, first]
    assert ids(CallQuery(descending=False)) == [first, second]
    assert ids(CallQuery(sort=SortBy.COMPANY, descending=False)) == [second, first]
    assert ids(CallQuery(sort=SortBy.ASKS)) == [first, second]
    assert ids(CallQuery(text="baker")) == [second, first]
    assert ids(CallQuery(text="bakery clo")) == [first]
    assert ids(CallQuery(text="bell")) == [second]
    assert ids(CallQuery(text="zeta")) == [first]
    assert ids(CallQuery(text="nobody said this")) == []
    assert ids(CallQuery(outcome=Outcome.FOLLOW_UP)) == [second]
    assert ids(CallQuery(outcome=Outcome.NONE)) == [first]
    assert ids(CallQuery(tag="BAKERY")) == [second]
    assert ids(CallQuery(due=True)) == [second]
    assert ids(CallQuery(since=today, until=today)) == [second, first]
    assert ids(CallQuery(until=today - timedelta(days=1))) == []
    assert ids(CallQuery(text='"; DROP TABLE calls; --')) == []


def test_what_is_found_is_marked_as_the_index_finds_it(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    keep_call(said("the Café is 🙂 closed, cafes too"))
    with ArchiveReader.open(path) as reader:
        place = reader.page(CallQuery(text="cafe")).lines[0].place
    assert place is not None
    assert [text for text, matches in place.pieces if matches] == ["Café", "cafes"]
    assert place.snippet == "the Café is 🙂 closed, cafes too"


def test_calls_of_the_version_before_are_there_and_can_be_deleted(
    path: Path, faults: list[Fault]
) -> None:
    path.parent.mkdir()
    path.touch()
    with closing(connect(path, write=True, wait_s=1.0)) as old:
        bring_up_to_date(old, MIGRATIONS[:-1])
        old.run(
            "INSERT INTO calls (started_at, title, source, playbook, keep) "
            "VALUES ('2026-03-02T09:30:00+00:00', 'Acme', 'live', '', 'transcript')"
        )
    with ArchiveReader.open(path) as reader:
        assert reader.page(CallQuery(text="acme")).lines[0].summary.details == Details()
    with Archive.open(path, on_fault=faults.append) as archive:
        archive.save_details(1, FULL)
        archive.delete(1)
    with ArchiveReader.open(path) as reader:
        assert reader.page(CallQuery(text="bell")).total == 0
    assert faults == []


def test_all_calls_or_the_old_ones_are_gone_from_the_file_s_bytes(
    archive: Archive, path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    old = archive.begin_call(datetime(2020, 1, 1, tzinfo=UTC), "Xylo", "live", "", Keep.TRANSCRIPT)
    archive.add(old, said("zanzibar"))
    archive.end_call(old, datetime(2020, 1, 2, tzinfo=UTC), 60.0)
    archive.save_details(old, Details(notes="quixote", tags=("kohlrabi",)))
    new = keep_call(said("pumpernickel"))

    def on_disk(word: bytes) -> bool:
        return any(word in file.read_bytes().lower() for file in path.parent.iterdir())

    words = (b"xylo", b"zanzibar", b"quixote", b"kohlrabi")
    assert all(on_disk(word) for word in words)
    assert archive.delete_before(datetime.now(UTC) - timedelta(days=30)) == 1
    assert not any(on_disk(word) for word in words)
    assert on_disk(b"pumpernickel")
    assert archive.delete_before(datetime.now(UTC) - timedelta(days=30)) == 0
    archive.correct(2, text="rhododendron")
    assert archive.delete_all() == 1
    assert not on_disk(b"pumpernickel")
    assert not on_disk(b"rhododendron")
    with ArchiveReader.open(path) as reader:
        assert reader.calls() == ()
        with pytest.raises(NoSuchCall):
            reader.call(new)


def test_outlines_tell_what_was_asked_after_its_card(
    path: Path, keep_call: Callable[..., int], card: CardShown
) -> None:
    keep_call(card, AskHeard("who_else", "referral", 5.0))
    keep_call(AskHeard("", "referral", 1.0), card)
    with ArchiveReader.open(path) as reader:
        outlines = reader.outlines()
    assert [[one.asked for one in call.cards] for call in outlines] == [[True], [False]]
