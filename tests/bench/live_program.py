"""The real `prompter run` on a private sound server that plays the sample call in a loop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import psutil
import soundfile
import soxr

from prompter.assemble import sample
from prompter.paths import data_folder
from tests.sound_server import SoundServer

PLAY_HZ = 48_000
FAMILY = ("program", "speech", "recorders")
"""Parts of the process family: Prompter itself, Moonshine's children, the recorders."""
_NAMES = ("PULSE_SERVER", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")


@contextmanager
def live_server() -> Iterator[SoundServer]:
    """A private sound server, also for what runs in this process."""
    server = SoundServer()
    kept = {name: os.environ.get(name) for name in _NAMES}
    server.start()
    os.environ.update({name: server.environment[name] for name in _NAMES})
    try:
        yield server
    finally:
        server.close()
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def looped(server: SoundServer, channel: int, sink: str, app: str) -> None:
    """Play one channel of the sample call without end, as one stream, until the server closes.

    With the faintest noise: no line is ever at pure zero, as the recording's pauses are.
    """
    pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16")
    sound = soxr.resample(pcm[:, channel], rate_hz, PLAY_HZ)
    hiss = np.random.default_rng(channel).integers(-8, 9, len(sound), dtype=np.int16)
    data = (np.clip(sound, -32_000, 32_000) + hiss).astype(np.int16).tobytes()
    player = subprocess.Popen(
        [
            "pacat", "--playback", "--raw", "--format=s16le", f"--rate={PLAY_HZ}", "--channels=1",
            f"--device={sink}", f"--client-name={app}", f"--property=application.name={app}",
        ],
        env=server.environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def feed() -> None:
        assert player.stdin is not None
        with suppress(OSError):  # the server's end is the end
            while True:
                player.stdin.write(data)
        with suppress(OSError):
            player.stdin.close()
        player.wait()

    threading.Thread(target=feed, name=f"plays {sink}", daemon=True).start()


def load() -> str:
    """How busy the machine is, this program included: the load of the last five minutes."""
    return f"{os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"


_ON_A_DISK = """
mount -t tmpfs -o size=$1m prompter-soak "$2" && cp "$3" "$2/settings.toml" &&
ln -s "$4" "$2/models" && shift 4 && exec "$@"
"""


class LiveProgram:
    """`prompter run --terminal` in a process of its own; a context manager.

    disk_mb: give it a disk of its own of that size, and keep the transcript on it.
    """

    def __init__(
        self,
        server: SoundServer,
        engine: str,
        *,
        hear_me: bool = True,
        app: str = "",
        disk_mb: int = 0,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        settings = f'engine = "{engine}"\nhear_me = {str(hear_me).lower()}\n'
        settings += f'call_app = "{app}"\nkeep = "transcript"\nprotect = "plain"\n'
        (folder / "settings.toml").write_text(settings)
        self._file = folder / "events.jsonl"
        self._read_to = 0
        self.channels = ("them", "me") if hear_me else ("them",)
        models, self.data = data_folder() / "models", folder / "data" if disk_mb else folder
        command = [sys.executable, "-m", "prompter", "run", "--terminal"]
        command += ["--events", str(self._file)]
        if disk_mb:
            self.data.mkdir()
            places = [str(disk_mb), str(self.data), str(folder / "settings.toml"), str(models)]
            command = ["sh", "-ec", _ON_A_DISK, "sh", *places, *command]
            command = ["unshare", "-m" if os.geteuid() == 0 else "-rm", *command]
        else:
            (folder / "models").symlink_to(models)
            command.append("--no-keep")
        environment = {**os.environ, **server.environment, "PROMPTER_DATA_DIR": str(self.data)}
        self.process = psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        self.folder_seen = (
            Path(f"/proc/{self.process.pid}/root{self.data}") if disk_mb else self.data
        )
        """Its data folder, as this process sees it."""

    def __enter__(self) -> LiveProgram:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except psutil.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._folder.cleanup()

    def until_heard(self, within_s: float = 60.0) -> None:
        """Wait until each channel has recognised something."""
        missing, give_up = set(self.channels), time.monotonic() + within_s
        while missing and time.monotonic() < give_up:
            missing -= {e["channel"] for e in self.new_events() if e["type"] == "hypothesis"}
            time.sleep(0.1)
        if missing:
            raise RuntimeError(f"nothing was recognised of {missing}")

    def new_events(self) -> list[dict[str, Any]]:
        """Events since the last time."""
        if not self._file.exists():
            return []
        with self._file.open("rb") as file:
            file.seek(self._read_to)
            lines = file.read().rpartition(b"\n")[0]
        self._read_to += len(lines) + 1 if lines else 0
        return [json.loads(line) for line in lines.splitlines()]

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds so far, by part of the family."""
        found = dict.fromkeys(FAMILY, 0.0)
        for part, member in self.family():
            with suppress(psutil.Error):
                times = member.cpu_times()
                found[part] += times.user + times.system
        return found

    def memory_mb(self) -> dict[str, float]:
        """Resident memory now, by part of the family."""
        found = dict.fromkeys(FAMILY, 0.0)
        for part, member in self.family():
            with suppress(psutil.Error):
                found[part] += member.memory_info().rss / 2**20
        return found

    def handles(self) -> tuple[int, int]:
        """Open files and threads of the program itself."""
        return self.process.num_fds(), self.process.num_threads()

    def family(self) -> Iterator[tuple[str, psutil.Process]]:
        yield "program", self.process
        for child in self.process.children(recursive=True):
            with suppress(psutil.Error):
                records = child.name().startswith(("parec", "pacat"))
                yield ("recorders" if records else "speech"), child
