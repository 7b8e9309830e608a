"""A private PulseAudio server for tests: a null sink for the call, a microphone of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

_CONFIG = """
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
load-module module-null-sink sink_name=call rate=48000 channels=2 {about}Headset
load-module module-null-sink sink_name=micsink rate=48000 channels=1
load-module module-remap-source source_name=fakemic master=micsink.monitor {says}Microphone
set-default-sink call
set-default-source fakemic
"""
_SINK, _SOURCE = "sink_properties=device.description=", "source_properties=device.description="


class SoundServer:
    """Start, stop and change a real PulseAudio; play files into its sinks."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pa-"))
        self.socket = f"unix:{self.folder}/native"
        self.environment = {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "PULSE_SERVER": self.socket,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        config = self.folder / "default.pa"
        config.write_text(_CONFIG.format(folder=self.folder, about=_SINK, says=_SOURCE))
        environment = {k: v for k, v in self.environment.items() if k != "PULSE_SERVER"}
        command = [
            "pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disable-shm=yes", "--realtime=no", "--high-priority=no", "-n", "-F", str(config),
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + 20
        while self.control("info", check=False).returncode:
            assert time.monotonic() < give_up, "PulseAudio did not come up"
            time.sleep(0.02)

    def kill(self) -> None:
        """As in a crash."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        (self.folder / "native").unlink(missing_ok=True)

    def control(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *command], env=self.environment, capture_output=True, text=True, check=check
        )

    def recorder_pids(self, source: str) -> list[int]:
        """Processes that record from `source`."""
        listed = self.control("list", "sources", "short").stdout.splitlines()
        number = next(line.split()[0] for line in listed if line.split()[1] == source)
        found, on_source = [], False
        for line in self.control("list", "source-outputs").stdout.splitlines():
            if line.strip().startswith("Source: "):
                on_source = line.split()[-1] == number
            elif on_source and "application.process.id" in line:
                found.append(int(line.split('"')[1]))
        return found

    def module_with(self, words: str) -> str:
        """The number of the module that was loaded with these words."""
        modules = self.control("list", "modules", "short").stdout.splitlines()
        return next(line.split()[0] for line in modules if words in line)

    def play(
        self, samples: npt.NDArray[np.int16], rate_hz: int, *, sink: str = "call", app: str = "Zoom"
    ) -> subprocess.Popen[bytes]:
        """Play in the background, as the app of that name."""
        file = self.folder / f"play-{len(self._players)}.wav"
        soundfile.write(file, samples, rate_hz)
        command = ["paplay", f"--device={sink}", f"--client-name={app}", str(file)]
        command.insert(1, f"--property=application.name={app}")
        player = subprocess.Popen(command, env=self.environment)
        self._players.append(player)
        return player

    def close(self) -> None:
        for player in self._players:
            player.kill()
            player.wait()
        self.kill()
        shutil.rmtree(self.folder)


@contextlib.contextmanager
def serving(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """Run it; every client in the test connects to it."""
    try:
        server.start()
        for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "HOME", "XDG_CONFIG_HOME"):
            monkeypatch.setenv(name, server.environment[name])
        yield server
    finally:
        server.close()


@pytest.fixture
def sound_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A private PulseAudio, to which every client in this test connects."""
    with serving(SoundServer(), monkeypatch) as server:
        yield server
