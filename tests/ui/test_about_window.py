"""About: what Prompter is, that nothing leaves, its license and those of all its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import prompter
from prompter import paths
from prompter.about import parts_of, third_party
from prompter.ui.about_window import AboutWindow
from prompter.ui.start_page import StartPage
from prompter.ui.theme import DARK, LIGHT, Theme, ThemeChoice
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings
from tests.ui.contrast import contrast, rgb
from tests.ui.scripted_live import ScriptedLive
from tests.ui.test_settings_window import choose
from tests.ui.test_shown_call import Call

Open = Callable[..., AboutWindow]


@pytest.fixture
def open_about(qtbot: QtBot) -> Open:
    def open_it(theme: ThemeChoice = "dark") -> AboutWindow:
        window = AboutWindow(theme)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.come_forward()
        return window

    return open_it


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[StartPage]:
    live = ScriptedLive(Call, settings_file=tmp_path / "settings.toml")
    tray = CallTray(there=True)
    page = StartPage(Call, lambda: ["All is well"], ViewSettings("dark"), live, tray)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.end()
    tray.close()


def words(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_it_says_the_version_what_it_is_that_nothing_leaves_and_its_license(
    open_about: Open,
) -> None:
    said = words(open_about())
    assert f"Prompter {prompter.__version__}" in said
    assert "shows the one short thing to ask next" in said
    assert "Nothing that is said in a call leaves this computer." in said
    assert "Prompter itself: Apache License 2.0." in said


def test_every_part_of_the_bill_is_listed_with_its_license(open_about: Open) -> None:
    window = open_about()
    lines = [window.list.item(row).text() for row in range(window.list.count())]
    assert lines == [part.line for part in parts_of(third_party())]
    assert any(re.fullmatch(r"pyside6-essentials \S+: LGPL-3.0-only OR .*", line) for line in lines)
    assert "Moonshine tiny-en: MIT" in lines


def test_a_search_by_license_finds_the_parts_and_their_texts(open_about: Open) -> None:
    window = open_about()
    QTest.keyClicks(window.search, "pyside LGPL")
    assert window.list.count() == 1
    assert "1 of " in window.found.text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in window.text.toPlainText()
    QTest.keyClicks(window.search, " nonsense")
    assert window.list.count() == 0
    assert window.found.text() == "No part has that in its name or license."
    assert window.text.toPlainText() == ""


def test_the_keyboard_alone_searches_reads_and_closes(open_about: Open, qtbot: QtBot) -> None:
    window = open_about()
    assert QApplication.focusWidget() is window.search
    QTest.keyClicks(window.search, "numpy")
    QTest.keyClick(window.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.list
    QTest.keyClick(window.list, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.text
    QTest.keyClick(window.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.search
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_screen_reader_hears_names_and_which_license_is_shown(open_about: Open) -> None:
    window = open_about()
    for widget, name in (
        (window.search, "Search the parts and their licenses"),
        (window.list, "Parts and their licenses"),
    ):
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        assert spoken == name
    window.search.setText("numpy")
    assert re.fullmatch(r"The license of numpy \S+", window.text.accessibleName())


@pytest.mark.parametrize(("theme", "colors"), [("dark", DARK), ("light", LIGHT)])
def test_it_can_be_read_in_dark_and_light(
    open_about: Open, theme: ThemeChoice, colors: Theme
) -> None:
    window = open_about(theme)
    picture = window.grab().toImage()
    assert picture.pixelColor(3, 3).name() == colors.page
    assert contrast(rgb(colors.text), rgb(colors.page)) >= 4.5
    assert contrast(rgb(colors.muted), rgb(colors.field)) >= 4.5


@pytest.mark.parametrize("size", [QSize(720, 640), QSize(430, 320), QSize(1800, 1900)])
def test_nothing_is_cut_off_on_small_screens_and_large_ones(open_about: Open, size: QSize) -> None:
    window = open_about()
    window.resize(size)
    QTest.qWait(20)
    assert window.inner.width() <= window.area.viewport().width()
    for label in window.inner.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert window.list.height() >= 120
    assert window.text.height() >= 120


def test_without_its_file_it_says_so_in_one_line_and_still_tells_the_version(
    open_about: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path / name)
    window = open_about()
    assert window.trouble.isVisible()
    assert "THIRD_PARTY_LICENSES: can't be read" in window.trouble.text()
    assert prompter.__version__ in words(window)


def test_the_start_page_the_tray_and_the_settings_all_open_the_one_window(page: StartPage) -> None:
    page.parts.about.click()
    first = page.before.open_about()
    assert first.isVisible()
    page._tray.about.trigger()
    page.before.open_settings().about.click()
    assert page.before.open_about() is first
    first.close()
    page._tray.about.trigger()
    assert page.before.open_about() is not first


def test_another_theme_holds_in_the_open_window_at_once(page: StartPage) -> None:
    window = page.before.open_about()
    choose(page.before.open_settings(), "theme", "light")
    assert window.grab().toImage().pixelColor(3, 3).name() == LIGHT.page


def test_in_a_call_without_a_start_page_the_tray_offers_only_what_it_can_open() -> None:
    tray = CallTray(there=True)
    tray.without_page()
    offered = [action.text() for action in tray.menu.actions() if action.isVisible()]
    assert "About Prompter" in offered
    assert not {"Settings", "Past calls"} & set(offered)
    tray.close()
