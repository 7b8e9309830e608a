"""Every setting in one window: changed at once, taken back, and never at the cost of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from prompter.settings import Settings, load_settings
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.setting_rows import known_settings
from prompter.ui.setting_words import MORE, words_for
from prompter.ui.settings_window import SettingsWindow
from prompter.ui.text_field import TextField
from prompter.ui.theme import DARK, LIGHT
from prompter.ui.tick_box import TickBox

OWN = '# mine\nkeep = "cards"  # careful\nmicrophone = "desk"\n'
Open = Callable[[], SettingsWindow]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def open_settings(qtbot: QtBot, file: Path) -> Open:
    def open_it() -> SettingsWindow:
        window = SettingsWindow(file)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return open_it


def choose(window: SettingsWindow, key: str, value: str) -> None:
    box = window.rows[key].editor
    assert isinstance(box, ChoiceBox)
    box.setCurrentIndex(box.findData(value))


def test_every_setting_there_is_has_a_row_with_a_title(open_settings: Open) -> None:
    window = open_settings()
    assert set(window.rows) == {known.key for known in known_settings()}
    assert all(row.editor.accessibleName() for row in window.rows.values())


def test_a_setting_of_somebody_else_gets_a_row_by_itself() -> None:
    @dataclass(frozen=True)
    class Table:
        next: str = "ctrl+n"

    @dataclass(frozen=True)
    class Others:
        wait_ms: int = 20
        keys: Table = field(default_factory=Table)

    assert [each.key for each in known_settings(Others)] == ["wait_ms", "keys.next"]
    words = words_for("wait_ms")
    assert (words.group, words.title) == (MORE, "Wait (ms)")


def test_a_change_is_written_at_once_and_comments_and_other_values_stay(
    open_settings: Open, file: Path, qtbot: QtBot
) -> None:
    file.write_text(OWN)
    window = open_settings()
    with qtbot.waitSignal(window.changed) as told:
        choose(window, "keep", "nothing")
    assert told.args[0].keep == "nothing"
    assert file.read_text() == OWN.replace('"cards"', '"nothing"')


def test_undo_brings_the_value_before_back_and_redo_the_other(
    open_settings: Open, file: Path
) -> None:
    window = open_settings()
    tick = window.rows["hear_me"].editor
    assert isinstance(tick, TickBox)
    choose(window, "theme", "dark")
    tick.click()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert load_settings(file)[0] == Settings(theme="dark")
    assert tick.isChecked()
    window.undo.click()
    assert load_settings(file)[0] == Settings()
    assert not window.undo.isEnabled()
    window.do_again()
    assert load_settings(file)[0] == Settings(theme="dark")


def test_a_text_is_saved_after_the_last_key_and_when_the_window_closes(
    open_settings: Open, file: Path, qtbot: QtBot
) -> None:
    window = open_settings()
    editor = window.rows["my_name"].editor
    assert isinstance(editor, TextField)
    QTest.keyClicks(editor, "Jo")
    qtbot.waitUntil(lambda: load_settings(file)[0].my_name == "Jo")
    QTest.keyClicks(editor, " Berg")
    window.close()
    assert load_settings(file)[0].my_name == "Jo Berg"


def test_a_bad_value_in_the_file_is_named_by_line_and_all_else_is_shown(
    open_settings: Open, file: Path
) -> None:
    file.write_text('my_name = "Jo"\nfont_size_pt = 900\n')
    window = open_settings()
    assert "settings.toml:2: font_size_pt must be from 14 to 60" in window.trouble.text()
    assert window.settings == Settings(my_name="Jo")
    choose(window, "keep", "cards")
    assert "font_size_pt = 900" in file.read_text(), "what the user wrote is theirs to mend"


def test_a_file_that_is_no_toml_is_named_and_not_touched(open_settings: Open, file: Path) -> None:
    file.write_text("keep = \n")
    window = open_settings()
    assert "not valid TOML" in window.trouble.text()
    assert not any(row.isEnabled() for row in window.rows.values())
    window.close()
    assert file.read_text() == "keep = \n"


def test_a_change_that_cannot_be_written_is_told_in_its_row(
    open_settings: Open, file: Path
) -> None:
    window = open_settings()
    file.mkdir()
    choose(window, "keep", "nothing")
    assert "settings.toml" in window.rows["keep"].trouble.text()
    assert window.settings.keep == Settings().keep


def test_colors_and_size_are_seen_at_once(open_settings: Open) -> None:
    window = open_settings()
    choose(window, "theme", "light")
    assert LIGHT.page in window.styleSheet()
    choose(window, "theme", "dark")
    assert DARK.page in window.styleSheet()
    before = window.sample.font().pointSize()
    window.rows["font_size_pt"].step_by(4)
    assert window.sample.font().pointSize() == before + 4


def test_a_file_edited_meanwhile_is_read_again(open_settings: Open, file: Path) -> None:
    window = open_settings()
    file.write_text('my_number = "555"\n')
    window.read_again()
    assert window.settings.my_number == "555"
    editor = window.rows["my_number"].editor
    assert isinstance(editor, TextField)
    assert editor.text == "555"
