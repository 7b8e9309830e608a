"""Third screen of the first steps: what may be kept, by the places of both ends."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from prompter.consent import Place, Rules, suggest
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.plain_page import button, panel, text_line

TITLE = "What may be kept of a call?"
ABOUT = (
    "Many places ask for consent before a call is recorded, and a transcript is much like a "
    "recording. Say where you both are; the choice is always yours."
)
NO_ADVICE = "This is no legal advice. Laws change and have exceptions; sources as of {}."
CHOOSE = "Choose a place"
REHEARSE = "Rehearse plays the sample call, so that you see the cards come."
CHOICES = (
    ("nothing", "&Cards only", "Questions show during the call; nothing of it is kept."),
    ("cards", "N&otes", "The cues and cards with their times are kept, no word that is said."),
    ("transcript", "&Transcript", "What is said is kept as text too. Read the sentence out first."),
)


class ConsentPage(QWidget):
    """Two places, a suggestion, three choices, and the sentence to read out."""

    def __init__(self, rules: Rules, keep: str, parent: QWidget) -> None:
        """keep: what is chosen before the user has chosen anything."""
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self._rules, self._touched = rules, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(text_line("title", TITLE, self))
        column.addWidget(text_line("body", ABOUT, self))
        places = QHBoxLayout()
        places.setSpacing(14)
        self.here = self._place("&You are in", places)
        self.there = self._place("They &are in", places)
        column.addLayout(places)
        self.why = text_line("body", "", self)
        column.addWidget(self.why)
        self.buttons: dict[str, QRadioButton] = {}
        self._marks: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        frame, inside = panel(self)
        inside.setSpacing(0)
        for value, title, words in CHOICES:
            self._choice(value, title, words, inside)
        column.addWidget(frame)
        self._sentence(column)
        self.sources = text_line("help", "", self)
        column.addWidget(self.sources)
        column.addWidget(text_line("help", REHEARSE, self))
        column.addStretch(1)
        self.buttons[keep].setChecked(True)
        self._group.buttonClicked.connect(self._choose)
        for box in (self.here, self.there):
            box.currentIndexChanged.connect(self._suggest)
        self._suggest()

    @property
    def chosen(self) -> str:
        """The value for the setting `keep`."""
        return next(value for value, each in self.buttons.items() if each.isChecked())

    def _place(self, label: str, row: QHBoxLayout) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setMaxVisibleItems(14)
        box.setMinimumContentsLength(8)
        box.setAccessibleName(label.replace("&", ""))
        model = QStandardItemModel(box)
        model.appendRow(QStandardItem(CHOOSE))
        group = ""
        for place in self._rules.places:
            if place.group != group:
                group = place.group
                head = QStandardItem(group)
                head.setEnabled(False)
                font = head.font()
                font.setBold(True)
                head.setFont(font)
                model.appendRow(head)
            item = QStandardItem(place.name)
            item.setData(place)
            model.appendRow(item)
        box.setModel(model)
        words = QLabel(label, self)
        words.setObjectName("label")
        words.setBuddy(box)
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(words)
        side.addWidget(box)
        row.addLayout(side, 1)
        return box

    def _choice(self, value: str, title: str, words: str, inside: QVBoxLayout) -> None:
        choice = QRadioButton(title, self)
        choice.setAccessibleDescription(words)
        mark = text_line("help", "", self)
        mark.setObjectName("suggested")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(choice)
        row.addWidget(mark, 1)
        inside.addLayout(row)
        about = text_line("help", words, self)
        about.setContentsMargins(32, 0, 0, 2)
        inside.addWidget(about)
        self.buttons[value], self._marks[value] = choice, mark
        self._group.addButton(choice)

    def _sentence(self, column: QVBoxLayout) -> None:
        frame, inside = panel(self)
        inside.addWidget(text_line("help", "To read out when the call begins:", frame))
        self.sentence = text_line("say_this", f"“{self._rules.sentence}”", frame)
        inside.addWidget(self.sentence)
        copy = button("copy", "link", "Co&py this sentence", frame)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._rules.sentence))
        inside.addWidget(copy)
        column.addWidget(frame)

    def _choose(self) -> None:
        self._touched = True

    def _suggest(self) -> None:
        """Mark what suits the stricter end; choose it as long as the user hasn't chosen."""
        both = self._chosen_place(self.here), self._chosen_place(self.there)
        found = suggest(*both)
        self.why.setText(found.why)
        for value, mark in self._marks.items():
            mark.setText("suggested" if None not in both and value == found.keep else "")
        if None not in both and not self._touched:
            self.buttons[found.keep].setChecked(True)
        lines = [NO_ADVICE.format(self._rules.read_on), *found.sources]
        self.sources.setText("\n".join(lines))

    def _chosen_place(self, box: ChoiceBox) -> Place | None:
        model = box.model()
        assert isinstance(model, QStandardItemModel)
        place = model.item(box.currentIndex()).data()
        return place if isinstance(place, Place) else None
