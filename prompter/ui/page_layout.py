"""What stands on the start page, and where."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from prompter.about import WHAT_IT_IS
from prompter.errors import PrompterError
from prompter.ui.app_picker import AppPicker
from prompter.ui.cut_off_note import CutOffNote
from prompter.ui.live_parts import LiveParts, Verdict
from prompter.ui.plain_page import button, text_line
from prompter.ui.sheet_picker import SheetPicker
from prompter.ui.sound_check import CheckPanel
from prompter.ui.sound_choice import SoundChoice
from prompter.ui.theme import Theme
from prompter.ui.tick_box import TickBox
from prompter.ui.vault_note import VaultNote

CHECK = "Check my &sound"
SIZE = QSize(600, 880)
_KEPT = {
    "transcript": "what is said, the cues and the cards of each call.",
    "cards": "the cues and the cards of each call, no word of what is said.",
    "nothing": "nothing, neither words nor sound.",
}
_SAMPLE = "The sample call is played and forgotten."


class PageLayout:
    """The page's parts, laid out in one column that scrolls when the screen is small."""

    def __init__(self, live: LiveParts, kept: str, theme: Theme, page: QWidget) -> None:
        page.setMinimumSize(420, 360)
        page.resize(SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))
        inner = QWidget(page)
        inner.setObjectName("page_inner")
        self.cut_off = CutOffNote(live, inner)
        self.vault = VaultNote(live, inner)
        self.call = button("call", "main", "", inner)
        self.note = text_line("note", "", inner)
        self.play = button("play", "second", "", inner)
        self.check = button("check", "second", CHECK, inner)
        self.past_calls = button("past_calls", "second", "", inner)
        self.past_calls.hide()  # until there is an archive to look into
        self.sound_check = CheckPanel(theme, inner)
        self.sheet = SheetPicker(live.sheets, inner)
        self.edit_sheet = button("edit_sheet", "second", "E&dit", inner)
        self.edit_sheet.setAccessibleName("Edit this call sheet")
        self.new_sheet = button("new_sheet", "second", "&New", inner)
        self.new_sheet.setAccessibleName("New call sheet")
        self.app = AppPicker(live, inner)
        self.auto_start = TickBox("Start by &itself when a call begins", inner)
        self.auto_start.setObjectName("auto_start")
        self.auto_start.setChecked(live.auto_start)
        self.kept = text_line("kept", kept, inner)
        self.sound = SoundChoice(live, inner)
        self.machine = _machine_list(inner)
        self.settings = button("settings", "link", "Se&ttings", inner)
        self.playbook = button("playbook", "link", "Play&book", inner)
        self.first_steps = button("first_steps", "link", "&First steps", inner)
        self.about = button("about", "link", "Abo&ut", inner)
        self._lay_out(inner)
        scroll = QScrollArea(page)
        scroll.setObjectName("page_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def show_note(self, text: str, *, trouble: bool) -> None:
        """The line under the main button."""
        self.note.setText(text)
        self.note.setProperty("trouble", trouble)
        self.note.style().polish(self.note)  # the color depends on the property
        across, down = (12, 7) if trouble else (0, 0)
        self.note.setContentsMargins(across, down, across, down)

    def show_machine(self, lines: list[str]) -> None:
        """What works on this computer, a line each."""
        self.machine.clear()
        self.machine.addItems(lines)
        self.machine.setCurrentRow(0)

    def show_checked(self, found: object) -> None:
        """A Verdict, or the PrompterError that came in its place."""
        if isinstance(found, PrompterError):
            self.sound_check.show_failure(found)
        else:
            verdict: Verdict = found  # type: ignore[assignment]  # signals carry objects
            self.sound_check.show_verdict(verdict)

    def _lay_out(self, inner: QWidget) -> None:
        column = QVBoxLayout(inner)
        column.setContentsMargins(36, 26, 36, 26)
        column.setSpacing(6)
        column.addWidget(text_line("name", "Prompter", inner))
        column.addWidget(text_line("sentence", WHAT_IT_IS, inner))
        column.addSpacing(14)
        column.addWidget(self.cut_off)
        column.addWidget(self.vault)
        column.addWidget(self.call)
        column.addWidget(self.note)
        column.addSpacing(6)
        second = QHBoxLayout()
        second.setSpacing(10)
        second.addWidget(self.play, 1)
        second.addWidget(self.check, 1)
        column.addLayout(second)
        column.addWidget(self.past_calls)
        column.addWidget(self.sound_check)
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        _row(grid, 0, "Call s&heet:", self.sheet, self.edit_sheet, self.new_sheet)
        _row(grid, 1, "He&ar:", self.app)
        column.addLayout(grid)
        column.addWidget(self.auto_start)
        column.addSpacing(14)
        column.addWidget(text_line("heading", "What is kept", inner))
        column.addWidget(self.kept)
        column.addWidget(self.sound)
        column.addSpacing(14)
        column.addWidget(text_line("heading", "What works on this computer", inner))
        column.addWidget(self.machine, 1)
        links = QGridLayout()  # in two rows, or they would not fit into a small window
        for number, link in enumerate((self.settings, self.playbook, self.first_steps, self.about)):
            links.addWidget(link, number // 2, number % 2)
        links.setColumnStretch(2, 1)
        column.addLayout(links)


def _row(grid: QGridLayout, row: int, text: str, what: QWidget, *more: QWidget) -> None:
    label = QLabel(text, what.parentWidget())
    label.setObjectName("label")
    label.setBuddy(what)
    grid.addWidget(label, row, 0)
    grid.addWidget(what, row, 1, 1, 3 - len(more))
    for place, each in enumerate(more, 2):
        grid.addWidget(each, row, place)


def kept_text(keep: str) -> str:
    """What a call leaves on this computer, said truly."""
    return f"Kept on this computer: {_KEPT[keep]} {_SAMPLE}"


def _machine_list(parent: QWidget) -> QListWidget:
    made = QListWidget(parent)
    made.setObjectName("machine")
    made.setAccessibleName("What works on this computer")
    made.setWordWrap(True)
    made.setMinimumHeight(96)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.addItem("Looking\N{HORIZONTAL ELLIPSIS}")
    return made
