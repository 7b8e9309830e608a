# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The first steps: what Prompter does, whether it hears both sides, and what may be kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from prompter.consent import load_rules
from prompter.errors import BadSettings
from prompter.ui.consent_page import ConsentPage
from prompter.ui.live_parts import LiveParts
from prompter.ui.plain_page import PlainPage, button, text_line
from prompter.ui.sound_page import SoundPage
from prompter.ui.theme import ThemeChoice, pick_theme
from prompter.ui.welcome_page import WelcomePage

SIZE = QSize(700, 780)
CAREFUL = "cards"
"""Kept when the user chooses nothing: no word that is said."""
KeepChoice = Callable[[str], None]
"""Writes what is kept: "transcript", "cards", "nothing". Raises BadSettings."""


class FirstRun(PlainPage):
    """Three screens. Whoever leaves early keeps what was set before, or the careful choice."""

    finished = Signal(bool)
    """Whether the sample call is to be played now."""

    def __init__(
        self, live: LiveParts, keep_choice: KeepChoice, kept_now: str, theme: ThemeChoice
    ) -> None:
        """kept_now: what the settings file says; empty when it says nothing."""
        super().__init__("first_run", "First steps", SIZE, theme)
        self._keep_choice, self._kept_now, self._ended = keep_choice, kept_now, False
        self.step = text_line("step_now", "", self.inner)
        self.trouble = text_line("trouble", "", self.inner)
        self.trouble.hide()
        self.welcome = WelcomePage(self.inner)
        self.sound = SoundPage(live, pick_theme(theme), self.inner)
        self.consent = ConsentPage(load_rules(), kept_now or CAREFUL, self.inner)
        self.pages: tuple[QWidget, ...] = (self.welcome, self.sound, self.consent)
        self.place = 0
        self.column.addWidget(self.step)
        self.column.addWidget(self.trouble)
        for page in self.pages:
            self.column.addWidget(page, 1)
        self.skip = button("skip", "second", "S&kip", self)
        self.back = button("back", "second", "&Back", self)
        self.quiet = button("quiet", "second", "&Finish", self)
        self.go_on = button("go_on", "main", "&Next", self)
        self.foot.addWidget(self.skip)
        self.foot.addStretch(1)
        for each in (self.back, self.quiet, self.go_on):
            self.foot.addWidget(each)
        self.filled()
        self.skip.clicked.connect(self.close)
        self.back.clicked.connect(lambda: self._show(self.place - 1))
        self.quiet.clicked.connect(lambda: self._finish(rehearse=False))
        self.go_on.clicked.connect(self._next)
        for keys in (QKeySequence.StandardKey.Cancel, QKeySequence.StandardKey.Close):
            self.act_on(keys, self.close)
        self._show(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving early chooses nothing: what was set before stays, or the careful choice."""
        event.accept()
        self._end(self._kept_now or CAREFUL, rehearse=False)

    def _next(self) -> None:
        if self.place + 1 < len(self.pages):
            self._show(self.place + 1)
        else:
            self._finish(rehearse=True)

    def _finish(self, *, rehearse: bool) -> None:
        if self._end(self.consent.chosen, rehearse=rehearse):
            self.close()

    def _end(self, keep: str, *, rehearse: bool) -> bool:
        """False when the choice could not be written: said once, and the user may go on."""
        if self._ended:
            return True
        try:
            self._keep_choice(keep)
        except BadSettings as error:
            if self.isVisible() and not self.trouble.isVisible():
                self.trouble.setText(f"{error} The choice holds until Prompter is closed.")
                self.trouble.show()
                return False
        self._ended = True
        self.sound.stop()
        self.finished.emit(rehearse)
        return True

    def _show(self, place: int) -> None:
        self.place, last = place, len(self.pages) - 1
        for number, page in enumerate(self.pages):
            page.setVisible(number == place)
        self.step.setText(f"Step {place + 1} of {last + 1}")
        self.back.setEnabled(place > 0)
        self.quiet.setVisible(place == last)
        self.go_on.setText("&Rehearse" if place == last else "&Next")
        self.area.verticalScrollBar().setValue(0)
        self.sound.stop()
        self.go_on.setFocus()
        self.setAccessibleName(f"{self.step.text()}: {self.pages[place].windowTitle()}")
