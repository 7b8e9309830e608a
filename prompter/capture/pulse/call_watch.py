"""Stage 1, capture: is a call going on, and which apps play?

In:      the state of the sound server, now.
Out:     names of apps.
Thread:  any; each look has a connection of its own, a few milliseconds long.
Errors:  AudioTrouble when no sound server answers.
Source:  a call is what plays and records at once: music only plays, a recorder only records.
"""

from __future__ import annotations

from prompter.capture.pulse.server import Server, Snapshot
from prompter.capture.pulse.target import is_call_app, playing_apps

OWN_NAME = "Prompter"
"""What Prompter's own recorders call themselves."""


def call_going_on() -> str | None:
    """The name of an app that plays and records now, a call app rather than another."""
    return app_in_a_call(_now())


def apps_that_play() -> list[str]:
    """Names of the apps that play now, likely call apps first; Prompter itself is left out."""
    return [app for app in playing_apps(_now()) if app != OWN_NAME]


def app_in_a_call(now: Snapshot) -> str | None:
    """The same for a given state. A recorder of a monitor doesn't count: it hears no one speak."""
    microphones = {source.name for source in now.sources if not source.monitors}
    recording = [
        each
        for each in now.recordings
        if each.recording and each.app != OWN_NAME and each.source in microphones
    ]
    pids = {each.pid for each in recording if each.pid}
    names = {each.app for each in recording}
    found = [
        stream.app
        for stream in now.streams
        if stream.playing and (stream.pid in pids or stream.app in names)
    ]
    return min(found, key=lambda app: not is_call_app(app), default=None)


def _now() -> Snapshot:
    with Server() as server:
        return server.snapshot()
