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


@pytest.mark.usefixtures("kept_call")
def test_a_playbook_is_tried_on_kept_calls_and_nothing_is_saved(
    run: Run, tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "theirs.toml"
    run("playbook", "export", file)
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("[cues.chose_other]", "[cues.chose_other] # theirs", 1).replace(
            "phrases = [", 'phrases = [\n  "rowed the other boat",'
        ),
        encoding="utf-8",
    )
    done = run("playbook", "try", file)
    assert done.returncode == 0, done.stderr
    assert f"chose other: “{SAID}” — call 1, 1:14" in done.stdout
    assert not (data_folder / "playbook.toml").exists()
    assert not (data_folder / "settings.toml").exists()


def test_a_cue_is_switched_off_and_is_no_longer_heard(run: Run) -> None:
    no = "we have gone with someone else\n"
    assert "heard: chose other" in run("type", text=no).stdout
    done = run("playbook", "off", "chose_other", "--yes")
    assert "Switch chose_other off." in done.stdout
    assert "No longer heard" in done.stdout
    assert "heard: chose other" not in run("type", text=no).stdout
    assert "chose_other  They chose someone else  (off)" in run("playbook", "show").stdout


def test_a_card_is_added_and_its_words_are_changed(run: Run) -> None:
    ask = ("playbook", "add-card", "chose_other", "feedback", "Thanks. What decided it?", "Help.")
    assert run(*ask, "--yes").returncode == 0
    name = "chose_other-feedback-2"
    assert run("playbook", "card", name, "Thank you. Why them?", "--yes").returncode == 0
    assert f"card    {name}  Thank you. Why them?" in run("playbook", "show", "chose_other").stdout


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (("show", "chose_othr"), "there is no cue chose_othr"),
        (("add-card", "chose_other", "money", "Hello?", "w", "--yes"), "money: no such goal"),
        (("undo", "--yes"), "nothing to undo"),
        (("try", "nowhere.toml"), "nowhere.toml:1: can't read this playbook"),
    ],
)
def test_what_cant_be_done_is_said_in_one_line(
    run: Run, ask: tuple[str, ...], answer: str, data_folder: Path
) -> None:
    done = run("playbook", *ask)
    assert done.returncode == 1
    assert answer in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (data_folder / "playbook.toml").exists()
