"""A desktop for the window tests, and Qt without any display for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ui.desktop import Desktop, open_desktop
from tests.ui.prompter_window import Window, open_window

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The windows of the tests in this process need no display."""
    return ["prompter", "-platform", "offscreen"]


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """An X display with openbox, for as long as the tests run."""
    with open_desktop(tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture(scope="session")
def icewm_desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Another window manager, with ways of its own."""
    with open_desktop(tmp_path_factory.mktemp("home"), manager="icewm") as opened:
        yield opened


@pytest.fixture(params=["openbox", "icewm"])
def any_desktop(request: pytest.FixtureRequest) -> Desktop:
    """Each of the window managers in turn."""
    name = "desktop" if request.param == "openbox" else "icewm_desktop"
    opened: Desktop = request.getfixturevalue(name)
    return opened


@pytest.fixture
def open_on(tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens `overlay` or `start_page` on a desktop; closed after the test."""
    with ExitStack() as opened:

        def open_it(desktop: Desktop, name: str, *options: str, **env: str) -> Window:
            window = open_window(name, *options, env=desktop.env, folder=tmp_path, **env)
            return opened.enter_context(window)

        yield open_it
