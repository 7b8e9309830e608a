"""Stage 1, capture: the state of the sound server, and word of each change of it.

In:      a PulseAudio server, or PipeWire's stand-in for one.
Out:     Snapshot.
Thread:  the one that made it.
Errors:  AudioTrouble when the server is not there or goes away.
Source:  pulsectl; the only module that imports it. It sees a moved stream in 1 to 3 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType

import pulsectl

from prompter.errors import AudioTrouble

_EVENTS = ("sink", "source", "sink_input", "source_output", "server")


@dataclass(frozen=True, slots=True)
class Stream:
    """Something that plays. app: as the app names itself. sink: name of where it plays.

    pid: of the app's process, 0 when it doesn't tell.
    """

    index: int
    app: str
    sink: str
    playing: bool
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Recorder:
    """Something that records. source: name of what it is attached to. pid: as in Stream."""

    app: str
    source: str
    recording: bool
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Device:
    """Something to record from. label: for people. monitors: a monitor's sink, else empty."""

    name: str
    label: str
    monitors: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The server's state."""

    streams: tuple[Stream, ...] = ()
    sources: tuple[Device, ...] = ()
    default_sink: str = ""
    default_source: str = ""
    recordings: tuple[Recorder, ...] = ()

    @property
    def recorders(self) -> Mapping[int, str]:
        """What each recording process is attached to, by pid."""
        return {each.pid: each.source for each in self.recordings if each.pid}

    def source(self, name: str) -> Device | None:
        """The source of that name, if it is there."""
        return next((device for device in self.sources if device.name == name), None)

    def monitor_of(self, sink: str) -> Device | None:
        """The source that records what `sink` plays."""
        return next((device for device in self.sources if device.monitors == sink), None)


class Server:
    """A connection to the sound server; a context manager."""

    def __init__(self) -> None:
        """Connects. Raises AudioTrouble when there is no server."""
        try:
            self._pulse = pulsectl.Pulse("Prompter", threading_lock=False)
            self._pulse.event_mask_set(*_EVENTS)
        except pulsectl.PulseError as error:
            raise AudioTrouble(
                "no sound server answers (PulseAudio or PipeWire); log in again or start it"
            ) from error

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pulse.close()

    def snapshot(self) -> Snapshot:
        """The state now. Raises AudioTrouble when the server is gone."""
        try:
            return self._snapshot()
        except (pulsectl.PulseError, pulsectl.PulseDisconnected) as error:
            raise AudioTrouble("the sound server has stopped") from error

    def wait_for_change(self, timeout_s: float, at_once: Callable[[], None]) -> None:
        """Wait for any change; `at_once` is called before anything about it is looked up.

        Raises AudioTrouble when the server is gone.
        """

        def changed(_event: object) -> None:
            at_once()
            raise pulsectl.PulseLoopStop

        self._pulse.event_callback_set(changed)
        try:
            self._pulse.event_listen(timeout=timeout_s)
        except (pulsectl.PulseError, pulsectl.PulseDisconnected) as error:
            raise AudioTrouble("the sound server has stopped") from error

    def _snapshot(self) -> Snapshot:
        info = self._pulse.server_info()
        sinks = {sink.index: sink.name for sink in self._pulse.sink_list()}
        sources = self._pulse.source_list()
        names = {source.index: source.name for source in sources}
        return Snapshot(
            streams=tuple(
                Stream(
                    stream.index,
                    stream.proplist.get("application.name") or stream.name,
                    sinks.get(stream.sink, ""),
                    not stream.corked,
                    _pid(stream.proplist),
                )
                for stream in self._pulse.sink_input_list()
            ),
            sources=tuple(
                Device(
                    source.name, source.description, source.monitor_of_sink_name or "",
                    bool(source.mute),
                )
                for source in sources
            ),
            default_sink=info.default_sink_name or "",
            default_source=info.default_source_name or "",
            recordings=tuple(
                Recorder(
                    output.proplist.get("application.name") or output.name,
                    names.get(output.source, ""),
                    not output.corked,
                    _pid(output.proplist),
                )
                for output in self._pulse.source_output_list()
            ),
        )  # fmt: skip


def _pid(facts: Mapping[str, str]) -> int:
    told = facts.get("application.process.id", "")
    return int(told) if told.isdecimal() else 0
