"""How soon a card comes in a live call, against the same call from a file; CPU of a live call.

A private sound server plays the first half minute of the sample call to the end of its first
cue. The true end of the cue is known to a few ms: a second recorder, with hardly any buffer,
notes when the sound was there, and what it recorded is matched with the sample. What the real
recorder adds is in the delay, then.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
import soundfile
import soxr

from prompter.assemble import build_session, sample
from prompter.capture import AudioSource, FileSource
from prompter.capture.pulse import PulseSource, Wish
from prompter.messages import RATE_HZ, CallEvent, CardShown, Channel, Level
from prompter.settings import Settings
from tests.bench.live_program import LiveProgram, live_server, load, looped
from tests.sound_server import SoundServer

PLAY_HZ = 48_000
PART_S = 30.0
MATCH_S = 4.0
"""So much of the sample's beginning is looked for in what was recorded."""
ENGINES = ("moonshine", "vosk")
Pcm = npt.NDArray[np.int16]


class Witness:
    """A recorder with 10 ms of buffer, and when each piece of it was there."""

    def __init__(self, server: SoundServer) -> None:
        command = [
            "parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1",
            "--latency-msec=10", "--device=call.monitor",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, env=server.environment, stdout=subprocess.PIPE, bufsize=0
        )
        self._pieces: list[bytes] = []
        self._ends: list[tuple[float, int]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        got = 0
        while data := self._process.stdout.read(640):
            self._pieces.append(data)
            got += len(data) // 2
            self._ends.append((time.monotonic(), got))

    def began(self, played: Pcm) -> float:
        """The monotonic time at which `played` (at RATE_HZ) began; ends the recording."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        heard = np.frombuffer(b"".join(self._pieces), np.int16).astype(float)
        wanted = played[: int(MATCH_S * RATE_HZ)].astype(float)
        size = 1 << (len(heard) + len(wanted)).bit_length()
        match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(wanted, size)), size)
        at = int(np.argmax(match[: len(heard)]))
        # sound is never early: the least late of the pieces around tells when it was there
        near = [end_s - got / RATE_HZ for end_s, got in self._ends if abs(got - at) < 3 * RATE_HZ]
        return min(near) + at / RATE_HZ


def part_of_sample(channel: int, rate_hz: int = PLAY_HZ) -> Pcm:
    """The first PART_S of the sample call; channel 0: the employer, 1: the user."""
    pcm, file_hz = soundfile.read(sample("sample_call.flac"), dtype="int16")
    part = pcm[: int(PART_S * file_hz), channel]
    return np.asarray(soxr.resample(part, file_hz, rate_hz), np.int16)


def first_cue() -> tuple[str, float]:
    """The sample call's first cue, and when its last word ends."""
    turns = json.loads(sample("sample_call.json").read_text(encoding="utf-8"))["turns"]
    cue = next(cue for turn in turns for cue in turn["cues"])
    return str(cue["cue"]), float(cue["end_s"])


def card_at(source: AudioSource, engine: str, play: bool, server: SoundServer) -> float | None:
    """Milliseconds from the cue's true end to its card; None when it did not come."""
    cue, cue_end_s = first_cue()
    shown: list[float] = []
    ready = threading.Event()

    def hear(event: CallEvent) -> None:
        if isinstance(event, Level):
            ready.set()
        elif isinstance(event, CardShown) and event.cue == cue and not shown:
            shown.append(time.monotonic())

    session = build_session(Settings(engine=engine), source, [hear])
    session.start()
    began = time.monotonic() - session.clock_s
    witness = None
    if play:
        ready.wait(10.0)
        witness = Witness(server)
        time.sleep(2.5)  # an idle sink gives its first sound after 1.9 s
        server.play(part_of_sample(1), PLAY_HZ, sink="micsink", app="mouth")
        server.play(part_of_sample(0), PLAY_HZ, app="Zoom")
    give_up = time.monotonic() + PART_S + 5
    while not shown and time.monotonic() < give_up:
        time.sleep(0.05)
    session.stop()
    if witness is not None:
        began = witness.began(part_of_sample(0, RATE_HZ))
    return (shown[0] - began - cue_end_s) * 1000 if shown else None


@contextmanager
def only_half_a_minute(folder: Path) -> Iterator[Path]:
    """The same half minute as a recording."""
    file = folder / "half_minute.wav"
    both = np.stack([part_of_sample(0, RATE_HZ), part_of_sample(1, RATE_HZ)], 1)
    soundfile.write(file, both, RATE_HZ)
    yield file
    file.unlink()


def table_of_delays(runs: int) -> None:
    print("\n## A live call: from the cue's end to its card, ms (first cue of the sample call)\n")
    print(f"load when it began: {load()}\n")
    print("| engine | way | cards | least | median | most |")
    print("|---|---|---|---|---|---|")
    for engine in ENGINES:
        for live in (False, True):
            found = []
            for _ in range(runs):
                with live_server() as server, only_half_a_minute(server.folder) as file:
                    wishes = {Channel.THEM: Wish(), Channel.ME: Wish()}
                    source = PulseSource(wishes) if live else FileSource(file, realtime=True)
                    delay_ms = card_at(source, engine, live, server)
                    found += [] if delay_ms is None else [delay_ms]
            figures = "no card | |"
            if found:
                figures = f"{min(found):.0f} | {statistics.median(found):.0f} | {max(found):.0f}"
            way = "live" if live else "file"
            print(f"| {engine} | {way} | {len(found)} of {runs} | {figures} |", flush=True)


def table_of_cpu(seconds: float) -> None:
    print(f"\n## CPU of a live call in cores, {seconds:.0f} s of the sample call at real pace\n")
    print(f"load when it began: {load()}\n")
    print("| engine | channels | program | speech child | recorders | all | sound server |")
    print("|---|---|---|---|---|---|---|")
    for engine in ENGINES:
        for hear_me in (False, True):
            with live_server() as server:
                looped(server, 0, "call", "Zoom")
                looped(server, 1, "micsink", "mouth")
                with LiveProgram(server, engine, hear_me=hear_me) as program:
                    program.until_heard()
                    before, server_s = program.cpu_s(), server_cpu_s(server)
                    started = time.monotonic()
                    time.sleep(seconds)
                    took_s = time.monotonic() - started
                    cores = {k: (v - before[k]) / took_s for k, v in program.cpu_s().items()}
                    server_cores = (server_cpu_s(server) - server_s) / took_s
            parts = f"{cores['program']:.2f} | {cores['speech']:.2f} | {cores['recorders']:.2f}"
            whole = f"{sum(cores.values()):.2f} | {server_cores:.2f}"
            print(f"| {engine} | {1 + hear_me} | {parts} | {whole} |", flush=True)


def server_cpu_s(server: SoundServer) -> float:
    """CPU seconds of the sound server so far."""
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if child.name() == "pulseaudio" and str(server.folder) in " ".join(child.cmdline()):
                times = child.cpu_times()
                return float(times.user + times.system)
    return 0.0


def main(runs: int = 5, seconds: float = 40.0) -> None:
    table_of_delays(runs)
    table_of_cpu(seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=40.0, help="of each CPU measurement")
    options = parser.parse_args()
    main(options.runs, options.seconds)
