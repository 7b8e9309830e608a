"""Every state of the windows, in both themes and at both scales, as it comes out on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter.messages import (
    CallEvent,
    CallState,
    Channel,
    Fault,
    FaultKind,
    Level,
    StateChanged,
)
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until
from tests.ui.pictures import drawn, wait_until_on_screen
from tests.ui.sample_messages import card, cue_hit, fault, hypothesis

SAID = (
    "well thanks for calling back I enjoyed our talk but we have decided to go with someone else "
    "who had a bit more"
)
STATES: dict[str, tuple[CallEvent, ...]] = {
    "empty": (),
    "card": (
        hypothesis(SAID),
        cue_hit("decided to go with someone else", first=12),
        card("Thank you for telling me straight. What would have made me your first choice?"),
    ),
    "long_card": (card(" ".join(["organization", "improvements"] * 10), noes=2),),
    "fault": (
        card("Who else in your field should I be talking to?", goal="referral", noes=2),
        fault("The call app's sound is gone. Prompter can't hear them until it is back."),
    ),
    "hard_stop": (
        fault(over=True),
        card(
            "Thank you for your time. I wish you and the team all the best.",
            cue="hard_stop",
            goal="thanks",
            why="They asked you to stop. A kind goodbye is what they will remember.",
            noes=3,
        ),
    ),
    "ended": (StateChanged(CallState.ENDED, 754.0),),
}

LIVE_STATES: dict[str, tuple[CallEvent, ...]] = {
    "live": (
        hypothesis(SAID),
        card("Thank you for telling me straight. What would have made me your first choice?"),
        Level(Channel.THEM, 0.3, 2.0),
        Level(Channel.ME, 0.02, 2.0),
    ),
    "one_channel_in_trouble": (
        Fault(FaultKind.SILENT, "Your microphone is muted.", 3.0, Channel.ME),
    ),
    "paused": (StateChanged(CallState.PAUSED, 4.0),),
}

both_themes = pytest.mark.parametrize("theme", ["dark", "light"])
both_scales = pytest.mark.parametrize("scale", ["1", "2"])


@both_themes
@both_scales
def test_every_state_of_the_overlay_is_on_the_screen_as_it_was_drawn(
    desktop: Desktop, open_on: OpenWindow, tmp_path: Path, theme: str, scale: str
) -> None:
    window = open_on(desktop, "overlay", "--theme", theme, QT_SCALE_FACTOR=scale)
    assert window.read() == {"call": "started"}
    seen_before = None
    for state, messages in STATES.items():
        window.tell(*messages)
        seen = wait_until_on_screen(desktop, window)
        assert not seen["elided"], state
        picture = drawn(window)
        assert seen_before is None or seen_before != picture, f"{state} looks like the one before"
        window.picture.rename(tmp_path / f"overlay_{state}.png")
        seen_before = picture


@both_themes
@both_scales
def test_every_state_of_a_live_call_is_on_the_screen_as_it_was_drawn(
    desktop: Desktop, open_on: OpenWindow, tmp_path: Path, theme: str, scale: str
) -> None:
    window = open_on(desktop, "overlay", "--live", "--theme", theme, QT_SCALE_FACTOR=scale)
    assert window.read() == {"call": "started"}
    pictures = []
    for state, messages in LIVE_STATES.items():
        window.tell(*messages)
        window.look_until(lambda seen: len(seen["meters"]) == 2, "both meters are there")
        seen = wait_until_on_screen(desktop, window)
        assert not seen["elided"], state
        pictures.append(drawn(window))
        window.picture.rename(tmp_path / f"overlay_{state}.png")
    _text, x, y = seen["buttons"]["close"]
    desktop.ask("xdotool", "mousemove", x, y, "click", "1")
    seen = window.look_until(lambda seen: seen["question"] != "", "it asks")
    assert not seen["elided"]
    wait_until_on_screen(desktop, window)
    pictures.append(drawn(window))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


@both_themes
@both_scales
def test_the_start_page_shows_all_it_has_to_say(
    desktop: Desktop, open_on: OpenWindow, theme: str, scale: str
) -> None:
    window = open_on(desktop, "start_page", "--theme", theme, QT_SCALE_FACTOR=scale)
    seen = window.look_until(lambda seen: len(seen.get("machine", ())) > 1, "the page is there")
    assert seen["cut"] == [], "no text is cut off"
    wait_until(lambda: desktop.focused() == seen["page_id"], "the page has the focus")
    desktop.ask("xdotool", "key", "alt+s")
    seen = window.look_until(lambda seen: seen["verdict"].startswith("I can"), "the check is over")
    assert seen["cut"] == [], "nor with the check's verdict"


@both_themes
@both_scales
def test_the_start_page_says_in_full_why_no_call_can_start(
    desktop: Desktop, open_on: OpenWindow, theme: str, scale: str
) -> None:
    why = "no sound server answers (PulseAudio or PipeWire); log in again or start it"
    options = ["--theme", theme, "--why-not", why]
    window = open_on(desktop, "start_page", *options, QT_SCALE_FACTOR=scale)
    seen = window.look_until(lambda seen: len(seen.get("machine", ())) > 1, "the page is there")
    assert (seen["note"], seen["cut"]) == (why, [])
