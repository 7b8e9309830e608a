"""The start page says that a call was cut off, and goes on with it at a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from prompter.ui.start_page import StartPage
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings
from tests.ui.scripted_live import ScriptedLive, ScriptedNews
from tests.ui.test_shown_call import Call

Open = Callable[[ScriptedLive], StartPage]


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Open]:
    opened: list[tuple[StartPage, CallTray]] = []

    def open_it(live: ScriptedLive) -> StartPage:
        tray = CallTray(there=True)
        page = StartPage(Call, lambda: [], ViewSettings("dark"), live, tray)
        qtbot.addWidget(page)
        page.show()
        opened.append((page, tray))
        return page

    yield open_it
    for page, tray in opened:
        page.end()
        tray.close()


def test_without_a_call_that_was_cut_off_there_is_no_note(open_page: Open) -> None:
    assert not open_page(ScriptedLive(Call)).parts.cut_off.isVisible()


def test_the_note_tells_until_when_the_call_is_kept(open_page: Open) -> None:
    note = open_page(ScriptedLive(Call, news=ScriptedNews())).parts.cut_off
    assert note.isVisible()
    assert note.text.text() == "The call of 14:05 ended without a goodbye: it is kept up to 14:12"
    assert note.resume.isVisible()


def test_the_button_goes_on_with_that_call_and_the_note_is_gone(
    open_page: Open, qtbot: QtBot
) -> None:
    live = ScriptedLive(Call, news=ScriptedNews())
    page = open_page(live)
    page.parts.cut_off.resume.click()
    qtbot.waitUntil(lambda: page.call.text() == "&End the call")
    assert live.resumed == 1
    assert not page.parts.cut_off.isVisible()


def test_a_recording_that_was_cut_off_is_told_of_but_not_resumed(open_page: Open) -> None:
    note = open_page(ScriptedLive(Call, news=ScriptedNews(can_resume=False))).parts.cut_off
    assert note.isVisible()
    assert not note.resume.isVisible()


def test_where_no_live_call_can_be_heard_none_can_be_resumed(open_page: Open) -> None:
    live = ScriptedLive(Call, "no sound server answers", news=ScriptedNews())
    assert not open_page(live).parts.cut_off.resume.isVisible()
