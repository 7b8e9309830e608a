"""The user's own playbook: earlier versions stay, undo goes back, a bad text changes nothing."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from prompter.errors import BadPlaybook, PrompterError
from prompter.prompt.own_playbook import MOST_VERSIONS, OwnPlaybook, PlaybookMoved
from tests.prompt.test_edit import BOOK

NOON = datetime(2026, 3, 2, 12, 0, 0)
SECOND = BOOK.replace("Mine", "Second")
THIRD = BOOK.replace("Mine", "Third")


@pytest.fixture
def own(tmp_path: Path) -> OwnPlaybook:
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(BOOK, encoding="utf-8")
    return OwnPlaybook(tmp_path / "home" / "playbook.toml", shipped)


def test_it_begins_as_the_shipped_one_and_looking_writes_nothing(own: OwnPlaybook) -> None:
    assert own.text() == BOOK
    assert own.versions() == []
    assert not own.file.parent.exists()


def test_each_save_keeps_the_version_before_and_undo_goes_back_one_by_one(
    own: OwnPlaybook,
) -> None:
    own.save(SECOND, NOON)
    own.save(THIRD, NOON)
    own.save(BOOK, NOON)
    assert [version.name for version in own.versions()] == [
        "2026-03-02 12-00-00 3", "2026-03-02 12-00-00 2", "2026-03-02 12-00-00",
    ]  # fmt: skip
    own.undo()
    assert own.text() == THIRD
    own.undo()
    assert own.text() == SECOND
    own.undo()
    assert own.text() == BOOK
    with pytest.raises(PrompterError, match="nothing to undo"):
        own.undo()


def test_what_was_undone_can_be_brought_back(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    own.undo(NOON + timedelta(minutes=1))
    assert [version.name for version in own.versions()] == ["2026-03-02 12-01-00 undone"]
    assert own.version_text("2026-03-02 12-01-00 undone") == SECOND


def test_a_playbook_written_by_hand_is_never_undone_away(own: OwnPlaybook) -> None:
    own.file.parent.mkdir()
    own.file.write_text(SECOND, encoding="utf-8")
    with pytest.raises(PrompterError, match="nothing to undo"):
        own.undo()
    assert own.text() == SECOND
    own.save(THIRD, NOON)
    by_hand = THIRD.replace("my notes", "my newer notes")
    own.file.write_text(by_hand, encoding="utf-8")
    own.undo(NOON + timedelta(minutes=1))
    assert own.text() == SECOND
    assert by_hand in [own.version_text(version.name) for version in own.versions()]


def test_a_file_that_somebody_else_wrote_meanwhile_is_left_alone(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    with pytest.raises(PlaybookMoved, match="changed elsewhere"):
        own.save(THIRD, NOON, over=BOOK)
    assert own.text() == SECOND


def test_versions_stay_in_order_when_the_clock_is_set_back_and_after_ten_in_a_second(
    own: OwnPlaybook,
) -> None:
    own.save(SECOND, NOON)
    for number in range(12):
        own.save(BOOK.replace("Mine", f"Mine {number}"), NOON - timedelta(hours=1))
    for number in reversed(range(11)):
        own.undo(NOON)
        assert own.text() == BOOK.replace("Mine", f"Mine {number}")


def test_a_mark_that_an_editor_put_in_front_of_the_text_does_no_harm(own: OwnPlaybook) -> None:
    own.file.parent.mkdir()
    own.file.write_text(SECOND, encoding="utf-8-sig")
    assert own.text() == SECOND


def test_there_is_nothing_to_undo_before_the_first_save(own: OwnPlaybook) -> None:
    with pytest.raises(PrompterError, match="nothing to undo"):
        own.undo()


def test_a_version_is_read_by_its_name_and_an_unknown_one_refused(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    own.save(THIRD, NOON)
    assert own.version_text("2026-03-02 12-00-00") == BOOK
    assert own.version_text("2026-03-02 12-00-00 2") == SECOND
    with pytest.raises(PrompterError, match="no version 'yesterday'"):
        own.version_text("yesterday")


def test_a_bad_text_is_refused_by_line_and_the_file_stays(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    with pytest.raises(BadPlaybook, match=r"playbook\.toml:2"):
        own.save(THIRD.replace("format = 1", "format = 9"), NOON)
    assert own.text() == SECOND


def test_saving_the_same_text_makes_no_version(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    own.save(SECOND, NOON)
    assert len(own.versions()) == 1


def test_old_versions_are_dropped_at_last(own: OwnPlaybook) -> None:
    for number in range(MOST_VERSIONS + 3):
        own.save(BOOK.replace("Mine", f"Mine {number}"), NOON + timedelta(seconds=number))
    assert len(own.versions()) == MOST_VERSIONS


def test_others_cant_read_it_or_its_versions(own: OwnPlaybook) -> None:
    own.save(SECOND, NOON)
    own.save(THIRD, NOON)
    for file in (own.file, own.versions()[0].file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
