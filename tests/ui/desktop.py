"""A real desktop for the tests: an X server without a screen, and a window manager on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImage

PATIENCE_S = 20.0
PROGRAMS = ("Xvfb", "xdotool", "xterm", "xprop", "xrandr", "import")


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again until it has happened."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, f"waited {PATIENCE_S:.0f} s in vain: {what}"
        time.sleep(0.02)


class Desktop:
    """An X display with a window manager; `folder` is its user's home."""

    def __init__(self, name: str, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "DISPLAY": name, "HOME": str(folder)}
        for unwanted in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR"):
            self.env.pop(unwanted, None)

    def ask(self, *command: str | int) -> str:
        """What an X program prints."""
        words = [str(word) for word in command]
        done = subprocess.run(
            words, env=self.env, capture_output=True, text=True, timeout=PATIENCE_S, check=True
        )
        return done.stdout.strip()

    def screenshot(self) -> QImage:
        """The whole screen as a person would see it."""
        file = self.folder / "screen.ppm"
        self.ask("import", "-window", "root", str(file))
        return QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)

    def stacking(self) -> list[int]:
        """The ids of all windows from the lowest to the topmost."""
        told = self.ask("xprop", "-root", "_NET_CLIENT_LIST_STACKING")
        return [int(number, 16) for number in re.findall(r"0x[0-9a-f]+", told)]

    def focused(self) -> int:
        """The id of the window that gets the keys."""
        return int(self.ask("xdotool", "getwindowfocus"))

    def title(self) -> str:
        """The title of the window that gets the keys; empty while none does."""
        found = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname"],
            env=self.env,
            capture_output=True,
            text=True,
        )
        return found.stdout.strip()

    def corner(self, window: int) -> tuple[int, ...]:
        """Where on the screen a window's top left corner is."""
        told = self.ask("xwininfo", "-id", window)
        return tuple(int(number) for number in re.findall(r"Absolute upper-left .: +(-?\d+)", told))

    @contextmanager
    def xterm(self, typed: Path) -> Iterator[int]:
        """A terminal that writes what is typed into a file; gives its window's id."""
        arguments = [
            "-title",
            "call app",
            "-geometry",
            "200x60+0+0",
            "-bg",
            "white",
            "-fg",
            "black",
            "-e",
            "sh",
            "-c",
        ]
        with running([shutil.which("xterm") or "", *arguments, f"cat > {typed}"], self.env):
            wait_until(lambda: typed.exists(), "the terminal opens")
            wait_until(lambda: self._is_there("call app"), "the terminal's window is there")
            window = int(self.ask("xdotool", "search", "--name", "^call app$").split()[-1])
            self.ask("xdotool", "windowactivate", "--sync", window)
            wait_until(lambda: self.focused() == window, "the terminal has the focus")
            yield window

    def _is_there(self, title: str) -> bool:
        found = subprocess.run(
            ["xdotool", "search", "--name", f"^{title}$"], env=self.env, capture_output=True
        )
        return found.returncode == 0


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A program that is ended with the block."""
    with subprocess.Popen(command, env=env, text=True, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


@contextmanager
def open_desktop(
    folder: Path, *, screen: str = "1600x1300", manager: str = "openbox"
) -> Iterator[Desktop]:
    """Start the X server and the window manager, and wait until both answer."""
    absent = [program for program in (*PROGRAMS, manager) if shutil.which(program) is None]
    assert not absent, f"these tests need {', '.join(absent)}; `make test` installs them"
    reader, writer = os.pipe()
    server = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{screen}x24", "-dpi", "96"]
    server += ["-noreset"]  # a server that resets after its last client refuses the next one
    with (
        os.fdopen(reader) as told,
        subprocess.Popen(
            [*server, "-nolisten", "tcp"], pass_fds=[writer], stderr=subprocess.DEVNULL
        ) as x_server,
    ):
        os.close(writer)
        try:
            desktop = Desktop(f":{told.readline().strip()}", folder)
            with running([manager], desktop.env):
                wait_until(lambda: _has_manager(desktop), "the window manager answers")
                yield desktop
        finally:
            x_server.terminate()


def _has_manager(desktop: Desktop) -> bool:
    return "window id" in desktop.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
