"""The workshop of the playbook: what two windows change at once is lost in neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter.assemble import sample
from prompter.errors import PrompterError
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.edit import WordingEdit, WordingKind
from prompter.prompt.own_playbook import PlaybookMoved
from prompter.settings import Settings

MINE, YOURS = (WordingEdit("chose_other", words) for words in ("rowed home", "plumped for a rival"))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A playbook of one's own; no calls are kept."""
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path / "home"))
    own = tmp_path / "mine.toml"
    own.write_text(sample("playbook.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return own


def workshop(file: Path) -> PlaybookWorkshop:
    return PlaybookWorkshop(Settings(playbook=str(file)))


def test_what_another_window_saved_meanwhile_stays_and_both_changes_are_saved_at_last(
    file: Path,
) -> None:
    mine, yours = workshop(file), workshop(file)
    mine.edit(MINE)
    yours.edit(YOURS)
    yours.save()
    with pytest.raises(PlaybookMoved, match="Try them out, then save"):
        mine.save()
    assert MINE.wording not in file.read_text(encoding="utf-8")
    assert mine.is_changed
    mine.save()
    assert mine.playbook.cues["chose_other"].phrases[-2:] == (YOURS.wording, MINE.wording)


def test_a_change_that_has_no_place_any_more_is_named(file: Path) -> None:
    mine, yours = workshop(file), workshop(file)
    mine.edit(MINE)
    mine.edit(WordingEdit("chose_other", YOURS.wording, WordingKind.VETO))
    yours.edit(YOURS)
    yours.save()
    with pytest.raises(PlaybookMoved, match='but not: add the do-not-trigger phrase "plumped'):
        mine.save()
    assert mine.playbook.cues["chose_other"].phrases[-1] == MINE.wording


def test_a_playbook_that_was_spoiled_by_hand_can_be_replaced_by_a_good_one(file: Path) -> None:
    good = file.read_text(encoding="utf-8")
    first = workshop(file)
    first.edit(MINE)
    first.save()
    file.write_text(good.replace("format = 1", "format = one"), encoding="utf-8")
    second = workshop(file)
    with pytest.raises(PrompterError, match=r"mine\.toml:\d+: not valid TOML"):
        second.edit(YOURS)
    second.replace_text(second.undo_save_text(), file)
    assert second.try_out() is not None
    second.undo_save()
    assert file.read_text(encoding="utf-8") == good
