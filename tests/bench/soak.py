"""An hour's live call at real pace: does memory stay flat, is anything lost, do clocks part?

    python -m tests.bench.soak --minutes 60
    python -m tests.bench.soak --minutes 60 --engine moonshine
    python -m tests.bench.soak --minutes 60 --capture-only
    python -m tests.bench.soak --minutes 60 --engine vosk --faults
    python -m tests.bench.soak --pace 20 --hours 8

The first two run the real program on the sample call, played in a loop into both channels.
The last runs the capture alone: both channels hear the same, which tells how far apart their
clocks are. With --faults something breaks every minute: see soak_faults. With --pace many
calls follow each other: see day.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field
from typing import Any

import psutil

from prompter.messages import RATE_HZ, Channel
from tests.bench.clocks import Clocks, TwoRecorders
from tests.bench.day import day
from tests.bench.live_program import FAMILY, LiveProgram, live_server, load, looped
from tests.bench.soak_faults import with_faults

SAMPLE_EVERY_S = 10.0
SETTLED_S = 300.0
"""Memory is compared from here on (or from a third of a shorter run)."""


@dataclass
class Soak:
    """What was seen so far."""

    memory: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    lags: list[tuple[float, float]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    cards: int = 0

    def say_how_it_stands(self) -> None:
        """Each minute, so that a run that is cut short has told something."""
        at_s, mb = self.memory[-1]
        if len(self.memory) % 6 == 1:
            lag_s = max((lag for _, lag in self.lags[-200:]), default=0.0)
            parts = ", ".join(f"{part} {size:.0f} MB" for part, size in mb.items())
            print(f"# {at_s:.0f} s: {parts}; behind {lag_s:.1f} s", flush=True)

    def take(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            if event["type"] == "fault" and not event["over"]:
                self.faults.append(event)
                print(f"# {event['at_s']:.0f} s: {event['kind']}: {event['text']}", flush=True)
            elif event["type"] == "card_shown":
                self.cards += 1
            elif event["type"] == "hypothesis" and not event["final"]:
                self.lags.append((event["at_s"], event["at_s"] - event["end_s"]))


def full(minutes: float, engine: str) -> None:
    """The real program."""
    soak, started = Soak(), time.monotonic()
    with live_server() as server:
        looped(server, 0, "call", "Zoom")
        looped(server, 1, "micsink", "mouth")
        with LiveProgram(server, engine) as program:
            program.until_heard()
            cpu_from, started = program.cpu_s(), time.monotonic()
            while (at_s := time.monotonic() - started) < minutes * 60:
                soak.memory.append((at_s, program.memory_mb()))
                soak.take(program.new_events())
                soak.say_how_it_stands()
                time.sleep(min(SAMPLE_EVERY_S, max(0.0, minutes * 60 - at_s)))
                if program.process.poll() is not None:
                    raise RuntimeError(f"the program ended by itself after {at_s:.0f} s")
            took_s = time.monotonic() - started
            cores = {k: (v - cpu_from[k]) / took_s for k, v in program.cpu_s().items()}
    report(soak, minutes, engine, cores)


def report(soak: Soak, minutes: float, engine: str, cores: dict[str, float]) -> None:
    settled_s = min(SETTLED_S, minutes * 20)
    late = [(at, mb) for at, mb in soak.memory if at >= settled_s]
    half = len(late) // 2
    print(f"\n## Soak: {minutes:g} min, {engine}, two channels, load now {load()}\n")
    print("| | program | speech child | recorders | all |\n|---|---|---|---|---|")
    after, end = late[0][1], late[-1][1]
    row(f"memory after {settled_s / 60:.0f} min, MB", after)
    row("memory at the end, MB", end)
    row("growth, MB", {part: end[part] - after[part] for part in FAMILY})
    row("peak in the first half after that, MB", peak(late[:half]))
    row("peak in the second half, MB", peak(late[half:]))
    row("CPU, cores", cores, digits=2)
    middle_s = soak.lags[len(soak.lags) // 2][0] if soak.lags else 0.0
    halves = [
        [lag for at, lag in soak.lags if (at >= middle_s) is later] for later in (False, True)
    ]
    print("\n| partial words behind the sound, s | median | 95 % | most |\n|---|---|---|---|")
    for name, lags in zip(("first half", "second half"), halves, strict=True):
        ordered = sorted(lags)
        high = ordered[round(0.95 * (len(ordered) - 1))]
        print(f"| {name} | {statistics.median(lags):.2f} | {high:.2f} | {max(lags):.2f} |")
    kinds: dict[str, int] = {}
    for fault in soak.faults:
        kinds[fault["kind"]] = kinds.get(fault["kind"], 0) + 1
    print(f"\nfaults: {kinds or 'none'}; cards: {soak.cards}; partials: {len(soak.lags)}")


def row(name: str, parts: dict[str, float], digits: int = 0) -> None:
    numbers = [*parts.values(), sum(parts.values())]
    print(f"| {name} | " + " | ".join(f"{number:.{digits}f}" for number in numbers) + " |")


def peak(memory: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    """Of each part; their sum may be more than was ever used at once."""
    return {part: max(mb[part] for _, mb in memory) for part in FAMILY}


def capture_only(minutes: float) -> None:
    """The capture alone, in this process; both channels hear the same."""
    clocks, apart, own = Clocks(), [], psutil.Process()
    with live_server() as server:
        looped(server, 0, "call", "Player")
        source = TwoRecorders(clocks)
        source.start()
        time.sleep(5.0)
        clocks.apart_ms()
        began = time.monotonic()
        cpu_from, heard_from = own.cpu_times(), dict(clocks.samples)
        memory_mb = []
        while time.monotonic() - began < minutes * 60:
            time.sleep(SAMPLE_EVERY_S)
            found = clocks.apart_ms()
            apart += [] if found is None else [found]
            memory_mb.append(own.memory_info().rss / 2**20)
            if len(memory_mb) % 6 == 1:
                apart_ms = ", ".join(f"{ms:.1f}" for ms in apart[-6:])
                print(f"# {time.monotonic() - began:.0f} s: {apart_ms} ms apart", flush=True)
        took_s = time.monotonic() - began
        cpu_s = sum(own.cpu_times()[:2]) - sum(cpu_from[:2])
        source.stop()
    print(f"\n## Capture alone: {minutes:g} min, two channels, load now {load()}\n")
    print("| clocks apart: least ms | most ms | first ms | last ms | drift ms |")
    print("|---|---|---|---|---|")
    drift = statistics.mean(apart[-3:]) - statistics.mean(apart[:3])
    figures = (min(apart), max(apart), apart[0], apart[-1], drift)
    print("| " + " | ".join(f"{figure:.1f}" for figure in figures) + " |")
    for channel in Channel:
        heard_s = (clocks.samples[channel] - heard_from[channel]) / RATE_HZ
        print(f"\n{channel.value}: {heard_s:.1f} s of sound in {took_s:.1f} s")
    settled = memory_mb[len(memory_mb) // 3]
    print(f"\nmemory: {settled:.0f} MB after a third, {memory_mb[-1]:.0f} MB at the end")
    print(f"breaks in time: {clocks.breaks}; faults: {[f.text for f in clocks.faults] or 'none'}")
    print(f"CPU of this process: {cpu_s / took_s:.3f} cores")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--engine", choices=("vosk", "moonshine"), default="vosk")
    parser.add_argument("--capture-only", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two faults")
    parser.add_argument("--pace", type=float, help="so many times as fast as life")
    parser.add_argument("--hours", type=float, default=8.0, help="with --pace: hours of calls")
    options = parser.parse_args()
    if options.pace:
        day(options.hours, options.pace)
    elif options.capture_only:
        capture_only(options.minutes)
    elif options.faults:
        with_faults(options.minutes, options.engine, options.every)
    else:
        full(options.minutes, options.engine)
