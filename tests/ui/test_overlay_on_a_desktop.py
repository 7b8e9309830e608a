"""The overlay beside a call app, on a real desktop: the call app must not notice it."""

from __future__ import annotations

import signal
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from prompter.messages import AskHeard, CallState, CardWithdrawn, StateChanged
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until
from tests.ui.pictures import differing, drawn, on_screen, wait_until_on_screen
from tests.ui.prompter_window import Window
from tests.ui.sample_messages import card, cue_hit, fault, hypothesis

CARDS = 40


def opened(open_on: OpenWindow, desktop: Desktop, *options: str, **env: str) -> Window:
    """An overlay whose call listens."""
    window = open_on(desktop, "overlay", *options, **env)
    assert window.read() == {"call": "started"}
    window.look_until(
        lambda seen: (
            seen["status"] == "Listening" and desktop.corner(seen["id"]) == tuple(seen["rect"][:2])
        ),
        "the overlay listens and has found its place",
    )
    return window


def test_the_call_app_keeps_the_focus_and_every_key_while_forty_cards_change(
    any_desktop: Desktop, open_on: OpenWindow, tmp_path: Path
) -> None:
    desktop, typed = any_desktop, tmp_path / "typed"
    with desktop.xterm(typed) as call_app:
        window = opened(open_on, desktop)
        sentence = "i see thank you what would have made me your first choice"
        keys = "".join(f"{sentence} {number}\n" for number in range(4))
        typing = subprocess.Popen(
            ["xdotool", "type", "--delay", "15", keys], env=desktop.env, text=True
        )
        with typing:
            for number in range(CARDS):
                window.tell(
                    hypothesis(f"we went with someone else {number}", utterance=number),
                    cue_hit("someone else", first=3, utterance=number),
                    card(f"What would have changed your mind, number {number}?"),
                )
                assert window.look()["say"].endswith(f"number {number}?")
                assert desktop.focused() == call_app
        seen = window.look()
        assert desktop.focused() == call_app
        assert desktop.stacking().index(seen["id"]) > desktop.stacking().index(call_app)
    assert typed.read_text() == keys


