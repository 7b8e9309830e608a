"""Qt's loop, run so that it ends cleanly on Ctrl+C and swallows no bug."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from prompter.ui.display import choose_platform

LOG = logging.getLogger(__name__)


class QtLoop:
    """A QApplication and what keeps it honest; made by `qt_loop`."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.bugs = 0

    def run(self, close: Callable[[], object]) -> int:
        """Run until quit; Ctrl+C calls `close`. Returns 0, or 1 when a slot raised."""
        with _interrupts_call(close):
            code = self.app.exec()
        return code or (1 if self.bugs else 0)

    def log_bug(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """An excepthook: a slot's exception is a bug, logged whole; the call goes on."""
        self.bugs += 1
        LOG.critical("a window's slot raised; this is a bug", exc_info=(kind, error, trace))


@contextmanager
def qt_loop() -> Iterator[QtLoop]:
    """Make the QApplication, on the display that suits. Raises PrompterError without one."""
    choose_platform(os.environ)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["prompter"])
    app.setApplicationName("prompter")
    app.setApplicationDisplayName("Prompter")
    app.setDesktopFileName("prompter")
    app.setQuitOnLastWindowClosed(False)
    loop = QtLoop(app)
    hook_before = sys.excepthook
    sys.excepthook = loop.log_bug
    try:
        yield loop
    finally:
        sys.excepthook = hook_before


@contextmanager
def _interrupts_call(close: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C and SIGTERM call `close`.

    Python runs a signal's handler only when Python code runs; a socket that the signal writes
    to wakes Qt's loop for it.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        reader.setblocking(False)
        writer.setblocking(False)
        notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda: reader.recv(64))

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            close()

        wakeup_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        handled = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, on_signal) for number in handled]
        try:
            yield
        finally:
            for number, handler in zip(handled, before, strict=True):
                signal.signal(number, handler)
            signal.set_wakeup_fd(wakeup_before)
            notifier.setEnabled(False)
