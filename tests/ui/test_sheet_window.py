"""The call sheet's window: saved by itself, taken back at will, used with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from prompter.call_sheet import CallSheet
from prompter.errors import BadSettings, BadSheet
from prompter.sheet_store import SheetStore
from prompter.ui.own_data import OwnData
from prompter.ui.sheet_window import SheetWindow

Open = Callable[..., SheetWindow]
FULL = CallSheet(
    company="Acme",
    person="Jane",
    role="Planner",
    met="A meet-up",
    ideas=("routes", "", "depots"),
    proofs=("a third faster",),
    times=("Tuesday", "Friday"),
    referrals=("Beta", "Gamma"),
    notes="One.\nTwo.",
)


@pytest.fixture
def store(tmp_path: Path) -> SheetStore:
    return SheetStore(tmp_path / "sheets")


@pytest.fixture
def kept() -> dict[str, str]:
    """The user's own name and number, as the settings have them."""
    return {}


@pytest.fixture
def open_sheet(qtbot: QtBot, store: SheetStore, kept: dict[str, str]) -> Open:
    def open_it(name: str = "") -> SheetWindow:
        own = OwnData(kept.get("my_name", ""), kept.get("my_number", ""), kept.__setitem__)
        window = SheetWindow(store, name, own, "dark")
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return open_it


def keys(text: str) -> None:
    """Press these where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def press(key: Qt.Key, *with_keys: Qt.KeyboardModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    held = Qt.KeyboardModifier.NoModifier
    for each in with_keys:
        held |= each
    QTest.keyClick(focused, key, held)


def test_what_is_typed_is_saved_by_itself_and_the_file_gets_its_name_at_the_end(
    open_sheet: Open, store: SheetStore, qtbot: QtBot
) -> None:
    window = open_sheet()
    keys("Acme")
    press(Qt.Key.Key_Tab)
    keys("Jane")
    qtbot.waitUntil(lambda: window.saved.text() == "Saved.")
    assert store.load(window.name) == CallSheet(company="Acme", person="Jane")
    with qtbot.waitSignal(window.closed) as told:
        press(Qt.Key.Key_Escape)
    assert told.args == ["acme-jane"]
    assert store.names() == ["acme-jane"]


def test_what_was_typed_just_before_the_window_closes_is_saved(
    open_sheet: Open, store: SheetStore
) -> None:
    window = open_sheet()
    keys("Acme")
    window.close()
    assert store.load("acme").company == "Acme"


def test_a_new_sheet_in_which_nothing_is_typed_leaves_nothing(
    open_sheet: Open, store: SheetStore, qtbot: QtBot
) -> None:
    window = open_sheet()
    with qtbot.waitSignal(window.closed) as told:
        window.close()
    assert (told.args, store.names()) == ([""], [])


def test_all_that_a_sheet_holds_is_shown_and_stays(open_sheet: Open, store: SheetStore) -> None:
    store.save("acme", FULL)
    window = open_sheet("acme")
    assert window.sheet == FULL
    window.close()
    assert (store.names(), store.load("acme")) == (["acme"], FULL)


def test_undo_takes_back_field_by_field_and_redo_brings_it_again(
    open_sheet: Open, store: SheetStore
) -> None:
    window = open_sheet()
    keys("Acme")
    press(Qt.Key.Key_Tab)
    keys("Jane")
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_Z, control)
    assert window.sheet == CallSheet(company="Acme")
    press(Qt.Key.Key_Z, control)
    assert window.sheet == CallSheet()
    press(Qt.Key.Key_Z, control, shift)
    assert window.sheet == CallSheet(company="Acme")
    window.close()
    assert store.load("acme") == CallSheet(company="Acme")


def test_name_and_number_are_kept_once_for_all_sheets(
    open_sheet: Open, kept: dict[str, str], store: SheetStore
) -> None:
    window = open_sheet()
    window.fields.name.put("Jo Berg")
    window.fields.number.put("555 0134")
    window.close()
    assert kept == {"my_name": "Jo Berg", "my_number": "555 0134"}
    assert store.names() == [], "they are no part of a sheet"
    assert open_sheet().fields.name.text == "Jo Berg"


def test_a_sheet_that_cannot_be_read_is_named_by_line_and_not_written_over(
    open_sheet: Open, store: SheetStore
) -> None:
    store.folder.mkdir()
    store.file("own").write_text("company = \n")
    window = open_sheet("own")
    assert "own.toml:1" in window.trouble.text()
    assert not window.fields.company.isEnabled()
    window.close()
    assert store.file("own").read_text() == "company = \n"


def test_a_full_disk_is_told_and_the_window_closes_only_when_asked_again(
    open_sheet: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BadSheet("acme.toml: can't write this call sheet: disk full")

    monkeypatch.setattr(SheetStore, "save", full)
    window = open_sheet()
    keys("Acme")
    assert not window.close()
    assert "disk full" in window.trouble.text()
    assert window.saved.text() == "Not saved."
    assert window.close()


def test_a_name_that_cannot_be_kept_is_told(qtbot: QtBot, store: SheetStore) -> None:
    def full(_key: str, _value: str) -> None:
        raise BadSettings("settings.toml: can't keep the setting my_name: disk full")

    window = SheetWindow(store, "", OwnData("", "", full), "light")
    qtbot.addWidget(window)
    window.show()
    window.fields.name.put("Jo")
    assert not window.close()
    assert "my_name" in window.trouble.text()


def test_a_long_text_makes_its_field_higher_and_stays_whole(open_sheet: Open) -> None:
    window = open_sheet()
    field = window.fields.ideas[0]
    low = field.height()
    text = "an idea that takes more words than anybody would say " * 8
    field.put(text)
    assert field.height() > 2 * low
    assert window.sheet.ideas == (text,)


def test_enter_goes_on_to_the_next_field_and_makes_a_line_only_in_the_notes(
    open_sheet: Open,
) -> None:
    window = open_sheet()
    keys("Acme")
    press(Qt.Key.Key_Return)
    assert window.fields.person.hasFocus()
    window.fields.notes.setFocus()
    keys("One")
    press(Qt.Key.Key_Return)
    keys("Two")
    assert (window.sheet.company, window.sheet.notes) == ("Acme", "One\nTwo")


def test_tab_reaches_every_field_and_each_says_its_name(open_sheet: Open) -> None:
    window = open_sheet()
    names = []
    for field in window.fields.all:
        assert field.hasFocus(), field.accessibleName()
        heard = QAccessible.queryAccessibleInterface(field)
        names.append(heard.text(QAccessible.Text.Name))
        press(Qt.Key.Key_Tab)
    assert len(names) == len(set(names)) == 16
    assert names[:3] == ["Company", "Person", "Role"]
