"""A window of Prompter in a process of its own, driven by a test."""

from __future__ import annotations

import base64
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prompter.messages import CallEvent
from tests.ui.desktop import PATIENCE_S, wait_until

REPOSITORY = Path(__file__).parent.parent.parent
DRIVER = Path(__file__).parent / "overlay_driver.py"
END = "end"


class Window:
    """A window of Prompter in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self._folder = process, folder
        self._told: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read_all)
        self._reader.start()

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
        try:
            line = self._told.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise AssertionError(f"the window says nothing for {PATIENCE_S:.0f} s") from None
        assert line != END, f"the window's process ended: {self.errors()}"
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
        return log_file(self._folder).read_text()

    def end(self) -> None:
        """Close it, whatever it does."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        finally:
            self.process.kill()
            self._reader.join()

    def _read_all(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._told.put(line)
        self._told.put(END)

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
    with (
        log_file(folder).open("w") as log,
        subprocess.Popen(
            command,
            env={
                **env,
                "PYTHONPATH": str(REPOSITORY),
                # A desktop serves many tests, each of which has a keyring of its own.
                "PROMPTER_TEST_KEYRING": os.environ["PROMPTER_TEST_KEYRING"],
                **more_env,
            },
            cwd=REPOSITORY,
            stdin=pipe,
            stdout=pipe,
            stderr=log,
            text=True,
        ) as process,
    ):
        window = Window(process, folder)
        try:
            yield window
        finally:
            window.end()


def log_file(folder: Path) -> Path:
    """What the window's process logs."""
    return folder / "window.log"
