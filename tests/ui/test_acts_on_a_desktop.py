"""What the user does with the overlay during a call: mouse, keys, hotkeys, `prompter ctl`."""

from __future__ import annotations

import re
import subprocess
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from prompter.control.commands import Answer, Command
from prompter.control.hotkeys import open_hotkeys
from prompter.control.reach import send
from prompter.messages import CardDismissed, CardPinned, MomentMarked, Nudge
from prompter.settings import Hotkeys
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until
from tests.ui.prompter_window import Window
from tests.ui.sample_messages import card

ACT_BUTTONS = ("next", "asked", "dismiss", "pin", "mark")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file; this process and the overlay share its folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(folder))
    return folder / "settings.toml"


def opened(open_on: OpenWindow, desktop: Desktop, settings: Path, *options: str) -> Window:
    """An overlay of a live call with a card on show."""
    more = {"PROMPTER_DATA_DIR": str(settings.parent)}
    window = open_on(desktop, "overlay", "--live", *options, **more)
    assert window.read() == {"call": "started"}
    window.tell(card())
    window.look_until(
        lambda seen: seen["why"] != "" and desktop.corner(seen["id"]) == tuple(seen["rect"][:2]),
        "the card is there",
    )
    return window


def ctl(command: Command) -> Answer:
    """As `prompter ctl` sends it, but not faster than a hand."""
    time.sleep(0.05)
    return send(command)


def click(desktop: Desktop, seen: dict[str, Any], button: str) -> None:
    _text, x, y = seen["buttons"][button]
    desktop.ask("xdotool", "mousemove", x, y, "click", "1")


@contextmanager
def click_counter(desktop: Desktop, file: Path) -> Iterator[int]:
    """A window over the whole screen that writes down each click on it."""
    command = ["xev", "-geometry", "1600x1300+0+0", "-event", "button"]
    with file.open("w") as out, subprocess.Popen(command, env=desktop.env, stdout=out) as below:
        try:
            found: list[int] = []

            def is_there() -> bool:
                told = subprocess.run(
                    ["xdotool", "search", "--name", "^Event Tester$"],
                    env=desktop.env,
                    capture_output=True,
                    text=True,
                )
                found[:] = [int(line) for line in told.stdout.split()]
                return bool(found)

            wait_until(is_there, "the window below is there")
            wait_until(lambda: found[0] in desktop.stacking(), "it is managed")
            yield found[0]
        finally:
            below.terminate()


def clicks(file: Path) -> int:
    return len(re.findall(r"^ButtonPress event", file.read_text(), re.MULTILINE))


def test_every_button_of_the_card_tells_the_call_and_leaves_the_keyboard_alone(
    desktop: Desktop, open_on: OpenWindow, settings: Path, tmp_path: Path
) -> None:
    with desktop.xterm(tmp_path / "typed") as call_app:
        window = opened(open_on, desktop, settings)
        seen = window.look()
        for name in ACT_BUTTONS:
            click(desktop, seen, f"act_{name}")
            assert window.read() == {"act": name}
        assert desktop.focused() == call_app


def test_what_came_of_an_act_is_seen(desktop: Desktop, open_on: OpenWindow, settings: Path) -> None:
    window = opened(open_on, desktop, settings)
    shown = card()
    window.tell(CardPinned(shown.card, True, 2.0), MomentMarked(2.0))
    seen = window.look()
    assert seen["goal"] == "Goal: feedback, pinned"
    assert seen["buttons"]["act_pin"][0] == "Pinned"
    assert seen["buttons"]["act_mark"][0] == "Marked"
    window.tell(CardPinned(shown.card, False, 3.0), CardDismissed(shown.card, 3.0))
    seen = window.look()
    assert seen["say"] == "Listening. A card appears when it helps."
    assert [name for name in seen["buttons"] if name.startswith("act_")] == ["act_mark"]


