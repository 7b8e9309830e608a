"""The start page's sheet, settings and first steps, and what they change for the next call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from prompter.call_sheet import CallSheet
from prompter.settings import load_settings, save_setting
from prompter.ui.start_page import StartPage
from prompter.ui.theme import LIGHT
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings
from tests.ui.scripted_live import ScriptedLive
from tests.ui.test_settings_window import choose
from tests.ui.test_shown_call import Call


@pytest.fixture
def live(tmp_path: Path) -> ScriptedLive:
    live = ScriptedLive(Call, settings_file=tmp_path / "settings.toml")
    live.sheets.save("acme-jane", CallSheet(company="Acme", person="Jane"))
    return live


@pytest.fixture
def page(qtbot: QtBot, live: ScriptedLive) -> Iterator[StartPage]:
    tray = CallTray(there=True)
    page = StartPage(Call, lambda: ["All is well"], ViewSettings("dark"), live, tray)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.end()
    tray.close()


def test_a_sheet_is_picked_by_its_title_and_remembered(page: StartPage, live: ScriptedLive) -> None:
    picker = page.parts.sheet
    assert [picker.itemText(row) for row in range(picker.count())] == ["None", "Acme – Jane"]
    assert not page.parts.edit_sheet.isEnabled(), "there is nothing to edit"
    picker.setCurrentIndex(1)
    picker.activated.emit(1)
    assert live.sheet == "acme-jane"
    assert page.parts.edit_sheet.isEnabled()


def test_a_new_sheet_is_picked_when_its_window_closes(page: StartPage, live: ScriptedLive) -> None:
    window = page.before.open_sheet("")
    window.fields.company.put("Beta")
    window.close()
    assert (live.sheet, page.parts.sheet.currentText()) == ("beta", "Beta")


def test_a_sheet_that_was_deleted_meanwhile_is_no_longer_picked(
    page: StartPage, live: ScriptedLive
) -> None:
    page.parts.sheet.refresh("acme-jane")
    live.sheets.delete("acme-jane")
    page.before.look_again()
    assert page.parts.sheet.currentText() == "None"


def test_a_sheet_that_cannot_be_read_says_so_in_the_list(
    page: StartPage, live: ScriptedLive
) -> None:
    live.sheets.file("own").write_text("company = \n")
    page.before.look_again()
    texts = [page.parts.sheet.itemText(row) for row in range(page.parts.sheet.count())]
    assert "own (can't be read)" in texts


def test_settings_open_once_and_hold_on_the_page_at_once(page: StartPage) -> None:
    page.parts.settings.click()
    window = page.before.open_settings()
    assert page.before.open_settings() is window
    choose(window, "theme", "light")
    choose(window, "keep", "nothing")
    assert LIGHT.page in page.styleSheet()
    assert "nothing, neither words nor sound" in page.parts.kept.text()
    window.close()


def test_the_tray_opens_the_settings_too(page: StartPage) -> None:
    page._tray.settings.trigger()
    assert page.before.open_settings().isVisible()


def test_the_first_steps_end_with_the_sample_call_and_are_not_shown_again(
    page: StartPage, live: ScriptedLive, qtbot: QtBot
) -> None:
    window = page.before.open_first_run()
    for _ in range(3):
        window.go_on.click()
    qtbot.waitUntil(lambda: page.play.text() == "&Stop the sample call")
    settings = load_settings(live.settings_file)[0]
    assert (settings.first_run, settings.keep) == (False, "cards")


def test_asked_for_again_they_begin_with_the_choice_made_before(
    page: StartPage, live: ScriptedLive
) -> None:
    save_setting(live.settings_file, "first_run", False)
    save_setting(live.settings_file, "keep", "transcript")
    window = page.before.open_first_run()
    assert window.consent.chosen == "transcript"
    window.close()
    assert load_settings(live.settings_file)[0].keep == "transcript"


def test_closing_the_page_saves_an_open_sheet(page: StartPage, live: ScriptedLive) -> None:
    window = page.before.open_sheet("acme-jane")
    window.fields.role.put("Planner")
    page.end()
    assert live.sheets.load("acme-jane").role == "Planner"
