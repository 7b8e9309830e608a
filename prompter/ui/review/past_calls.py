"""The ways into the window of past calls: a button, an entry of the tray; and what is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from prompter.ui.playbook.workshop import MakeWorkshop
from prompter.ui.review.archive_worker import ArchiveWorker
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.view_settings import ViewSettings

NAME = "Past ca&lls"


class PastCalls(QObject):
    """Opens one window, however often it is asked for. The button tells how much is due."""

    def __init__(
        self,
        archive: Path | None,
        settings: ViewSettings,
        button: QPushButton,
        action: QAction,
        parent: QObject,
        make_workshop: MakeWorkshop | None = None,
    ) -> None:
        """archive: None: there is no way to the calls from here, and nothing is shown."""
        super().__init__(parent)
        self._make_workshop = make_workshop
        self._worker: ArchiveWorker | None = None
        self._archive, self._settings, self._button = archive, settings, button
        self.window: ReviewWindow | None = None
        button.setVisible(archive is not None)
        action.setVisible(archive is not None)
        if archive is None:
            return
        button.setText(NAME)
        button.clicked.connect(self.open)
        action.triggered.connect(self.open)
        self._worker = ArchiveWorker(archive, self)
        self._worker.answered.connect(self._show_due)
        self.look()

    def look(self) -> None:
        """See anew how many next steps are due."""
        today = date.today()
        if self._worker is not None:
            self._worker.ask("due", lambda reader: len(reader.due(today)))

    def open(self) -> None:
        """Show the window, with the calls as they are now."""
        if self._archive is None:
            return
        if self.window is None:
            self.window = ReviewWindow(self._archive, self._settings, self._make_workshop)
        else:
            self.window.refresh()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def stop(self) -> None:
        """Keep what was typed, and end the threads."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        if self.window is not None:
            self.window.hide()
            self.window.stop()
            self.window = None

    def _show_due(self, _key: str, due: object) -> None:
        is_due = isinstance(due, int) and due > 0
        self._button.setText(f"{NAME} ({due} due)" if is_due else NAME)
