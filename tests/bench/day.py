"""Hours of calls, one after another, many times faster than life: does anything pile up?

    python -m tests.bench.soak --pace 20 --hours 8

Known words stand in for the recognizer (see paced); each call is shown in a real overlay
without a screen, kept, and read again. In every eighth call something goes wrong.
"""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication

from prompter.record import ArchiveReader
from prompter.record.keys import KEYS, Protect
from prompter.running_call import Take
from prompter.ui.shown_call import ShownCall
from prompter.ui.view_settings import ViewSettings
from tests.bench.live_program import load
from tests.bench.paced import PacedCall, SpokenCall, spoken_calls

FAULT_EVERY = 8
FAULTS = ("archive held by another program", "sound missing", "recognizer fails", "paused")
MISSING_S = (10.0, 15.0)
FAILS_AT_S = 20.0
HELD_S = 1.5
"""Of the wall clock; a call of 80 s takes four."""


@dataclass
class Told:
    """One call: what it left. at_s: of call time, since the first call's start."""

    at_s: float
    fault: str
    lost: int
    words: int
    memory_mb: float
    files: int
    threads: int
    lags_s: list[float] = field(default_factory=list)
    kinds: tuple[str, ...] = ()


def day(hours: float, pace: float) -> None:
    """All of it; the table at the end."""
    app = QApplication(["soak", "-platform", "offscreen"])
    KEYS.choose(Protect.PLAIN)
    told: list[Told] = []
    calls, faults = itertools.cycle(spoken_calls()), itertools.cycle(FAULTS)
    began_s, at_s = time.monotonic(), 0.0
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        while at_s < hours * 3600:
            fault = next(faults) if len(told) % FAULT_EVERY == FAULT_EVERY - 1 else ""
            # the sample call, with both sides, in every second call and where something fails
            spoken = spoken_calls()[0] if fault or len(told) % 2 == 0 else next(calls)
            told.append(_one(app, spoken, archive, pace, fault, at_s))
            at_s += spoken.turns[-1].words[-1].end_s
            if len(told) % 20 == 1:
                last = told[-1]
                print(
                    f"# {at_s / 3600:.2f} h of calls, {len(told)} calls: "
                    f"{last.memory_mb:.0f} MB, {last.files} files, {last.threads} threads",
                    flush=True,
                )
        size_mb = archive.stat().st_size / 2**20
        with ArchiveReader.open(archive) as reader:
            kept = len(reader.calls(limit=100_000))
    took_s = time.monotonic() - began_s
    report(told, at_s, took_s, pace)
    print(f"\ncalls made {len(told)}, kept {kept}; archive {size_mb:.1f} MB")


def _one(
    app: QApplication, spoken: SpokenCall, archive: Path, pace: float, fault: str, at_s: float
) -> Told:
    made: list[PacedCall] = []

    def make_call(take: Take) -> PacedCall:
        made.append(
            PacedCall(
                spoken,
                archive,
                take,
                pace=pace,
                missing=MISSING_S if fault == "sound missing" else (0.0, 0.0),
                fails_at_s=FAILS_AT_S if fault == "recognizer fails" else float("inf"),
            )
        )
        return made[-1]

    shown = ShownCall(make_call, ViewSettings("dark"), close_when_ended=True)
    shown.closed.connect(app.quit)
    shown.start()
    if fault == "archive held by another program":
        threading.Thread(target=_hold, args=(archive,), daemon=True).start()
    if fault == "paused":
        for after_s, act in ((10 / pace, made[0].pause), (20 / pace, made[0].resume)):
            threading.Timer(after_s, act).start()
    app.exec()
    shown.overlay.deleteLater()
    shown.deleteLater()
    (call,) = made
    if call.failed:
        raise RuntimeError("a bug ended a call")
    own = psutil.Process()
    lost, words = _lost(spoken, archive, call.recorder.call_id)
    return Told(
        at_s, fault, lost, words, own.memory_info().rss / 2**20, own.num_fds(),
        own.num_threads(), call.lags_s, tuple(f.kind.value for f in call.faults if not f.over),
    )  # fmt: skip


def _hold(archive: Path) -> None:
    """Another program has the archive to itself for a while."""
    time.sleep(0.5)
    database = sqlite3.connect(archive, isolation_level=None, timeout=5.0)
    database.execute("BEGIN IMMEDIATE")
    time.sleep(HELD_S)
    database.execute("COMMIT")
    database.close()


def _lost(spoken: SpokenCall, archive: Path, number: int | None) -> tuple[int, int]:
    """Words that were said but are not in the archive, and how many were said."""
    said = Counter(word for turn in spoken.turns for word in turn.text.split())
    if number is None:
        return said.total(), said.total()
    with ArchiveReader.open(archive) as reader:
        pieces = reader.call(number).segments
    kept = Counter(word for piece in pieces for word in piece.text.split())
    return (said - kept).total(), said.total()


def report(told: list[Told], at_s: float, took_s: float, pace: float) -> None:
    """What was found, in thirds of the time."""
    print(f"\n## {at_s / 3600:.1f} hours of calls in {took_s / 60:.0f} min, {pace:g} times as fast")
    print(f"\n{len(told)} calls, load {load()}\n")
    thirds = [[t for t in told if int(3 * t.at_s / at_s) == n] for n in range(3)]
    print("| | start | middle | end |\n|---|---|---|---|")
    rows: dict[str, list[float]] = {
        "memory, MB, most": [max(t.memory_mb for t in third) for third in thirds],
        "memory, MB, after the third's last call": [third[-1].memory_mb for third in thirds],
        "open files, most": [max(t.files for t in third) for third in thirds],
        "threads, most": [max(t.threads for t in third) for third in thirds],
        "words lost where nothing was done": [
            sum(t.lost for t in third if not t.fault) for third in thirds
        ],
        "of words said there": [sum(t.words for t in third if not t.fault) for third in thirds],
    }
    for name, values in rows.items():
        print(f"| {name} | {' | '.join(f'{value:.0f}' for value in values)} |")
    for name, share in (("median", 0.5), ("95 %", 0.95), ("most", 1.0)):
        cells = []
        for third in thirds:
            lags = sorted(lag for t in third for lag in t.lags_s)
            cells.append(f"{lags[round(share * (len(lags) - 1))] * 1000:.0f}")
        print(f"| behind the sound, ms, {name} | {' | '.join(cells)} |")
    print("\n| fault | calls | words lost, median | of | told |\n|---|---|---|---|---|")
    for fault in FAULTS:
        mine = [t for t in told if t.fault == fault]
        if mine:
            kinds = sorted({kind for t in mine for kind in t.kinds}) or ["nothing"]
            lost = statistics.median(t.lost for t in mine)
            row = [fault, str(len(mine)), f"{lost:.0f}", str(mine[0].words), ", ".join(kinds)]
            print(f"| {' | '.join(row)} |")
    strange = sorted({kind for t in told if not t.fault for kind in t.kinds})
    print(f"\nfaults told where nothing was done: {strange or 'none'}")
