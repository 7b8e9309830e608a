"""The real program plays the sample call beside a call app, on a real desktop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from prompter.assemble import sample
from tests.ui.desktop import Desktop, wait_until

TURNS = json.loads(sample("sample_call.json").read_text(encoding="utf-8"))["turns"]
NEAR_MISSES = {cue for turn in TURNS for cue in turn.get("must_not", [])}


def events(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def cards(file: Path) -> list[dict[str, Any]]:
    return [event for event in events(file) if event["type"] == "card_shown"]


def overlay(desktop: Desktop) -> int:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "Prompter"],
        env=desktop.env,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    return int(found[-1]) if found else 0


def test_the_call_app_keeps_focus_and_keys_and_the_right_cards_show_above_it(
    desktop: Desktop, data_folder: Path, tmp_path: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "moonshine"\ntheme = "dark"')
    out, typed = tmp_path / "events.jsonl", tmp_path / "typed"
    command = [sys.executable, "-m", "prompter", "replay", str(sample("sample_call.flac"))]
    with desktop.xterm(typed) as call_app:
        program = subprocess.Popen(
            [*command, "--overlay", "--no-keep", "--events", str(out)],
            env={**os.environ, **desktop.env, "PROMPTER_DATA_DIR": str(data_folder)},
        )
        try:
            keys = ""
            for number in (1, 2, 3):
                wait_for_cards(out, number)
                line = f"card number {number}\n"
                desktop.ask("xdotool", "type", "--delay", "15", line)
                keys += line
                assert desktop.focused() == call_app
                above = desktop.stacking()
                assert above.index(overlay(desktop)) > above.index(call_app)
                picture = desktop.screenshot()
                assert picture.width() > 0
                picture.save(str(tmp_path / f"card-{number}.png"))
            wait_until(lambda: typed.exists() and typed.read_text() == keys, "all keys arrive")
        finally:
            program.terminate()
            assert program.wait(timeout=30) == 0
    shown = [card["cue"] for card in cards(out)]
    assert not set(shown) & NEAR_MISSES
    assert shown[0] == "chose_other"


def wait_for_cards(file: Path, number: int) -> None:
    for _ in range(3):  # the sample call is longer than one wait
        try:
            wait_until(lambda: len(cards(file)) >= number, f"card {number}")
        except AssertionError:
            continue
        return
    raise AssertionError(f"card {number} did not come: {events(file)}")
