"""Whole calls, as the user lives through them: who says what, and which card must show."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter.assemble import playbook_of
from prompter.prompt.playbook import CUES
from prompter.settings import Settings
from tests.calls.call_script import fits, play, read_script

SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
PLAYBOOK = playbook_of(Settings())


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.stem)
def test_a_call_shows_the_cards_that_its_script_wants(file: Path) -> None:
    script = read_script(file)
    wrong = [
        f"{file.name}:{step.line}: {step.kind}: {step.text}\n"
        f"    wanted {step.expected or ['no card']}, seen {seen or ['no card']}"
        for step, seen in zip(script.steps, play(script, PLAYBOOK), strict=True)
        if not fits(step.expected, seen)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_scripts_are_calls_of_every_kind() -> None:
    scripts = [read_script(file) for file in SCRIPTS]
    wanted = "\n".join(
        line for script in scripts for step in script.steps for line in step.expected
    )
    assert len(scripts) >= 25
    assert len({script.title for script in scripts}) == len(scripts)
    assert {cue for cue in CUES if f"card: {cue} / " not in wanted} == set()


def test_a_line_that_is_no_script_is_named(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    file.write_text("# A call\nthem: Hello.\nEmployer says no\n")
    with pytest.raises(ValueError, match=r"call\.txt:3: not a line of a call script"):
        read_script(file)
