"""What a soak with faults has seen, and the tables that it makes of it."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.faults import Injected
from tests.bench.live_program import FAMILY, load
from tests.bench.words_kept import REFERENCES, Heard

AFTER_S = 12.0
"""Words up to so long after a fault's end are counted to it."""


@dataclass
class Story:
    """One fault as it went: times in seconds on the call's clock."""

    fault: Injected
    begun_s: float
    mended_s: float = 0.0
    told_s: float | None = None
    over_s: float | None = None
    levels_s: list[float] = field(default_factory=list)

    def take(self, event: dict[str, Any]) -> None:
        """The first of each that fits."""
        at_s, mine = event["at_s"], event.get("channel") == (self.fault.channel or None)
        if event["type"] == "fault" and mine and event["kind"] == self.fault.kind:
            if not event["over"] and self.told_s is None:
                self.told_s = at_s
            elif event["over"] and self.told_s is not None:
                self.over_s = at_s
        elif event["type"] == "level" and mine:
            self.levels_s.append(at_s)

    @property
    def well_after_s(self) -> float | None:
        """From the mending to the last word of it; from its beginning when it mended itself."""
        if self.over_s is None:
            return None
        return self.over_s - (self.mended_s if self.over_s > self.mended_s else self.begun_s)

    @property
    def deaf_s(self) -> float:
        """The longest time without any sound, from just before it to AFTER_S after it."""
        end_s = self.mended_s + AFTER_S
        times = [self.begun_s, *(at_s for at_s in self.levels_s if at_s < end_s), end_s]
        return max(later - sooner for sooner, later in itertools.pairwise(times))


@dataclass
class Run:
    """All that was seen."""

    heard: Heard
    memory: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    handles: list[tuple[float, tuple[int, int]]] = field(default_factory=list)
    lags: list[tuple[float, float]] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    finals: list[str] = field(default_factory=list)
    clock_s: float = 0.0

    def take(self, event: dict[str, Any]) -> None:
        self.heard.take(event)
        for story in self.stories[-1:]:
            story.take(event)
        if event["type"] == "fault":
            self.told.append(event)
            state = "over" if event["over"] else event["text"]
            print(f"#   {event['at_s']:.1f} s: {event['kind']}: {state}", flush=True)
        elif event["type"] == "hypothesis" and event["final"]:
            self.finals.append(event["text"])
        elif event["type"] == "hypothesis":
            self.lags.append((event["at_s"], event["at_s"] - event["end_s"]))


def report(run: Run, minutes: float, engine: str) -> None:
    """All tables."""
    print(f"\n## Soak with faults: {minutes:.0f} min, {engine}, two channels, load {load()}\n")
    lost_at = _lost(run)
    print("| fault | times | lasts s | told after s | well after s | deaf for s | words lost |")
    print("|---|---|---|---|---|---|---|")
    for name in dict.fromkeys(story.fault.name for story in run.stories):
        mine = [story for story in run.stories if story.fault.name == name]
        told = [s.told_s - s.begun_s for s in mine if s.told_s is not None]
        over = [s.well_after_s for s in mine if s.well_after_s is not None]
        deaf = [s.deaf_s for s in mine]
        words = [sum(_window(run, s, at_s) for at_s in lost_at) for s in mine]
        silent = "" if mine[0].fault.kind else "nothing to tell"
        row = [silent or _range(told, len(mine)), silent or _range(over, len(mine))]
        row += [_range(deaf, len(mine)) if mine[0].fault.channel else "heard on"]
        cells = [str(len(mine)), f"{mine[0].fault.lasts_s:.0f}", *row, ", ".join(map(str, words))]
        print(f"| {name} | {' | '.join(cells)} |")
    outside = [at for at in lost_at if not any(_window(run, s, at) for s in run.stories)]
    rounds = int((run.clock_s - run.heard.began_s) // run.heard.loop_s)
    sure = run.heard.sure_words()
    missed = sum(_in_round(run, REFERENCES, at_s) for at_s in lost_at)
    print(f"\nwords of a round that are heard each time: {sure}; rounds: {rounds}")
    print(f"of them the round without faults that is no reference lacks {missed}")
    print(f"words lost far from any fault: {len(outside)}\n")
    _thirds(run, outside)
    kinds: dict[str, int] = {}
    for event in run.told:
        kinds[event["kind"]] = kinds.get(event["kind"], 0) + (not event["over"])
    print(f"\nfaults told: {kinds}")


def _lost(run: Run) -> list[float]:
    rounds = range(REFERENCES, int((run.clock_s - run.heard.began_s) // run.heard.loop_s))
    return [at for n in rounds for c in ("them", "me") for at in run.heard.missing(n, c)]


def _in_round(run: Run, number: int, at_s: float) -> bool:
    return number <= at_s / run.heard.loop_s < number + 1


def _window(run: Run, story: Story, at_s: float) -> bool:
    """Whether a word said then counts to this fault."""
    on_clock_s = at_s + run.heard.began_s
    return story.begun_s - 4 <= on_clock_s <= story.mended_s + AFTER_S


def _range(values: list[float], of: int) -> str:
    if not values:
        return "never"
    text = f"{statistics.median(values):.1f} (most {max(values):.1f})"
    return text if len(values) == of else f"{text}, {of - len(values)} never"


def _thirds(run: Run, outside: list[float]) -> None:
    end_s = run.memory[-1][0]
    print("| | start | middle | end |\n|---|---|---|---|")
    bounds = [(end_s * n / 3, end_s * (n + 1) / 3) for n in range(3)]

    def row(
        name: str,
        values: list[tuple[float, float]],
        pick: Callable[[Sequence[float]], float],
        form: str,
    ) -> None:
        cells = []
        for low_s, high_s in bounds:
            inside = [value for at_s, value in values if low_s <= at_s <= high_s]
            cells.append(format(pick(inside), form) if inside else "-")
        print(f"| {name} | {' | '.join(cells)} |")

    for part in FAMILY:
        row(f"{part}, MB, most", [(at, mb[part]) for at, mb in run.memory], max, ".0f")
    row("open files, most", [(at, h[0]) for at, h in run.handles], max, "d")
    row("threads, most", [(at, h[1]) for at, h in run.handles], max, "d")
    row("words behind the sound, s, 95 %", run.lags, lambda v: sorted(v)[int(0.95 * len(v))], ".2f")
    spread = [(at + run.heard.began_s, 1.0) for at in outside]
    row("words lost far from any fault", spread, len, "d")