def test_a_click_on_the_overlay_leaves_the_focus_with_the_call_app(
    any_desktop: Desktop, open_on: OpenWindow, tmp_path: Path
) -> None:
    desktop = any_desktop
    with desktop.xterm(tmp_path / "typed") as call_app:
        window = opened(open_on, desktop)
        left, top, width, height = window.look()["rect"]
        desktop.ask("xdotool", "mousemove", left + width // 2, top + height // 2, "click", "1")
        window.look()
        assert desktop.focused() == call_app


def test_the_overlay_stays_above_a_call_app_that_is_raised_over_it(
    any_desktop: Desktop, open_on: OpenWindow, tmp_path: Path
) -> None:
    desktop = any_desktop
    with desktop.xterm(tmp_path / "typed") as call_app:
        window = opened(open_on, desktop)
        window.tell(card())
        seen = window.look()
        desktop.ask("xdotool", "windowraise", call_app)
        desktop.ask("xdotool", "windowactivate", "--sync", call_app)
        assert desktop.stacking()[-1] == seen["id"]
        wait_until_on_screen(desktop, window)
        corner = desktop.screenshot().pixelColor(seen["rect"][0], seen["rect"][1])
        assert corner.lightness() > 250, "the call app's white is seen beside the round corner"
        state = desktop.ask("xprop", "-id", seen["id"], "_NET_WM_STATE")
        assert "_NET_WM_STATE_ABOVE" in state


def test_the_screen_shows_the_very_card_that_was_told_and_the_next_one_in_its_place(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop)
    pictures = []
    for say in ("Who else should I talk to?", "May I call you again in March?"):
        window.tell(card(say, goal="follow_up"))
        seen = wait_until_on_screen(desktop, window)
        assert (seen["say"], seen["goal"], seen["noes"]) == (say, "Goal: follow up", "No 1 of 3")
        pictures.append(on_screen(desktop, seen["rect"]))
    assert all(differing(one, other) > 0.005 for one, other in pairwise(pictures))


def test_a_withdrawn_card_goes_and_its_cue_words_are_plain_again(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop)
    window.tell(hypothesis("we went with someone else"), cue_hit("someone else", first=3), card())
    assert window.look()["why"]
    marked = drawn(window)
    window.tell(CardWithdrawn("chose_other-feedback", "chose_other", 2.0))
    seen = window.look()
    assert seen["say"] == "Listening. A card appears when it helps."
    assert seen["caption"] == "we went with someone else"
    assert differing(marked, drawn(window)) > 0.005


def test_a_question_the_user_has_asked_is_ticked_off(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    window.tell(card(), AskHeard("chose_other-feedback", "feedback", 9.0))
    assert window.look()["goal"] == "Goal: feedback, asked"


def test_a_fault_is_said_in_plain_words_until_it_is_over(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop)
    window.tell(card())
    before = window.look()
    window.tell(fault("The call app's sound is gone."))
    seen = window.look()
    assert (seen["status"], seen["trouble"]) == ("Trouble", "The call app's sound is gone.")
    assert seen["size_pt"] == before["size_pt"], "the card must not shrink for the strip"
    window.tell(fault(over=True))
    seen = window.look()
    assert (seen["status"], seen["trouble"]) == ("Listening", "")
    assert seen["rect"] == before["rect"]
    assert desktop.corner(seen["id"]) == tuple(before["rect"][:2])


def test_the_end_of_the_call_stops_the_clock_and_the_card_stays_to_be_read(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop)
    window.tell(card(), StateChanged(CallState.ENDED, 754.0))
    seen = window.look()
    assert (seen["status"], seen["elapsed"]) == ("Ended", "12:34")
    assert seen["say"] == card().say


def test_the_elapsed_time_runs_with_the_call_clock(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    window.look_until(lambda seen: seen["elapsed"] >= "00:01", "a second has passed")


def test_the_overlay_is_dragged_by_its_body(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    seen = window.look()
    left, top, width, height = seen["rect"]
    x, y = left + width // 2, top + height // 2
    desktop.ask("xdotool", "mousemove", x, y, "mousedown", "1")

    def follows_the_pointer() -> bool:
        for jitter in (1, 0):  # the window manager takes its time to begin the move
            desktop.ask("xdotool", "mousemove", x - 100 + jitter, y + 100)
        return desktop.corner(seen["id"]) == (left - 100, top + 100)

    wait_until(follows_the_pointer, "the window follows the pointer")
    desktop.ask("xdotool", "mouseup", "1", "mousemove", x + 300, y + 300)
    dragged = [left - 100, top + 100, width, height]
    window.look_until(lambda seen: seen["rect"] == dragged, "the overlay knows its new place")
    assert desktop.corner(seen["id"]) == (left - 100, top + 100)


def test_it_opens_at_the_top_centre_of_the_screen(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    left, top, width, _height = window.look()["rect"]
    assert (left + width // 2, top) == (800, 24)


def test_at_twice_the_scale_everything_is_twice_as_large(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop, QT_SCALE_FACTOR="2")
    window.tell(card())
    seen = wait_until_on_screen(desktop, window)
    assert seen["rect"][2] == 2 * 560


@pytest.mark.parametrize("way", ["cross", "ctrl_c", "end_of_call"])
def test_closing_ends_the_call_and_gives_exit_code_0(
    desktop: Desktop, open_on: OpenWindow, way: str
) -> None:
    options = ["--close-when-ended"] if way == "end_of_call" else []
    window = opened(open_on, desktop, *options)
    if way == "cross":
        left, top, width, _height = window.look()["rect"]
        desktop.ask("xdotool", "mousemove", left + width - 35, top + 28, "click", "1")
    elif way == "ctrl_c":
        window.process.send_signal(signal.SIGINT)
    else:
        window.tell(StateChanged(CallState.ENDED, 3.0))
    assert window.read() == {"call": "stopped"}
    assert window.read() == {"exit": 0}
    assert window.errors() == ""


def test_a_call_that_cannot_start_is_told_in_one_line_and_opens_no_window(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = open_on(desktop, "overlay", "--refuse", "model: not installed; run prompter models")
    assert window.read() == {"error": "model: not installed; run prompter models"}
    assert window.read() == {"exit": 1}
