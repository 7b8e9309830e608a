"""The start page, used with the keyboard alone, on a real desktop."""

from __future__ import annotations

from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until
from tests.ui.prompter_window import Window
from tests.ui.sample_messages import card


def opened(open_on: OpenWindow, desktop: Desktop, *options: str) -> Window:
    """A start page that has the focus and has looked at the machine; the sample call is next."""
    window = open_on(desktop, "start_page", "--why-not", "no sound server answers", *options)
    seen = window.look_until(
        lambda seen: len(seen.get("machine", ())) == 2 and seen["focus"] == "play",
        "the start page is there",
    )
    wait_until(lambda: desktop.focused() == seen["page_id"], "the start page has the focus")
    return window


def test_it_tells_what_works_on_this_machine(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    assert window.look()["machine"] == [
        "Speech model: vosk-small-en-us is installed",
        "Microphone: none found",
    ]


def test_enter_plays_the_sample_call_in_the_overlay_and_enter_stops_it(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop)
    desktop.ask("xdotool", "key", "Return")
    assert window.read() == {"call": "started"}
    window.tell(card("Who else should I talk to?"))
    seen = window.look_until(lambda seen: bool(seen.get("why")), "the card is there")
    assert seen["say"] == "Who else should I talk to?"
    assert seen["button"] == "&Stop the sample call"
    assert desktop.focused() == seen["page_id"]
    desktop.ask("xdotool", "key", "space")
    assert window.read() == {"call": "stopped"}
    seen = window.look()
    assert seen["button"] == "&Play the sample call"
    assert "say" not in seen, "the overlay is closed"


def test_the_sample_call_can_be_played_again(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    for _time in range(2):
        for told in ("started", "stopped"):
            desktop.ask("xdotool", "key", "Return")
            assert window.read() == {"call": told}


def test_a_sample_call_that_cannot_play_says_why_on_the_page(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = opened(open_on, desktop, "--refuse", "sample_call.flac: missing; install again")
    desktop.ask("xdotool", "key", "Return")
    seen = window.look_until(
        lambda seen: seen["note"].startswith("sample_call.flac"), "the page says why"
    )
    assert seen["note"] == "sample_call.flac: missing; install again"
    assert seen["button"] == "&Play the sample call"


def test_control_q_ends_the_call_and_the_program(desktop: Desktop, open_on: OpenWindow) -> None:
    window = opened(open_on, desktop)
    desktop.ask("xdotool", "key", "Return")
    assert window.read() == {"call": "started"}
    desktop.ask("xdotool", "key", "ctrl+q")
    assert window.read() == {"call": "stopped"}
    assert window.read() == {"exit": 0}
    assert window.errors() == ""
