"""Whether the sound of the next call is kept too, and what to ask the employer first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from prompter.consent import load_rules
from prompter.ui.live_parts import LiveParts
from prompter.ui.plain_page import text_line
from prompter.ui.tick_box import TickBox

KEEP_SOUND = "&Keep the sound of the next call too"


class SoundChoice(QWidget):
    """For one call: afterwards it is as the settings say again, so that none is forgotten."""

    def __init__(self, live: LiveParts, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live
        self.box = TickBox(KEEP_SOUND, self)
        self.box.setObjectName("keep_sound")
        self._sentence = f"Ask first: “{load_rules().sound_sentence}”"
        self.ask_first = text_line("help", "", self)
        self.box.setAccessibleDescription(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(self.ask_first)
        self.box.toggled.connect(self._choose)
        self.settings_changed()

    def settings_changed(self) -> None:
        """Begin from what the settings say now; where nothing is kept, no sound is."""
        self._usual = self._live.keep_sound
        self.box.setEnabled(self._live.keep != "nothing")
        self.call_ended()

    def call_ended(self) -> None:
        """The next call is another choice."""
        self.box.setChecked(self._usual and self.box.isEnabled())
        self._choose(self.box.isChecked())

    def _choose(self, on: bool) -> None:
        self._live.choose_sound(on)
        self.ask_first.setText(self._sentence if on else "")
        self.ask_first.setVisible(on)
