"""The playbook from the command line: tried on kept calls first, saved after a yes, undone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from prompter.messages import Channel, Hypothesis, Word
from prompter.record import Archive, Keep, Recorder
from tests.cli.conftest import Run

SAID = "the vicar rowed the other boat home"
"""So odd that no spotter will ever hear a no in it by itself."""


@pytest.fixture
def kept_call(data_folder: Path) -> None:
    """A call in which a no was said in words that no playbook knows."""

    def fail(fault: object) -> None:
        pytest.fail(str(fault))

    with Archive.open(data_folder / "archive.db", on_fault=fail) as archive:
        recorder = Recorder(
            archive, Keep.TRANSCRIPT, on_fault=fail, now=lambda: datetime(2026, 3, 2, tzinfo=UTC)
        )
        recorder.begin("Acme", "live")
        for channel in Channel:
            words = tuple(Word(word, 74.0, 76.0) for word in SAID.split())
            recorder.take(Hypothesis(channel, 0, SAID, words, True, 74.0, 76.0))
        recorder.end(90.0)


@pytest.mark.usefixtures("kept_call")
def test_a_missed_cue_is_added_once_its_effect_was_seen(run: Run, data_folder: Path) -> None:
    assert "heard:" not in run("type", text=f"{SAID}\n").stdout
    done = run("playbook", "add", "chose_other", "Rowed the other boat,", text="y\n")
    assert done.returncode == 0, done.stderr
    assert "Heard anew: 1" in done.stdout
    assert f"chose other: “{SAID}” — call 1, 1:14" in done.stdout
    assert "saved" in done.stdout
    assert "heard: chose other" in run("type", text=f"{SAID}\n").stdout
    assert 'playbook = "' in (data_folder / "settings.toml").read_text()


@pytest.mark.usefixtures("kept_call")
def test_without_a_yes_nothing_is_saved(run: Run, data_folder: Path) -> None:
    done = run("playbook", "add", "chose_other", "rowed the other boat", text="n\n")
    assert "Nothing was saved." in done.stdout
    assert not (data_folder / "playbook.toml").exists()


def test_a_veto_tells_of_the_good_cues_that_it_would_cost(run: Run) -> None:
    done = run("playbook", "never", "chose_other", "someone else", text="n\n")
    assert "No longer heard: 1" in done.stdout
    assert "Wrong, going by the examples: 1" in done.stdout


def test_a_change_is_undone_back_to_the_playbook_that_came_along(
    run: Run, data_folder: Path
) -> None:
    assert run("playbook", "add", "chose_other", "rowed the other boat", "--yes").returncode == 0
    own = data_folder / "playbook.toml"
    assert "rowed the other boat" in own.read_text()
    assert len(run("playbook", "history").stdout.splitlines()) == 1
    assert run("playbook", "undo", "--yes").returncode == 0
    assert "rowed the other boat" not in own.read_text()


def test_a_playbook_goes_out_as_one_file_and_comes_back(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "given.toml"
    assert run("playbook", "export", file).returncode == 0
    file.write_text(file.read_text().replace("someone else", "another rower"))
    done = run("playbook", "import", file, "--yes")
    assert done.returncode == 0, done.stderr
    assert "saved" in done.stdout
    assert "another rower" in (data_folder / "playbook.toml").read_text()


def test_a_bad_playbook_is_refused_by_line_and_the_own_one_stays(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    run("playbook", "export", data_folder / "playbook.toml")
    before = (data_folder / "playbook.toml").read_text()
    bad = tmp_path / "bad.toml"
    bad.write_text('format = 1\nname = "x"\n[cues.chose_othr]\ntitle = "t"\n')
    done = run("playbook", "import", bad, "--yes")
    assert done.returncode == 1
    assert f"{bad}:3: unknown cue chose_othr" in done.stderr
    assert (data_folder / "playbook.toml").read_text() == before


def test_words_that_are_no_phrase_are_refused_in_one_line(run: Run) -> None:
    done = run("playbook", "add", "chose_other", "um", "--yes")
    assert done.returncode == 1
    assert "there are no words" in done.stderr
