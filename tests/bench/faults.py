"""What can go wrong in a call, done on purpose to the real program: see soak --faults."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prompter.errors import PrompterError
from tests.bench.live_program import LiveProgram
from tests.sound_server import SoundServer

CALL = ("module-null-sink", "sink_name=call", "rate=48000", "channels=2")
HEADSET = "sink_properties=device.description=Headset"
OTHER = ("module-null-sink", "sink_name=other", "rate=48000")
SPEAKERS = ("module-null-sink", "sink_name=speakers", "rate=48000", "channels=2")
REAL = "sink_properties=device.class=sound"
"""Makes it the one that the server chooses when the headset is gone."""
MICROPHONE = ("module-remap-source", "source_name=fakemic", "master=micsink.monitor", "channels=1")
FLOOD_S = 5.0
FLOOD = (b"state\n", b"", b"mark", b"\xff" * 4000, b"next" * 30 + b"\n", b"focus\0\n")


@dataclass(frozen=True)
class Injected:
    """One fault: begun, left for lasts_s, mended. kind: what the user is told, "" for nothing."""

    name: str
    channel: str
    kind: str
    lasts_s: float
    begin: Callable[[], None]
    mend: Callable[[], None] = lambda: None


def faults_for(server: SoundServer, program: LiveProgram, engine: str) -> list[Injected]:
    """All that this program and engine can meet, in turn."""
    full = _FullDisk(program.folder_seen / "filler")

    def pull_headset() -> None:
        server.control("unload-module", server.module_with("sink_name=call"))

    def plug_headset() -> None:  # the server moves the call back to it
        server.control("load-module", *CALL, HEADSET)

    def start_sound() -> None:
        server.start()
        server.control("load-module", *SPEAKERS, REAL)

    def kill_recorder() -> None:
        for child in program.process.children():
            with suppress(ProcessLookupError):
                if "--device=call.monitor" in child.cmdline():
                    os.kill(child.pid, signal.SIGKILL)

    def pull_microphone() -> None:
        server.control("unload-module", server.module_with("source_name=fakemic"))

    def plug_microphone() -> None:
        server.control("load-module", *MICROPHONE)
        server.control("set-default-source", "fakemic")

    def other_headset() -> None:
        server.control("load-module", *OTHER)
        server.control("set-default-sink", "other")
        _move_calls(server, "other")

    def first_headset() -> None:
        server.control("set-default-sink", "call")
        _move_calls(server, "call")
        server.control("unload-module", server.module_with("sink_name=other"))

    def mute() -> None:
        server.control("set-source-mute", "fakemic", "1")

    def unmute() -> None:
        server.control("set-source-mute", "fakemic", "0")

    server.control("load-module", *SPEAKERS, REAL)

    lost = "source_lost"
    found = [
        Injected("headset pulled, put back", "them", lost, 5.0, pull_headset, plug_headset),
        Injected("sound server killed, started", "them", lost, 5.0, server.kill, start_sound),
        Injected("recorder killed", "them", lost, 0.0, kill_recorder),
        Injected("microphone pulled, back", "me", lost, 5.0, pull_microphone, plug_microphone),
        Injected("call moved to another sink", "them", "", 8.0, other_headset, first_headset),
        Injected("microphone muted", "me", "silent", 8.0, mute, unmute),
        Injected("disk full, room again", "", "record_failed", 12.0, full.begin, full.mend),
        Injected("control socket flooded", "", "", FLOOD_S, _Flood(program).begin),
    ]
    if engine == "moonshine":
        kill = _speech_killer(program)
        found.insert(6, Injected("speech child killed", "them", "recognizer_failed", 0.0, kill))
    return found


def _move_calls(server: SoundServer, sink: str) -> None:
    """As the desktop does with what plays when another device is chosen."""
    lines = server.control("list", "sink-inputs").stdout.split("Sink Input #")[1:]
    for number in (line.split()[0] for line in lines if 'application.name = "Zoom"' in line):
        server.control("move-sink-input", number, sink, check=False)


def _speech_killer(program: LiveProgram) -> Callable[[], None]:
    def kill() -> None:
        for part, child in program.family():
            if part == "speech" and "spawn_main" in " ".join(child.cmdline()):
                child.kill()

    return kill


class _FullDisk:
    """The archive's disk, filled to its last byte, and again while room turns up."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def begin(self) -> None:
        with suppress(OSError), self._file.open("ab", buffering=0) as out:
            while True:
                out.write(bytes(65_536))
        with suppress(OSError), self._file.open("ab", buffering=0) as out:
            while True:
                out.write(bytes(512))

    def mend(self) -> None:
        self._file.unlink(missing_ok=True)


class _Flood:
    """Four clients that send commands and garbage as fast as they can."""

    def __init__(self, program: LiveProgram) -> None:
        self._program = program

    def begin(self) -> None:
        for number in range(4):
            threading.Thread(target=self._run, args=(number,), daemon=True).start()

    def _run(self, number: int) -> None:
        end_s = time.monotonic() + FLOOD_S
        file = self._program.folder_seen / "control" / f"{self._program.process.pid}.sock"
        sent = number
        while time.monotonic() < end_s:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1.0)
                client.connect(str(file))
                client.sendall(FLOOD[sent % len(FLOOD)])
                if sent % 3:
                    client.recv(4096)
            sent += 1


def answers(program: LiveProgram) -> bool:
    """Whether the call still answers on its socket."""
    file = program.folder_seen / "control" / f"{program.process.pid}.sock"
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(3.0)
            client.connect(str(file))
            client.sendall(b"state\n")
            return b'"ok": true' in client.recv(16_384)
    except (OSError, PrompterError):
        return False
