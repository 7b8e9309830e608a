"""Stage 1, capture: what to record, given what the user wishes and what is there.

In:      Wish, Snapshot.
Out:     Target, or nothing and why.
Thread:  any; pure functions.
Errors:  none.
Source:  a call app's own stream alone is cleaner than a whole sink (0.995 against 0.076
         correlation with its own signal while other sound plays, measured).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prompter.capture.pulse.server import Snapshot, Stream
from prompter.messages import Channel

CALL_APPS = (
    "zoom", "teams", "webex", "skype", "signal", "whatsapp", "telegram", "linphone", "jitsi",
    "discord", "slack", "viber", "ekiga", "phone", "meet", "facetime", "ringcentral", "3cx",
)  # fmt: skip
"""Words in the names of apps that are most likely the call when several play."""

_BLUETOOTH = re.compile(r"bluez_\w+\.[0-9A-F]{2}(_[0-9A-F]{2}){5}(?=\.|$)", re.IGNORECASE)
"""A Bluetooth device's name up to its address. What follows names its profile, which changes when
a call begins: music in one direction, then speech in both. The address alone is the device: two
headsets may have the same description."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants recorded; all empty: a sensible choice.

    app: THEM as this app plays it. sink: THEM as all that this sink plays. source: ME.
    """

    app: str = ""
    sink: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to record. source: what the recorder must be attached to, by name.

    stream: index of the only stream to hear, or None for all that the source gives.
    label: for people.
    """

    source: str
    label: str
    stream: int | None = None


def find_target(channel: Channel, wish: Wish, now: Snapshot) -> Target | None:
    """What to record for `channel` now; None when what is wished for isn't there."""
    return _them(wish, now) if channel is Channel.THEM else _me(wish, now)


def playing_apps(now: Snapshot) -> list[str]:
    """Names of the apps that play, likely call apps first, each once."""
    apps = dict.fromkeys(stream.app for stream in now.streams if stream.playing)
    return sorted(apps, key=lambda app: not is_call_app(app))


def is_call_app(app: str) -> bool:
    """Whether the name sounds like a program for calls."""
    return any(word in app.lower() for word in CALL_APPS)


def _them(wish: Wish, now: Snapshot) -> Target | None:
    if wish.app:
        return _stream([s for s in now.streams if s.app == wish.app], now)
    if wish.sink:
        return _monitor(wish.sink, now)
    calls = [s for s in now.streams if s.playing and is_call_app(s.app)]
    return _stream(calls, now) or _monitor(now.default_sink, now)


def _stream(streams: list[Stream], now: Snapshot) -> Target | None:
    for stream in sorted(streams, key=lambda stream: not stream.playing):
        monitor = now.monitor_of(stream.sink)
        if monitor is not None:
            return Target(monitor.name, stream.app, stream.index)
    return None


def _monitor(sink: str, now: Snapshot) -> Target | None:
    monitor = now.monitor_of(sink) or next(
        (device for device in now.sources if _same_headset(device.monitors, sink)), None
    )
    return Target(monitor.name, monitor.label.removeprefix("Monitor of ")) if monitor else None


def _me(wish: Wish, now: Snapshot) -> Target | None:
    device = now.source(wish.source or now.default_source) or next(
        (source for source in now.sources if _same_headset(source.name, wish.source)), None
    )
    if device is None or device.monitors:  # a monitor would be the employer's side, not ME
        device = None if wish.source else next((d for d in now.sources if not d.monitors), None)
    return Target(device.name, device.label) if device else None


def _same_headset(name: str, wished: str) -> bool:
    """Whether both name one Bluetooth device, whatever its profile."""
    one, other = _BLUETOOTH.match(name), _BLUETOOTH.match(wished)
    return bool(one and other and one[0].lower() == other[0].lower())