def test_a_nudge_stands_under_the_card_until_it_is_over(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    window = opened(open_on, desktop, settings)
    before = window.look()
    window.tell(Nudge("Pause. Let them speak.", 30.0, 0.7))
    seen = window.look()
    assert seen["nudge"] == "Pause. Let them speak."
    assert (seen["status"], seen["size_pt"]) == ("Listening", before["size_pt"])
    window.tell(Nudge("", 31.0, 0.7, over=True))
    seen = window.look()
    assert (seen["nudge"], seen["rect"]) == ("", before["rect"])


def test_ctl_reaches_the_call_and_the_overlay(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    window = opened(open_on, desktop, settings)
    for name in ACT_BUTTONS:
        assert ctl(Command(name)) == Answer()
        assert window.read() == {"act": name}
    assert ctl(Command.PAUSE) == Answer()
    assert window.read() == {"call": "paused"}
    assert window.look_until(lambda seen: seen["status"] == "Paused", "it is seen")
    assert ctl(Command.STATE).state["state"] == "paused"
    assert ctl(Command.RESUME) == Answer()
    assert window.read() == {"call": "resumed"}
    state = ctl(Command.STATE).state
    assert (state["state"], state["card"]["say"]) == ("listening", card().say)
    assert ctl(Command.END) == Answer()
    assert [window.read(), window.read()] == [{"call": "stopped"}, {"exit": 0}]


def test_hidden_and_shown_again_it_is_above_all_where_it_was_and_takes_no_keys(
    any_desktop: Desktop, open_on: OpenWindow, settings: Path, tmp_path: Path
) -> None:
    desktop = any_desktop
    with desktop.xterm(tmp_path / "typed") as call_app:
        window = opened(open_on, desktop, settings)
        before = window.look()
        for _time in range(3):
            ctl(Command.HIDE)
            window.look_until(lambda seen: "status" not in seen, "it is hidden")
            ctl(Command.SHOW)
            window.look_until(lambda seen: seen.get("rect") == before["rect"], "it is back")
        wait_until(lambda: desktop.stacking()[-1] == before["id"], "it is above all")
        desktop.ask("xdotool", "windowraise", call_app)
        wait_until(lambda: desktop.stacking()[-1] == before["id"], "it stays above all")
        assert desktop.focused() == call_app


def test_with_the_keyboard_lent_letters_act_and_escape_gives_it_back(
    any_desktop: Desktop, open_on: OpenWindow, settings: Path, tmp_path: Path
) -> None:
    desktop, typed = any_desktop, tmp_path / "typed"
    with desktop.xterm(typed) as call_app:
        window = opened(open_on, desktop, settings)
        ctl(Command.FOCUS)
        overlay = window.look()["id"]
        wait_until(lambda: desktop.focused() == overlay, "the overlay has the keyboard")
        for key, act in zip("nadpm", ACT_BUTTONS, strict=True):
            desktop.ask("xdotool", "key", key)
            assert window.read() == {"act": act}
        assert window.look()["focus"] == "act_next"
        desktop.ask("xdotool", "key", "Tab", "key", "space")
        assert window.read() == {"act": "asked"}
        desktop.ask("xdotool", "key", "Escape")
        wait_until(lambda: desktop.focused() == call_app, "the call app has it again")
        desktop.ask("xdotool", "type", "back\n")
        wait_until(lambda: typed.read_text() == "back\n", "and hears what is typed")


def test_clicks_pass_through_to_the_window_below_and_back_again(
    any_desktop: Desktop, open_on: OpenWindow, settings: Path, tmp_path: Path
) -> None:
    desktop, log = any_desktop, tmp_path / "clicks"
    with click_counter(desktop, log):
        window = opened(open_on, desktop, settings)
        left, top, width, _height = window.look()["rect"]
        on_it = ("xdotool", "mousemove", left + width // 2, top + 120, "click", "1")
        desktop.ask(*on_it)
        time.sleep(0.3)
        assert clicks(log) == 0, "the overlay takes clicks"
        ctl(Command.CLICK_THROUGH)
        seen = window.look_until(lambda seen: seen["note"] != "", "it says so")
        assert seen["note"] == "Clicks pass through. Back: Ctrl+Alt+C"
        assert seen["buttons"] == {}, "no button that can't be clicked"

        def gets_through() -> bool:  # the window manager takes its time to follow
            desktop.ask(*on_it)
            return clicks(log) > 0

        wait_until(gets_through, "the window below is clicked")
        desktop.ask("xdotool", "key", "ctrl+alt+c")
        seen = window.look_until(lambda seen: seen["note"] == "", "clicks are taken again")
        click(desktop, seen, "act_mark")
        assert window.read() == {"act": "mark"}
        before = clicks(log)
        desktop.ask(*on_it)
        time.sleep(0.3)
        assert clicks(log) == before, "none gets through"


def test_hotkeys_work_while_the_call_app_has_the_keyboard(
    desktop: Desktop, open_on: OpenWindow, settings: Path, tmp_path: Path
) -> None:
    settings.write_text('[hotkeys]\nmark = "super+f7"\npause = "ctrl+alt+space"\n')
    typed = tmp_path / "typed"
    with desktop.xterm(typed) as call_app:
        window = opened(open_on, desktop, settings)
        for keys, told in (
            ("ctrl+alt+n", {"act": "next"}),
            ("super+F7", {"act": "mark"}),
            ("ctrl+alt+space", {"call": "paused"}),
        ):
            desktop.ask("xdotool", "key", keys)
            assert window.read() == told
        window.look_until(lambda seen: seen["status"] == "Paused", "it is paused")
        desktop.ask("xdotool", "key", "ctrl+alt+space")
        assert window.read() == {"call": "resumed"}
        desktop.ask("xdotool", "key", "ctrl+alt+h")
        window.look_until(lambda seen: "status" not in seen, "it is hidden")
        desktop.ask("xdotool", "key", "ctrl+alt+h")
        window.look_until(lambda seen: "status" in seen, "it is back")
        assert desktop.focused() == call_app
        assert typed.read_text() == ""


def test_a_hotkey_that_is_taken_is_named_in_the_overlay_and_the_others_work(
    desktop: Desktop, open_on: OpenWindow, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    none = dict.fromkeys(Hotkeys.__slots__, "")
    other = open_hotkeys(Hotkeys(**{**none, "mark": "ctrl+alt+m"}), lambda _name: None)
    try:
        window = opened(open_on, desktop, settings)
        assert window.look()["trouble"].startswith("Ctrl+Alt+M (mark) belongs to another program.")
        desktop.ask("xdotool", "key", "ctrl+alt+n")
        assert window.read() == {"act": "next"}
    finally:
        other.stop()


def test_a_second_live_call_is_refused_in_one_line(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    first = opened(open_on, desktop, settings)
    more = {"PROMPTER_DATA_DIR": str(settings.parent)}
    second = open_on(desktop, "overlay", "--live", **more)
    told = second.read()["error"]
    assert told == (
        f"a call is running already (process {first.process.pid}); end it with: prompter ctl end"
    )
    assert second.read() == {"exit": 1}


def test_hiding_by_mouse_without_a_tray_says_first_what_brings_it_back(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    window = opened(open_on, desktop, settings)
    click(desktop, window.look(), "hide")
    seen = window.look_until(lambda seen: seen["question"] != "", "it asks")
    assert seen["question"] == "Hide the overlay? “Ctrl+Alt+H” brings it back."
    click(desktop, seen, "end_now")
    window.look_until(lambda seen: "status" not in seen, "it is hidden")
    desktop.ask("xdotool", "key", "ctrl+alt+h")
    window.look_until(lambda seen: "status" in seen, "it is back")


def test_the_place_it_was_dragged_to_is_kept_over_a_restart(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    window = opened(open_on, desktop, settings)
    seen = window.look()
    left, top, width, _height = seen["rect"]
    x, y = left + width // 2, top + 120
    desktop.ask("xdotool", "mousemove", x, y, "mousedown", "1")

    def follows_the_pointer() -> bool:
        for jitter in (1, 0):
            desktop.ask("xdotool", "mousemove", x - 200 + jitter, y + 300)
        return desktop.corner(seen["id"]) == (left - 200, top + 300)

    wait_until(follows_the_pointer, "the window follows the pointer")
    desktop.ask("xdotool", "mouseup", "1")
    place = f"{left - 200} {top + 300} screen"
    wait_until(lambda: settings.exists() and place in settings.read_text(), "the place is kept")
    assert tomllib.loads(settings.read_text())["overlay_place"] == place
    ctl(Command.END)
    window.process.wait(20)
    window = opened(open_on, desktop, settings)
    seen = window.look()
    assert tuple(seen["rect"][:2]) == (left - 200, top + 300)
    assert desktop.corner(seen["id"]) == (left - 200, top + 300)


def test_it_opens_on_the_screen_it_was_left_on_and_comes_over_when_that_is_unplugged(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    settings.write_text('overlay_place = "120 200 right"\n')
    desktop.ask("xrandr", "--setmonitor", "left", "800/200x1300/300+0+0", "screen")
    desktop.ask("xrandr", "--setmonitor", "right", "800/200x1300/300+800+0", "none")
    try:
        window = opened(open_on, desktop, settings)
        assert window.look()["rect"][:2] == [920, 200]
        desktop.ask("xrandr", "--delmonitor", "right")
        seen = window.look_until(lambda seen: seen["rect"][0] < 800, "it has come over")
        left, top, width, _height = seen["rect"]
        assert left >= 0
        assert left + width <= 800
        wait_until(lambda: desktop.corner(seen["id"]) == (left, top), "on the screen too")
        text = settings.read_text()
        assert 'overlay_place = "120 200 right"' in text, "the user's own place is not forgotten"
        ctl(Command.END)
        window.process.wait(20)
        seen = opened(open_on, desktop, settings).look()
        assert seen["rect"][0] + width <= 800, "a screen that is gone is not opened on"
    finally:
        subprocess.run(["xrandr", "--delmonitor", "right"], env=desktop.env, stderr=-3)
        subprocess.run(["xrandr", "--delmonitor", "left"], env=desktop.env, stderr=-3)


def test_what_cannot_be_hidden_from_screen_shares_is_said_plainly(
    desktop: Desktop, open_on: OpenWindow, settings: Path
) -> None:
    settings.write_text("hide_from_shares = true\n")
    window = opened(open_on, desktop, settings)
    assert window.look()["trouble"] == (
        "This desktop can't hide a window from screen shares. "
        "Share one window, not the whole screen."
    )
