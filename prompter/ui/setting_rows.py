"""One row of the settings window: a title, a line of help, and what changes the value."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from prompter.settings import Settings
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.plain_page import button, text_line
from prompter.ui.setting_words import Words, words_for
from prompter.ui.text_field import TextField
from prompter.ui.tick_box import TickBox

Value = str | bool | int | float
SAVE_AFTER_MS = 500
"""After the last key in a text field."""


@dataclass(frozen=True, slots=True)
class Known:
    """A setting: key is "table.name" inside a table. metadata: as its field has it."""

    key: str
    default: Value
    metadata: Mapping[str, Any]


def known_settings(kind: Any = Settings, table: str = "") -> list[Known]:
    """Every setting there is, those in tables too."""
    known = []
    for item in dataclasses.fields(kind):
        default: Any = getattr(kind(), item.name)
        if dataclasses.is_dataclass(default):
            known += known_settings(type(default), item.name)
        else:
            known.append(
                Known(f"{table}.{item.name}" if table else item.name, default, item.metadata)
            )
    return known


def value_of(settings: Settings, key: str) -> Value:
    """The value of a setting, in a table or not."""
    value: Any = settings
    for part in key.split("."):
        value = getattr(value, part)
    return value  # type: ignore[no-any-return]  # a leaf of Settings


class Row(QWidget):
    """Tells each change at once; a text half a second after the last key."""

    def __init__(
        self, known: Known, changed: Callable[[str, Value], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.known, self._tell = known, changed
        self.flush: Callable[[], None] = lambda: None
        """Tell what was typed without waiting."""
        words = words_for(known.key)
        self.trouble = text_line("trouble", "", self)
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(3)
        self.editor, self._put = self._editor(words)
        self.editor.setObjectName(known.key)
        self.editor.setAccessibleName(words.title)
        self.editor.setAccessibleDescription(words.help)
        if isinstance(known.default, bool):
            column.addWidget(self.editor)
            if words.help:
                about = text_line("help", words.help, self)
                about.setContentsMargins(33, 0, 0, 0)
                column.addWidget(about)
        else:
            self._lay_out(words, column)
        column.addWidget(self.trouble)

    def show_value(self, value: Value) -> None:
        """Show a value that is so already; tells nothing."""
        self.editor.blockSignals(True)
        self._put(value)
        self.editor.blockSignals(False)

    def show_trouble(self, text: str) -> None:
        """Why the value can't be; "" when all is well."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def step_by(self, steps: int) -> None:
        """Make a number larger or, with less than 0, smaller."""
        assert isinstance(self.editor, QAbstractSpinBox)
        self.editor.stepBy(steps)

    def _lay_out(self, words: Words, column: QVBoxLayout) -> None:
        title = QLabel(words.title, self)
        title.setObjectName("label")
        title.setBuddy(self.editor)
        title.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(1)
        left.addWidget(title)
        if words.help:
            left.addWidget(text_line("help", words.help, self))
        row.addLayout(left, 5)
        if isinstance(self.editor, QAbstractSpinBox):
            side = QHBoxLayout()
            side.setSpacing(6)
            side.addWidget(self.editor, 1)
            for text, step in (("\N{MINUS SIGN}", -1), ("+", 1)):
                less_or_more = button("step", "step", text, self)
                less_or_more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                less_or_more.setAccessibleName(f"{'Less' if step < 0 else 'More'}: {words.title}")
                less_or_more.setAutoRepeat(True)
                less_or_more.clicked.connect(lambda _on, step=step: self.step_by(step))
                side.addWidget(less_or_more)
            row.addLayout(side, 5)
        else:
            row.addWidget(self.editor, 5)
        column.addLayout(row)

    def _editor(self, words: Words) -> tuple[QWidget, Callable[[Any], None]]:
        known = self.known
        if isinstance(known.default, bool):
            tick = TickBox(words.title, self)
            tick.toggled.connect(self._changed)
            return tick, tick.setChecked
        if "allowed" in known.metadata:
            return self._choice(words)
        if "between" in known.metadata:
            return self._number(words)
        return self._text(words)

    def _choice(self, words: Words) -> tuple[QWidget, Callable[[Any], None]]:
        choice = ChoiceBox(self)
        for value in self.known.metadata["allowed"]:
            choice.addItem(words.choices.get(value, str(value)), value)
        choice.currentIndexChanged.connect(lambda place: self._changed(choice.itemData(place)))
        return choice, lambda value: choice.setCurrentIndex(choice.findData(value))

    def _number(self, words: Words) -> tuple[QWidget, Callable[[Any], None]]:
        low, high = self.known.metadata["between"]
        box: QSpinBox | QDoubleSpinBox
        if isinstance(self.known.default, int):
            box = QSpinBox(self)
            box.setRange(int(low), int(high))
            box.setSingleStep(10 if high - low > 500 else 1)
        else:
            box = QDoubleSpinBox(self)
            box.setRange(low, high)
            box.setSingleStep((high - low) / 20)
        box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        box.setSuffix(words.unit)
        box.setKeyboardTracking(False)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.valueChanged.connect(lambda value: self._changed(value))
        return box, box.setValue

    def _text(self, words: Words) -> tuple[QWidget, Callable[[Any], None]]:
        field = TextField(words.title, words.example, self)
        waiting = QTimer(self)
        waiting.setSingleShot(True)
        waiting.setInterval(SAVE_AFTER_MS)
        waiting.timeout.connect(lambda: self._changed(field.text))
        field.textChanged.connect(waiting.start)
        self.flush = lambda: self._changed(field.text)
        field.left.connect(self.flush)

        def put(value: str) -> None:
            waiting.stop()
            field.put(value)
            field.fit()

        return field, put

    def _changed(self, value: Value) -> None:
        self._tell(self.known.key, value)
