"""How soon a card comes after the cue, at real pace, on the sample call; start and memory.

The delay is taken from the true end of the cue's last word (assets/sample_call.json) to the
moment the card was emitted, on the wall clock.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from prompter.assemble import sample
from prompter.paths import data_folder

ENGINES = ("moonshine", "vosk")


def watch_memory(process: psutil.Process, peak_mb: list[float]) -> None:
    """Keep the largest resident size (MB) of the process and its children, until it ends."""
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            family = [process, *process.children(recursive=True)]
            size_mb = sum(member.memory_info().rss for member in family) / 2**20
        except psutil.NoSuchProcess:
            return
        peak_mb[0] = max(peak_mb[0], size_mb)
        time.sleep(0.25)


def played(engine: str, file: Path, *options: str, display: bool = False) -> dict[str, Any]:
    """Replay `file` with `engine` in the real program; what it said and what it took."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(data_folder() / "models")
        (Path(folder) / "settings.toml").write_text(f'engine = "{engine}"\n')
        environment = {**os.environ, "PROMPTER_DATA_DIR": folder}
        if display:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        else:
            environment.pop("DISPLAY", None)
        out = Path(folder) / "events.jsonl"
        started, peak_mb = time.monotonic(), [0.0]
        command = [sys.executable, "-m", "prompter", "replay", str(file), "--events", str(out)]
        process = psutil.Popen([*command, *options], env=environment, stdout=subprocess.DEVNULL)
        watcher = threading.Thread(target=watch_memory, args=(process, peak_mb))
        watcher.start()
        ready_s = None
        while process.poll() is None:
            if ready_s is None and out.exists() and out.stat().st_size:
                ready_s = time.monotonic() - started
            if display and '"ended"' in (out.read_text() if out.exists() else ""):
                process.terminate()
            time.sleep(0.05)
        watcher.join()
        events = [json.loads(line) for line in out.read_text().splitlines()]
    return {"events": events, "ready_s": ready_s, "peak_mb": peak_mb[0]}


def delays_ms(events: list[dict[str, Any]]) -> dict[str, float]:
    """Per cue: from the true end of its last word to the card, milliseconds."""
    turns = json.loads(sample("sample_call.json").read_text())["turns"]
    cues = {cue["cue"]: cue["end_s"] for turn in turns for cue in turn["cues"]}
    return {
        event["cue"]: (event["at_s"] - cues[event["cue"]]) * 1000
        for event in events
        if event["type"] == "card_shown" and event["cue"] in cues
    }


def main(runs: int = 3) -> None:
    print("\n## The line at real pace: sample call, terminal\n")
    print("| engine | cards | delay p50 ms | delay p95 ms | start to ready s | peak MB |")
    print("|---|---|---|---|---|---|")
    for engine in ENGINES:
        all_ms: list[float] = []
        ready, peak, cards = [], [], []
        for _ in range(runs):
            run = played(engine, sample("sample_call.flac"), "--terminal", "--no-keep")
            found = delays_ms(run["events"])
            cards.append(len(found))
            all_ms += found.values()
            ready.append(run["ready_s"])
            peak.append(run["peak_mb"])
        all_ms.sort()
        p95 = all_ms[min(len(all_ms) - 1, round(0.95 * (len(all_ms) - 1)))]
        print(
            f"| {engine} | {cards} | {statistics.median(all_ms):.0f} | {p95:.0f} "
            f"| {statistics.median(ready):.1f} | {max(peak):.0f} |"
        )
    print("\nWith the overlay (offscreen), peak MB: ", end="")
    for engine in ENGINES:
        run = played(engine, sample("sample_call.flac"), "--overlay", "--no-keep", display=True)
        print(f"{engine} {run['peak_mb']:.0f}", end="; ")
    print()


if __name__ == "__main__":
    main()
