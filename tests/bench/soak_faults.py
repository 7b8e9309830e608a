"""The soak with faults: one a minute, in turn, each timed, and the words counted.

In the first four rounds of the sample call nothing is done: three say what is heard without
faults, and the fourth how many of those words are missed anyway.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter

from tests.bench.faults import Injected, answers, faults_for
from tests.bench.live_program import LiveProgram, live_server
from tests.bench.long_call import LongCall
from tests.bench.soak_seen import AFTER_S, Run, Story, report
from tests.bench.words_kept import REFERENCES, Heard

DISK_MB = 24
POLL_S = 0.05
SAMPLE_EVERY_S = 10.0
_KEPT = """
import json, sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}/archive.db?mode=ro", uri=True)
print(json.dumps([text for (text,) in database.execute("SELECT text FROM segments")]))
"""
CLEAN_ROUNDS = REFERENCES + 1


def with_faults(minutes: float, engine: str, every_s: float) -> None:
    """The real program on a sound server, a disk and a socket that all fail in turn."""
    with live_server() as server:
        calls = [LongCall(server, 0, "call", "Zoom"), LongCall(server, 1, "micsink", "mouth")]
        with LiveProgram(server, engine, app="Zoom", disk_mb=DISK_MB) as program:
            program.until_heard()
            zero_s = _zero_of(program)
            loop_s = calls[0].loop_s
            run = Run(Heard(loop_s, time.monotonic() - zero_s + 1))  # rounds begin anywhere
            kinds = itertools.cycle(faults_for(server, program, engine))
            next_s = run.heard.began_s + zero_s + CLEAN_ROUNDS * loop_s + 5
            end_s = time.monotonic() + minutes * 60
            sample_s = 0.0
            try:
                while (now_s := time.monotonic()) < end_s:
                    _listen(run, program, zero_s)
                    if now_s >= sample_s:
                        sample_s = now_s + SAMPLE_EVERY_S
                        _sample(run, program, now_s - zero_s)
                    if now_s >= next_s and now_s < end_s - AFTER_S - 15:
                        next_s += every_s
                        _inject(run, program, next(kinds), zero_s)
                    time.sleep(POLL_S)
                time.sleep(3.0)
                _listen(run, program, zero_s)
                print(f"# the control socket answers: {answers(program)}")
                report(run, minutes, engine)
                _compare_archive(run, program)
            except KeyboardInterrupt:
                report(run, (time.monotonic() - zero_s) / 60, engine)
            finally:
                for call in calls:
                    call.close()


def _zero_of(program: LiveProgram) -> float:
    """When the call's clock was 0, on this process's: the least that any event allows."""
    least_s, until_s = float("inf"), time.monotonic() + 3.0
    while time.monotonic() < until_s:
        for event in program.new_events():
            least_s = min(least_s, time.monotonic() - event["at_s"])
        time.sleep(0.005)
    return least_s


def _listen(run: Run, program: LiveProgram, zero_s: float) -> None:
    if program.process.poll() is not None:
        raise RuntimeError(f"the program ended by itself, {program.process.returncode}")
    run.clock_s = time.monotonic() - zero_s
    for event in program.new_events():
        run.take(event)


def _sample(run: Run, program: LiveProgram, at_s: float) -> None:
    run.memory.append((at_s, program.memory_mb()))
    run.handles.append((at_s, program.handles()))
    if len(run.memory) % 6 == 1:
        parts = ", ".join(f"{part} {mb:.0f} MB" for part, mb in run.memory[-1][1].items())
        files, threads = run.handles[-1][1]
        lag_s = max((lag for _, lag in run.lags[-200:]), default=0.0)
        print(f"# {at_s:.0f} s: {parts}; {files} files, {threads} threads; behind {lag_s:.1f} s")


def _inject(run: Run, program: LiveProgram, fault: Injected, zero_s: float) -> None:
    story = Story(fault, time.monotonic() - zero_s)
    print(f"# {story.begun_s:.1f} s: {fault.name}", flush=True)
    run.stories.append(story)
    fault.begin()
    until_s = time.monotonic() + fault.lasts_s
    while time.monotonic() < until_s:
        _listen(run, program, zero_s)
        time.sleep(POLL_S)
    story.mended_s = time.monotonic() - zero_s
    fault.mend()


def _compare_archive(run: Run, program: LiveProgram) -> None:
    """Is each final that was told also kept? Asked while the call goes on.

    The archive lies on a disk that only the program's own mount namespace has.
    """
    own = ["--user"] if os.geteuid() else []
    enter = ["nsenter", f"--target={program.process.pid}", "--mount", *own]
    ask = [sys.executable, "-c", _KEPT, str(program.data)]
    done = subprocess.run([*enter, *ask], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"the archive could not be looked into: {done.stderr[-500:]}")
        return
    kept = Counter(json.loads(done.stdout))
    told = Counter(text for text in run.finals if text.strip())
    lost = (told - kept).total()
    print(f"\nfinals told: {told.total()}, kept: {kept.total()}, told but not kept: {lost}")
