"""A live call from the start page: real windows, real sound server, real recognizer."""

from __future__ import annotations

import os
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from prompter import paths
from prompter.assemble import sample
from prompter.record import ArchiveReader
from prompter.record.calls import StoredCall
from tests.sound_server import SoundServer
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until
from tests.ui.prompter_window import Window

PLAY_HZ = 48_000


def sample_call(channel: int, from_s: float, to_s: float) -> npt.NDArray[np.int16]:
    pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16")
    part = pcm[int(from_s * rate_hz) : int(to_s * rate_hz), channel]
    return np.asarray(soxr.resample(part, rate_hz, PLAY_HZ))


@pytest.fixture
def settings(data_folder: Path) -> Path:
    file = data_folder / "settings.toml"
    file.write_text('# my own\nengine = "vosk"\nkeep = "transcript"\n')
    return file


@pytest.fixture
def page(
    desktop: Desktop, open_on: OpenWindow, settings: Path, sound_server: SoundServer
) -> Window:
    """The start page, focused, on a computer whose sound works."""
    window = open_on(desktop, "start_page", "--real", **environment(settings, sound_server))
    seen = window.look_until(lambda seen: seen.get("focus") == "call", "the start page is there")
    wait_until(lambda: desktop.focused() == seen["page_id"], "the start page has the focus")
    return window


def environment(settings: Path, sound_server: SoundServer) -> dict[str, str]:
    names = ("PULSE_SERVER", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "HOME")
    return {
        "PROMPTER_DATA_DIR": str(settings.parent),
        **{name: sound_server.environment[name] for name in names},
    }


def in_a_call(page: Window) -> dict[str, Any]:
    """The overlay hears the call. Trouble: the test's microphone is digitally silent."""
    return page.look_until(
        lambda seen: seen.get("status") in ("Listening", "Trouble"), "the overlay listens"
    )


def click(desktop: Desktop, seen: dict[str, Any], button: str) -> None:
    _text, x, y = seen["buttons"][button]
    desktop.ask("xdotool", "mousemove", x, y, "click", "1")


def kept_call() -> StoredCall:
    with ArchiveReader.open(paths.archive_file()) as reader:
        return reader.call(1)


def test_a_call_is_started_heard_paused_resumed_and_ended_with_the_keyboard_alone(
    desktop: Desktop, page: Window, sound_server: SoundServer
) -> None:
    desktop.ask("xdotool", "key", "Return")
    seen = in_a_call(page)
    assert seen["call_button"] == "&End the call"
    assert desktop.focused() == seen["page_id"], "the overlay took the keyboard"
    employer = np.tile(sample_call(0, 0.0, 12.0), 10)
    sound_server.play(employer, PLAY_HZ)
    page.look_until(lambda seen: seen["meters"].get("them", ["", 0])[1] > 3, "the meter moves")
    page.look_until(lambda seen: len(seen["caption"].split()) > 5, "the employer is heard")

    desktop.ask("xdotool", "key", "alt+p")
    seen = page.look_until(lambda seen: seen["status"] == "Paused", "the call is paused")
    assert seen["button"] == "&Resume"
    assert seen["meters"]["them"] == ["paused", 0]
    written = kept_call().segments
    said = seen["caption"]
    time.sleep(5)
    seen = page.look()
    assert (seen["caption"], seen["meters"]["them"]) == (said, ["paused", 0])
    assert kept_call().segments == written

    desktop.ask("xdotool", "key", "alt+r")
    in_a_call(page)
    page.look_until(lambda seen: seen["caption"] != said, "the employer is heard again")
    desktop.ask("xdotool", "key", "alt+e")
    seen = page.look_until(lambda seen: "status" not in seen, "the overlay is closed")
    assert seen["call_button"] == "Start a &call"
    call = kept_call()
    assert not call.summary.interrupted
    assert len(call.segments) > len(written)


def test_the_buttons_of_the_overlay_pause_resume_and_end_without_taking_the_keyboard(
    desktop: Desktop, page: Window
) -> None:
    desktop.ask("xdotool", "key", "Return")
    seen = in_a_call(page)
    click(desktop, seen, "pause")
    seen = page.look_until(lambda seen: seen["status"] == "Paused", "the call is paused")
    assert seen["buttons"]["pause"][0] == "Resume"
    click(desktop, seen, "pause")
    seen = in_a_call(page)
    assert desktop.focused() == seen["page_id"]
    click(desktop, seen, "end")
    page.look_until(lambda seen: "status" not in seen, "the overlay is closed")


