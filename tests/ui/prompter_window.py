"""A window of Prompter in a process of its own, driven by a test."""

from __future__ import annotations

import base64
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prompter.messages import CallEvent
from tests.ui.desktop import PATIENCE_S, wait_until

REPOSITORY = Path(__file__).parent.parent.parent
DRIVER = Path(__file__).parent / "overlay_driver.py"


class Window:
    """A window of Prompter in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self._folder = process, folder

    def tell(self, *messages: CallEvent) -> None:
        """Pass messages on, as the call session's thread would."""
        for message in messages:
            self._write(base64.b64encode(pickle.dumps(message)).decode())

    def look(self) -> dict[str, Any]:
        """What the window says now; its picture is at `picture`."""
        self._write(f"look {self.picture}")
        return self.read()

    @property
    def picture(self) -> Path:
        """The file of the last look."""
        return self._folder / "window.png"

    def read(self) -> dict[str, Any]:
        """The next thing it tells."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the window's process ended: {self.errors()}"
        told: dict[str, Any] = json.loads(line)
        return told

    def look_until(self, happened: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Look until it shows what is waited for."""
        seen: dict[str, Any] = {}

        def sees_it() -> bool:
            seen.clear()
            seen.update(self.look())
            return happened(seen)

        wait_until(sees_it, what)
        return seen

    def errors(self) -> str:
        """Everything it has logged, once it has ended."""
        self.process.wait(PATIENCE_S)
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def _write(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


@contextmanager
def open_window(
    name: str, *options: str, env: dict[str, str], folder: Path, **more_env: str
) -> Iterator[Window]:
    """Run `overlay` or `start_page` in its own process, and end it with the block."""
    command = [sys.executable, "-X", "faulthandler", str(DRIVER), name, *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        env={**env, "PYTHONPATH": str(REPOSITORY), **more_env},
        cwd=REPOSITORY,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as process:
        try:
            yield Window(process, folder)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
