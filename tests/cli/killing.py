"""Kills the real program at a random moment of a call, and looks at what is left.

By hand, more kills than the tests do:   python -m tests.cli.killing 200
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from prompter import paths
from prompter.assemble import sample
from prompter.record import Archive, ArchiveReader
from prompter.record.going_on import cut_off

SURE_S = 1.0
"""What was said and seen as a final earlier than this before the kill must be kept."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill. missing: finals that had to be kept and weren't. call_id: None before it began.

    marked, told: whether the next start will tell of it, and whether it did.
    """

    after_s: float
    seen: int
    missing: tuple[str, ...]
    call_id: int | None
    marked: bool
    told: bool


def kill_a_call(
    folder: Path, recording: Path, after_s: float, *, pace: str = "fast", again: bool = True
) -> Killed:
    """Replay `recording`, kill the program after so long, then start it again as a user would.

    again: False leaves the second start to the caller.
    Raises AssertionError when the archive can't be opened or isn't whole.
    """
    events = folder / "events.jsonl"
    events.unlink(missing_ok=True)
    before = _newest(folder)
    environment = {**os.environ, "PROMPTER_DATA_DIR": str(folder), "COLUMNS": "200"}
    command = [sys.executable, "-m", "prompter"]
    arguments = ["replay", str(recording), "--pace", pace, "--terminal", "--events", str(events)]
    process = subprocess.Popen(
        [*command, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seen_at: dict[str, float] = {}
    give_up = time.monotonic() + 90
    while after_s >= 0 and not _began(events) and process.poll() is None:
        assert time.monotonic() < give_up
        time.sleep(0.01)
    end = time.monotonic() + abs(after_s)
    while time.monotonic() < end and process.poll() is None:
        for text in _finals(events):
            seen_at.setdefault(text, time.monotonic())
        time.sleep(0.01)
    killed_at = time.monotonic()
    process.send_signal(signal.SIGKILL)
    _, _ = process.communicate()

    archive = folder / "archive.db"
    marked = cut_off(archive)
    faults: list[str] = []
    kept: list[str] = []
    call_id = None
    if archive.exists():
        Archive.open(archive, on_fault=lambda fault: faults.append(fault.text)).close()
        assert not faults, faults
        with ArchiveReader.open(archive) as reader:
            newest = next(iter(reader.calls(limit=1)), None)
            if newest is not None and newest.id != before:
                call_id = newest.id
                kept = [segment.text for segment in reader.call(newest.id).segments]
    must = [text for text, at in seen_at.items() if killed_at - at > SURE_S]
    told = again and _is_told(folder, marked, environment)
    missing = tuple(text for text in must if text not in kept)
    return Killed(after_s, len(seen_at), missing, call_id, call_id in marked, told)


def _is_told(folder: Path, marked: list[int], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        [sys.executable, "-m", "prompter", "calls", "list"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = "ended without a goodbye" in done.stderr
    assert told == any(was_cut_off(folder, number) for number in marked), done.stderr
    assert cut_off(folder / "archive.db") == []
    return told


def was_cut_off(folder: Path, call_id: int) -> bool:
    """Whether the call has no end."""
    with ArchiveReader.open(folder / "archive.db") as reader:
        return reader.call(call_id).summary.interrupted


def _newest(folder: Path) -> int | None:
    if not (folder / "archive.db").exists():
        return None
    with ArchiveReader.open(folder / "archive.db") as reader:
        return next((call.id for call in reader.calls(limit=1)), None)


def _began(events: Path) -> bool:
    return events.exists() and events.stat().st_size > 0


def _finals(events: Path) -> list[str]:
    text = events.read_text(encoding="utf-8") if events.exists() else ""
    found = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return [
        event["text"]
        for event in found
        if event["type"] == "hypothesis" and event["final"] and event["text"].strip()
    ]


def main(count: int) -> int:
    """Kill `count` calls in one archive, some still loading; says what was found."""
    rng = random.Random(20260302)
    bad = []
    in_call = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        folder.mkdir(mode=0o700)
        (folder / "models").symlink_to(paths.models_folder())
        (folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
        for number in range(count):
            pace = rng.choice(["fast", "realtime"])
            killed = kill_a_call(
                folder, sample("sample_call.flac"), rng.uniform(-2.0, 7.0), pace=pace
            )
            cut = killed.call_id is not None and was_cut_off(folder, killed.call_id)
            in_call += cut
            # Between the commit of an empty call and its mark lies a moment.
            if killed.missing or (killed.seen and cut != killed.told):
                bad.append(killed)
            if number % 10 == 9:
                print(f"{number + 1} kills, {in_call} in a call, {len(bad)} bad", flush=True)
    for killed in bad:
        print(killed)
    print(f"{count} kills, {in_call} in mid-call, {len(bad)} with a loss or without being told")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
