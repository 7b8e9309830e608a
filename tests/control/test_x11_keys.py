"""Global hotkeys on a real X server: single keys, also while another program has the keyboard."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from prompter.control.hotkeys import NoHotkeys, open_hotkeys
from prompter.control.x11_keys import X11Keys
from prompter.key_names import why_no_hotkeys
from prompter.settings import Hotkeys
from tests.ui.desktop import Desktop, open_desktop

NONE = dict.fromkeys(Hotkeys.__slots__, "")


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with open_desktop(tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture
def desktop(display: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """The display is this process's own."""
    monkeypatch.setenv("DISPLAY", display.env["DISPLAY"])
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return display


class Keys:
    """A listener and what it heard."""

    def __init__(self, **wanted: str) -> None:
        self.heard: queue.Queue[str] = queue.Queue()
        self.listener = open_hotkeys(Hotkeys(**{**NONE, **wanted}), self.heard.put)

    def next(self) -> str:
        return self.heard.get(timeout=10)

    def __enter__(self) -> Keys:
        return self

    def __exit__(self, *_error: object) -> None:
        self.listener.stop()


@pytest.mark.parametrize(
    ("keys", "pressed"),
    [
        ("ctrl+alt+n", "ctrl+alt+n"),
        ("Super + F7", "super+F7"),
        ("ctrl+shift+9", "ctrl+shift+9"),
        ("f12", "F12"),
        ("ctrl+alt+pageup", "ctrl+alt+Prior"),
        ("ctrl+space", "ctrl+space"),
    ],
)
def test_the_key_that_is_set_is_heard(desktop: Desktop, keys: str, pressed: str) -> None:
    with Keys(mark=keys) as listening:
        assert listening.listener.trouble == ""
        desktop.ask("xdotool", "key", pressed)
        assert listening.next() == "mark"


@pytest.mark.parametrize("lock", ["Caps_Lock", "Num_Lock"])
def test_it_is_heard_whatever_lock_is_on(desktop: Desktop, lock: str) -> None:
    with Keys(next="ctrl+alt+n") as listening:
        desktop.ask("xdotool", "key", lock)
        try:
            desktop.ask("xdotool", "key", "ctrl+alt+n")
            assert listening.next() == "next"
        finally:
            desktop.ask("xdotool", "key", lock)


def test_a_held_key_counts_once(desktop: Desktop) -> None:
    with Keys(mark="f9", next="f10") as listening:
        desktop.ask("xdotool", "keydown", "F9", "sleep", "1.2", "keyup", "F9", "key", "F10")
        assert [listening.next(), listening.next()] == ["mark", "next"]


def test_a_key_of_another_program_is_named_and_the_others_work(desktop: Desktop) -> None:
    with Keys(mark="ctrl+alt+m") as other, Keys(mark="ctrl+alt+m", next="ctrl+alt+n") as ours:
        assert ours.listener.trouble == (
            "Ctrl+Alt+M (mark) belongs to another program. "
            "Choose other keys under [hotkeys] in the settings."
        )
        desktop.ask("xdotool", "key", "ctrl+alt+m", "key", "ctrl+alt+n")
        assert (other.next(), ours.next()) == ("mark", "next")
        assert ours.heard.empty()


def test_after_the_call_the_keys_are_free_again(desktop: Desktop) -> None:
    assert desktop is not None
    with Keys(mark="ctrl+alt+m"):
        pass
    with Keys(mark="ctrl+alt+m") as later:
        assert later.listener.trouble == ""


def test_without_a_display_that_answers_one_line_says_so(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desktop is not None
    monkeypatch.setenv("DISPLAY", ":4711")
    with Keys(mark="ctrl+alt+m") as listening:
        assert listening.listener.trouble == "No hotkeys: display :4711 doesn't answer."


def test_on_wayland_and_macos_the_way_to_bind_keys_is_named(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desktop is not None
    assert "bind keys to prompter ctl" in why_no_hotkeys({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert "bind keys to prompter ctl" in why_no_hotkeys({}, "darwin")
    assert why_no_hotkeys({"DISPLAY": ":0"}, "linux") == ""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with Keys(mark="ctrl+alt+m") as listening:
        assert isinstance(listening.listener, NoHotkeys)


def test_a_keyboard_that_is_changed_keeps_its_hotkeys(desktop: Desktop) -> None:
    with Keys(mark="ctrl+alt+m") as listening:
        assert isinstance(listening.listener, X11Keys)
        desktop.ask("xmodmap", "-e", "keycode 198 = m M m M")
        desktop.ask("xdotool", "key", "ctrl+alt+m")
        assert listening.next() == "mark"
