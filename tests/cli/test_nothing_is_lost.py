"""Kills, full disks, read-only folders, damaged archives and models: one line, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from prompter.assemble import sample
from tests.cli.conftest import Run

SAMPLE = str(sample("sample_call.flac"))
SMALL_DISK = 'mount -t tmpfs -o size=1m prompter-test "$0" && cp "$1" "$0" && shift && exec "$@"'


def test_a_replay_that_is_killed_is_there_with_every_final_of_a_second_before(
    run: Run, data_folder: Path, tmp_path: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "moonshine"\nkeep = "transcript"\n')
    out = tmp_path / "events.jsonl"
    command = [sys.executable, "-m", "prompter", "replay", SAMPLE, "--events", str(out)]
    environment = {**os.environ, "PROMPTER_DATA_DIR": str(data_folder)}
    process = subprocess.Popen([*command, "--terminal"], env=environment, stdout=subprocess.DEVNULL)

    def finals() -> list[str]:
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        return [e["text"] for e in events if e["type"] == "hypothesis" and e["final"]]

    give_up = time.monotonic() + 90
    while len(finals()) < 6:
        assert time.monotonic() < give_up
        time.sleep(0.05)
    before = finals()
    time.sleep(1.0)
    process.send_signal(signal.SIGKILL)
    process.wait()
    shown = json.loads(run("calls", "show", "1", "--json").stdout)
    kept = [segment["text"] for segment in shown["segments"]]
    assert kept[: len(before)] == before
    assert "interrupted" in run("calls", "list").stdout


def test_a_damaged_archive_is_kept_aside_and_the_call_is_kept_in_a_new_one(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    (data_folder / "archive.db").write_bytes(b"This was an archive once.\n" * 400)
    done = run("replay", short_call, "--pace", "fast", "--terminal")
    assert done.returncode == 0, done.stderr
    assert "The archive was damaged. It is kept as" in done.stderr
    aside = [file for file in data_folder.iterdir() if "damaged" in file.name]
    assert len(aside) == 1
    assert aside[0].read_bytes().startswith(b"This was an archive once.")
    assert "Kept as call 1" in done.stdout


def in_small_disk(folder: Path, data_folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script with a disk of 1 MB of its own at `folder`."""
    folder.mkdir()
    settings = data_folder / "settings.toml"
    settings.write_text('engine = "moonshine"\nkeep = "transcript"\n')
    return subprocess.run(
        [
            *("unshare", "-m" if os.geteuid() == 0 else "-rm"),
            *("sh", "-c", SMALL_DISK, str(folder), str(settings), "sh", "-c", script),
            sys.executable,
        ],
        env={**os.environ, "PROMPTER_DATA_DIR": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_on_a_full_disk_the_call_goes_on_and_what_was_said_is_shown(
    data_folder: Path, short_call: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "disk"
    script = (
        f"dd if=/dev/zero of={folder}/big bs=1k 2>/dev/null; "
        f'"$0" -m prompter replay {short_call} --pace fast --terminal'
    )
    done = in_small_disk(folder, data_folder, script)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "full" in done.stderr
    assert len([line for line in done.stderr.splitlines() if "prompter:" in line]) <= 2


def test_a_read_only_data_folder_is_one_line(data_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    script = (
        f'mount -o remount,ro {folder} && "$0" -m prompter replay {SAMPLE} --pace fast --terminal'
    )
    done = in_small_disk(folder, data_folder, script)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "PROMPTER_DATA_DIR" in done.stderr


@pytest.mark.parametrize("place", [900_000])
def test_a_model_with_one_byte_changed_is_never_loaded(
    run: Run, data_folder: Path, short_call: Path, vosk_folder: Path, place: int
) -> None:
    models = data_folder / "models"
    models.unlink()
    own = models / vosk_folder.name
    own.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(vosk_folder) + "/.", str(own)], check=True)
    file = own / "am" / "final.mdl"
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    done = run("replay", short_call, "--pace", "fast", "--terminal", "--no-keep")
    said = " ".join(done.stdout.split())
    assert "is damaged (am/final.mdl)" in said
    assert "prompter models install" in said
    assert "Moonshine serves instead" in said
    verified = run("models", "verify")
    assert verified.returncode == 1
    assert "am/final.mdl" in verified.stdout + verified.stderr
