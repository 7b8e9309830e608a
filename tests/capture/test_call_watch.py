"""A call is what plays and records at once; everything else is not."""

from __future__ import annotations

import pytest

from prompter.capture.pulse.call_watch import app_in_a_call
from prompter.capture.pulse.server import Device, Recorder, Snapshot, Stream

MIC = "microphone"
SOURCES = (Device(MIC, "Microphone"), Device("speakers.monitor", "Monitor", "speakers"))


def plays(app: str, *, pid: int = 1, playing: bool = True) -> Stream:
    return Stream(0, app, "speakers", playing, pid)


def records(app: str, *, pid: int = 1, source: str = MIC, recording: bool = True) -> Recorder:
    return Recorder(app, source, recording, pid)


def found(*parts: Stream | Recorder) -> str | None:
    streams = tuple(part for part in parts if isinstance(part, Stream))
    recordings = tuple(part for part in parts if isinstance(part, Recorder))
    return app_in_a_call(Snapshot(streams, SOURCES, recordings=recordings))


def test_an_app_that_plays_and_records_is_in_a_call() -> None:
    assert found(plays("Zoom"), records("Zoom")) == "Zoom"


def test_an_app_whose_streams_have_other_names_is_known_by_its_process() -> None:
    assert found(plays("Chromium", pid=7), records("Chromium input", pid=7)) == "Chromium"


def test_an_app_whose_processes_differ_is_known_by_its_name() -> None:
    assert found(plays("Zoom", pid=7), records("Zoom", pid=8)) == "Zoom"


def test_two_apps_that_do_not_tell_their_processes_are_not_taken_for_one() -> None:
    assert found(plays("Music", pid=0), records("Dictation", pid=0)) is None


@pytest.mark.parametrize(
    "parts",
    [
        (plays("Music"),),
        (records("Dictation"),),
        (plays("Music", pid=1), records("Dictation", pid=2)),
        (plays("Zoom", playing=False), records("Zoom")),
        (plays("Zoom"), records("Zoom", recording=False)),
        (plays("Screen recorder"), records("Screen recorder", source="speakers.monitor")),
        (plays("Prompter", pid=1), records("Prompter", pid=2)),
    ],
    ids=["plays", "records", "two apps", "held", "muted", "hears no one speak", "Prompter itself"],
)
def test_anything_less_is_no_call(parts: tuple[Stream | Recorder, ...]) -> None:
    assert found(*parts) is None


def test_of_two_apps_the_one_made_for_calls_is_named() -> None:
    browser = (plays("Firefox", pid=1), records("Firefox", pid=1))
    zoom = (plays("ZOOM VoiceEngine", pid=2), records("ZOOM VoiceEngine", pid=2))
    assert found(*browser, *zoom) == "ZOOM VoiceEngine"
