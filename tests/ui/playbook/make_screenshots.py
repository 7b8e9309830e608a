"""Pictures of the playbook's windows: python -m tests.ui.playbook.make_screenshots [FOLDER]

Run it under QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.edit import WordingKind
from prompter.settings import Settings
from prompter.ui.playbook.playbook_window import PlaybookWindow
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.theme import ThemeChoice
from prompter.ui.view_settings import ViewSettings
from tests.ui.prompter_window import REPOSITORY
from tests.ui.review.conftest import a_few_calls

PATIENCE_S = 120.0
CUE = "chose_other"


def until(app: QApplication, there: Callable[[], bool]) -> None:
    """Let the windows work until they show what was asked for."""
    end = time.monotonic() + PATIENCE_S
    while not there():
        app.processEvents()
        time.sleep(0.01)
        assert time.monotonic() < end, "the window never showed it"
    for _ in range(20):
        app.processEvents()


def take(app: QApplication, archive: Path, theme: ThemeChoice, folder: Path) -> None:
    """A phrase that was tried, the cards in a small window, and a missed line."""
    window = PlaybookWindow(PlaybookWorkshop(Settings()), theme)
    window.show()
    window.cues.choose(CUE)
    window.tabs.lists[WordingKind.PHRASE].new.setText("we chose someone else")
    window.tabs.lists[WordingKind.PHRASE].add.click()
    window.test.click()
    until(app, window.save.isEnabled)
    window.grab().save(str(folder / f"playbook_{theme}.png"))
    window.tabs.setCurrentIndex(2)
    window.resize(640, 620)
    until(app, lambda: window.height() == 620)
    window.grab().save(str(folder / f"playbook_small_{theme}.png"))
    page = ReviewWindow(archive, ViewSettings(theme), lambda: PlaybookWorkshop(Settings()))
    page.show()
    page.open_call(1)
    until(app, lambda: page.pages.currentWidget() is page.one)
    page.one.go_to(4.0)
    page.wordings.wrong.click()
    dialog = page.wordings.dialog
    assert dialog is not None
    until(app, dialog.save.isEnabled)
    dialog.grab().save(str(folder / f"wrong_card_{theme}.png"))
    dialog.reject()
    page.stop()


def main() -> None:
    """Save every picture into the folder."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY / "docs" / "screenshots"
    app = QApplication([])
    themes: tuple[ThemeChoice, ...] = ("dark", "light")
    with tempfile.TemporaryDirectory() as home:
        os.environ["PROMPTER_DATA_DIR"] = home
        archive = Path(home) / "archive.db"
        a_few_calls(archive)
        for theme in themes:
            take(app, archive, theme, folder)


if __name__ == "__main__":
    main()
