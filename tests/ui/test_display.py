"""Windows start on every kind of desktop, or say in one line why they can't."""

from __future__ import annotations

import re

from prompter.messages import CardShown
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop
from tests.ui.sample_messages import card


def test_on_wayland_the_overlay_uses_xwayland_and_the_log_says_so(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = open_on(desktop, "overlay", "--close-when-ended", WAYLAND_DISPLAY="wayland-0")
    assert window.read() == {"call": "started"}
    assert desktop.stacking()[-1] == window.look()["id"]
    window.process.terminate()
    log = window.errors()
    assert "INFO Wayland can't keep a window above others: using Xwayland" in log


def test_without_a_display_the_user_gets_one_line(desktop: Desktop, open_on: OpenWindow) -> None:
    window = open_on(desktop, "overlay", DISPLAY="")
    assert "no display" in window.read()["error"]
    assert window.read() == {"exit": 1}


def test_a_display_that_does_not_answer_is_one_line_and_no_crash(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = open_on(desktop, "overlay", DISPLAY=":987")
    assert window.read()["error"].startswith("display :987: doesn't answer")
    assert window.read() == {"exit": 1}


def test_a_bug_in_a_window_is_logged_whole_the_call_goes_on_and_the_exit_code_tells(
    desktop: Desktop, open_on: OpenWindow
) -> None:
    window = open_on(desktop, "overlay")
    assert window.read() == {"call": "started"}
    broken: CardShown = card(say=3)  # type: ignore[arg-type]
    window.tell(broken, card("Who else should I talk to?"))
    assert window.look()["say"] == "Who else should I talk to?"
    window.process.terminate()
    assert window.read() == {"call": "stopped"}
    assert window.read() == {"exit": 1}
    log = window.errors()
    assert "CRITICAL a window's slot raised; this is a bug" in log
    assert re.search(r"Traceback .*card_view\.py.*TypeError", log, re.DOTALL)
