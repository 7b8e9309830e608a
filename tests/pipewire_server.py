"""A private PipeWire for tests, with the same sinks and microphone as the private PulseAudio.

PipeWire, its session manager WirePlumber and its PulseAudio stand-in run as on a desktop, but
without D-Bus and without devices. Debian: pipewire, pipewire-pulse, wireplumber.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

from tests.sound_server import SoundServer

_NO_DEVICES = """
alsa_monitor.enabled = false
v4l2_monitor.enabled = false
libcamera_monitor.enabled = false
default_access.properties["enable-flatpak-portal"] = false
"""
"""The hardware monitors and the Flatpak portal want D-Bus."""
_NO_BLUETOOTH = "bluez_monitor.enabled = false\n"
_LOADS = (
    ("module-null-sink", "sink_name=call", "rate=48000", "channels=2",
     "sink_properties=device.description=Headset"),
    ("module-null-sink", "sink_name=micsink", "rate=48000", "channels=1"),
    ("module-remap-source", "source_name=fakemic", "master=micsink.monitor",
     "source_properties=device.description=Microphone"),
)  # fmt: skip


class PipeWireServer(SoundServer):
    """Start, stop and change a real PipeWire; play files into its sinks."""

    def __init__(self) -> None:
        super().__init__()
        self._daemons: list[subprocess.Popen[bytes]] = []
        self.environment |= {
            "PIPEWIRE_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder),
            "XDG_STATE_HOME": str(self.folder),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/nothing",
        }

    def start(self) -> None:
        for part, text in (("main", _NO_DEVICES), ("bluetooth", _NO_BLUETOOTH)):
            folder = self.folder / "wireplumber" / f"{part}.lua.d"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "51-none.lua").write_text(text)
        self._run("pipewire")
        _wait("PipeWire", (self.folder / "pipewire-0").exists)
        self._run("wireplumber")
        self._run("pipewire-pulse")
        _wait("its stand-in for PulseAudio", lambda: self._done("info"))
        for load in _LOADS:
            self.control("load-module", *load)
        _wait("the default sink", lambda: self._became_default("sink", "call"))
        _wait("the default source", lambda: self._became_default("source", "fakemic"))

    def kill(self) -> None:
        """As in a crash of all its parts."""
        for daemon in self._daemons:
            daemon.kill()
            daemon.wait()
        self._daemons.clear()
        for socket in ("native", "pipewire-0", "pipewire-0-manager"):
            (self.folder / socket).unlink(missing_ok=True)

    def _run(self, program: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {k: v for k, v in self.environment.items() if k != "PULSE_SERVER"}
        self._daemons.append(subprocess.Popen([program], env=environment, **quiet))  # type: ignore[call-overload]

    def _done(self, *command: str) -> bool:
        return self.control(*command, check=False).returncode == 0

    def _became_default(self, kind: str, name: str) -> bool:
        self._done(f"set-default-{kind}", name)
        return self.control(f"get-default-{kind}", check=False).stdout.strip() == name


def _wait(what: str, there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not there():
        assert time.monotonic() < give_up, f"{what} did not come up"
        time.sleep(0.05)