def test_closing_the_overlay_asks_before_it_ends_a_live_call(
    desktop: Desktop, page: Window
) -> None:
    desktop.ask("xdotool", "key", "Return")
    click(desktop, in_a_call(page), "close")
    seen = page.look_until(lambda seen: seen["question"] != "", "it asks")
    assert seen["question"] == "End the call?"
    assert desktop.focused() == seen["page_id"], "the question took the keyboard"
    click(desktop, seen, "stay")
    page.look_until(lambda seen: seen["question"] == "", "the question is gone")
    seen = in_a_call(page)
    click(desktop, seen, "close")
    click(desktop, page.look_until(lambda seen: seen["question"] != "", "it asks"), "end_now")
    seen = page.look_until(lambda seen: "status" not in seen, "the overlay is closed")
    assert seen["call_button"] == "Start a &call"


def test_it_starts_by_itself_when_an_app_begins_to_play_and_to_record(
    desktop: Desktop, page: Window, settings: Path, sound_server: SoundServer
) -> None:
    desktop.ask("xdotool", "key", "alt+i")
    page.look_until(lambda seen: seen["auto_start"], "the box is ticked")
    sound_server.play(sample_call(0, 0.0, 60.0), PLAY_HZ, app="Zoom")
    wait_until(lambda: "Zoom" in sound_server.control("list", "sink-inputs").stdout, "Zoom plays")
    time.sleep(2.5)
    assert "status" not in page.look(), "an app that only plays is no call"
    command = ["parec", "--client-name=Zoom", "--property=application.name=Zoom"]
    with subprocess.Popen(
        [*command, "--device=fakemic"],
        env={**os.environ, **sound_server.environment},
        stdout=subprocess.DEVNULL,
    ) as recording:
        try:
            seen = in_a_call(page)
            assert seen["call_button"] == "&End the call"
            desktop.ask("xdotool", "key", "alt+e")
            seen = page.look_until(lambda seen: "status" not in seen, "the call is ended")
            time.sleep(2.5)
            assert "status" not in page.look(), "the same call is not started twice"
        finally:
            recording.kill()
    text = settings.read_text()
    assert tomllib.loads(text)["auto_start"] is True
    assert text.startswith("# my own\n"), "comments stay"


def test_the_app_to_hear_is_picked_by_name_and_remembered(
    desktop: Desktop, page: Window, settings: Path, sound_server: SoundServer
) -> None:
    sound_server.play(sample_call(0, 0.0, 60.0), PLAY_HZ, app="Firefox")
    wait_until(
        lambda: "Firefox" in sound_server.control("list", "sink-inputs").stdout, "Firefox plays"
    )
    desktop.ask("xdotool", "key", "alt+a", "Down")
    seen = page.look_until(lambda seen: seen["app"] == "Firefox", "Firefox is picked")
    assert seen["apps"] == ["Automatic", "Firefox"]
    assert tomllib.loads(settings.read_text())["call_app"] == "Firefox"


def test_the_sound_is_checked_in_the_page(
    desktop: Desktop, page: Window, sound_server: SoundServer
) -> None:
    spoken = np.concatenate([np.zeros(PLAY_HZ * 4, np.int16), sample_call(1, 24.0, 29.0)])
    sound_server.play(spoken, PLAY_HZ, sink="micsink", app="mouth")
    desktop.ask("xdotool", "key", "alt+s")
    page.look_until(lambda seen: "Say a word" in seen["verdict"], "the check listens")
    seen = page.look_until(lambda seen: "Say a word" not in seen["verdict"], "the check is over")
    assert seen["verdict"].startswith("I can hear the employer and you (“"), seen["advice"]


def test_without_a_sound_server_the_page_says_why_no_call_can_start(
    desktop: Desktop, open_on: OpenWindow, settings: Path, sound_server: SoundServer
) -> None:
    away = {**environment(settings, sound_server), "PULSE_SERVER": f"unix:{settings.parent}/no"}
    window = open_on(desktop, "start_page", "--real", **away)
    seen = window.look_until(lambda seen: seen.get("focus") == "play", "the start page is there")
    assert seen["note"].startswith("no sound server answers")
