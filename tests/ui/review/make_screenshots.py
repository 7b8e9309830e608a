"""Pictures of the window of past calls: python -m tests.ui.review.make_screenshots [FOLDER]

Run it under QT_QPA_PLATFORM=offscreen, with QT_SCALE_FACTOR=2 for the pictures at 200 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from prompter.record import Archive
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.theme import ThemeChoice
from prompter.ui.view_settings import ViewSettings
from tests.ui.prompter_window import REPOSITORY
from tests.ui.review.conftest import a_few_calls

SIZES = {"": (1240, 740), "_small": (860, 560)}
PATIENCE_S = 10.0


def until(app: QApplication, there: Callable[[], bool]) -> None:
    """Let the window work until it shows what was asked for."""
    end = time.monotonic() + PATIENCE_S
    while not there():
        app.processEvents()
        assert time.monotonic() < end, "the window never showed it"
    for _ in range(20):
        app.processEvents()
        time.sleep(0.01)


def take(app: QApplication, archive: Path, theme: ThemeChoice, save: Callable[..., None]) -> None:
    """The list, a search, a call, its thank-you note, and the figures of all calls."""
    window = ReviewWindow(archive, ViewSettings(theme))
    window.show()
    calls, one = window.calls, window.one
    for size, (width, height) in SIZES.items():
        window.resize(width, height)
        until(app, lambda: calls.model.rowCount() == 3)
        save(window, f"past_calls{size}")
        for number, name in ((1, "call"), (3, "call_rtl")):
            window.open_call(number)
            until(app, lambda: window.pages.currentWidget() is one)
            until(app, lambda n=number: one.call is not None and one.call.summary.id == n)  # type: ignore[misc]
            save(window, f"past_{name}{size}")
            window.pages.setCurrentWidget(calls)
        window.resize(width, height)
    window._open_figures()
    until(app, lambda: window.pages.currentWidget() is window.all_figures)
    save(window, "past_figures")
    window.stop()


def main() -> None:
    """Save every picture into the folder."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    end = "_200" if os.environ.get("QT_SCALE_FACTOR") == "2" else ""
    app = QApplication([])
    themes: tuple[ThemeChoice, ...] = ("dark", "light")
    for theme in themes:

        def save(window: ReviewWindow, name: str, theme: ThemeChoice = theme) -> None:
            window.grab().save(str(folder / f"{name}_{theme}{end}.png"))

        with tempfile.TemporaryDirectory() as home:
            archive = Path(home) / "data" / "archive.db"
            a_few_calls(archive)
            take(app, archive, theme, save)
            nothing = Path(home) / "empty" / "archive.db"
            with Archive.open(nothing, on_fault=lambda fault: print(fault.text)):
                pass
            window = ReviewWindow(nothing, ViewSettings(theme))
            window.show()
            until(app, lambda window=window: window.calls.isVisible())  # type: ignore[misc]
            save(window, "past_calls_empty")
            window.stop()


if __name__ == "__main__":
    main()
