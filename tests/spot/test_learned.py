"""The learned spotter as it is shipped: what it hears, where, and what when it can't be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompter.paths import shipped
from prompter.spot import LearnedSpotter, load_learned
from prompter.spot.learned import ABOUT, MODEL, Reading, window_starts
from prompter.spot.spoken import spoken_words

FOLDER = shipped("models/cues")
TALK = "the cafe is on the second floor and they do a good soup on fridays with bread and butter "


@pytest.fixture(scope="module")
def learned() -> LearnedSpotter:
    spotter, why = load_learned(FOLDER)
    assert spotter is not None, why
    return spotter


def best(learned: LearnedSpotter, text: str) -> Reading:
    return max(learned.read(spoken_words(text.split())), key=lambda reading: reading.score)


def fires(learned: LearnedSpotter, text: str) -> set[str]:
    readings = learned.read(spoken_words(text.split()))
    return {r.label for r in readings if r.score >= learned.bounds[r.label].fire}


def test_wordings_that_no_phrase_list_holds_are_heard(learned: LearnedSpotter) -> None:
    assert fires(learned, "I'm afraid we've decided to offer it to another applicant.") == {
        "chose_other"
    }


def test_a_cue_buried_in_a_minute_of_talk_is_heard_and_found(learned: LearnedSpotter) -> None:
    buried = TALK * 4 + "but we have hired somebody else for the job " + TALK * 4
    reading = best(learned, buried)
    assert reading.label == "chose_other"
    said = [word.text for word in spoken_words(buried.split())]
    assert "else" in said[reading.first - 8 : reading.last + 9]


@pytest.mark.parametrize("count", [1, 40, 41, 60, 400])
def test_windows_cover_all_words(count: int) -> None:
    covered = {at for start in window_starts(count) for at in range(start, start + 40)}
    assert set(range(count)) <= covered


def test_no_words_give_no_readings(learned: LearnedSpotter) -> None:
    assert learned.read([]) == []


@pytest.mark.parametrize("name", [MODEL, ABOUT])
def test_a_missing_file_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "cues", ignore=lambda *_: ["data", "test"]))
    (folder / name).unlink()
    spotter, why = load_learned(folder)
    assert spotter is None
    assert str(folder) in why
    assert "\n" not in why


def test_damaged_weights_are_told_in_one_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "cues", ignore=lambda *_: ["data", "test"]))
    (folder / MODEL).write_bytes((FOLDER / MODEL).read_bytes()[:1000])
    spotter, why = load_learned(folder)
    assert spotter is None
    assert "\n" not in why
