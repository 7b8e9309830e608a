"""`prompter ctl` beside a call in a terminal: the real program twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from prompter.assemble import sample
from prompter.control.commands import Answer, Command
from prompter.control.reach import running_calls, send
from tests.cli.conftest import Run

NO_CALL = "prompter: no call is running; start one with: prompter run\n"


def test_without_a_call_every_command_says_so_in_one_line(run: Run) -> None:
    done = run("ctl", "next")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", NO_CALL)


def test_a_word_that_is_no_command_is_refused_with_the_list(run: Run) -> None:
    done = run("ctl", "explode")
    assert done.returncode == 2
    assert "click-through" in done.stderr


def test_a_call_in_a_terminal_is_marked_paused_resumed_and_ended(
    run: Run, data_folder: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\n')
    recording = str(sample("sample_call.flac"))
    command = [sys.executable, "-m", "prompter", "replay", recording, "--terminal"]
    environment = {**os.environ, "PROMPTER_DATA_DIR": str(data_folder)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as call:
        try:
            give_up_s = time.monotonic() + 60
            while not list(running_calls()):
                assert time.monotonic() < give_up_s, "the call never began"
                time.sleep(0.1)
            state = json.loads(run("ctl", "state", "--json").stdout)
            assert (state["state"], state["live"], state["card"]) == ("listening", False, None)
            assert run("ctl", "mark").returncode == 0
            assert send(Command.PAUSE) == Answer()
            time.sleep(0.2)
            assert run("ctl", "state").stdout.startswith("paused, 00:")
            assert send(Command.RESUME) == Answer()
            refused = run("ctl", "hide")
            assert (refused.returncode, refused.stderr) == (
                1,
                "prompter: this call has no overlay to hide: it is in a terminal\n",
            )
            assert send(Command.DISMISS).error == "no card is on show"
            time.sleep(0.05)
            assert run("ctl", "end").returncode == 0
            said, _nothing = call.communicate(timeout=60)
        finally:
            call.kill()
    assert call.returncode == 0, said
    assert "marked" in said
    assert list(running_calls()) == []
    assert (data_folder / "control").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", ["ctl"])
def test_ctl_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "prompter ctl next" in done.stdout
