"""First steps, a call sheet and the settings, with the keyboard alone, on a real desktop."""

from __future__ import annotations

from pathlib import Path

from prompter.settings import load_settings
from prompter.sheet_store import SheetStore
from tests.ui.conftest import OpenWindow
from tests.ui.desktop import Desktop, wait_until


def test_from_the_first_start_to_a_filled_sheet_without_the_mouse(
    desktop: Desktop, open_on: OpenWindow, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings, store = home / "settings.toml", SheetStore(home / "sheets")
    open_on(desktop, "start_page", "--home", str(home))

    def front(title: str) -> None:
        wait_until(lambda: desktop.title() == title, f"{title} has the keyboard")

    front("First steps – Prompter")
    desktop.ask("xdotool", "key", "--delay", 150, "Return", "Return", "alt+o", "alt+f")
    front("Prompter")
    wait_until(lambda: not load_settings(settings)[0].first_run, "the steps are over")
    assert load_settings(settings)[0].keep == "cards"

    desktop.ask("xdotool", "key", "alt+n")
    front("Call sheet – Prompter")
    desktop.ask("xdotool", "type", "--delay", 20, "Acme")
    desktop.ask("xdotool", "key", "Tab")
    desktop.ask("xdotool", "type", "--delay", 20, "Jane")
    wait_until(lambda: store.names() == ["new-sheet"], "it is saved by itself")
    desktop.ask("xdotool", "key", "Escape")
    front("Prompter")
    wait_until(lambda: store.names() == ["acme-jane"], "it has its name")
    assert store.load("acme-jane").person == "Jane"

    desktop.ask("xdotool", "key", "alt+t")
    front("Settings – Prompter")
    desktop.ask("xdotool", "key", "--delay", 100, "Down")  # from notes to nothing
    wait_until(lambda: load_settings(settings)[0].keep == "nothing", "the choice is kept")
    desktop.ask("xdotool", "key", "ctrl+z")
    wait_until(lambda: load_settings(settings)[0].keep == "cards", "and taken back")
    desktop.ask("xdotool", "key", "Escape")
    front("Prompter")
