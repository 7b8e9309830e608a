"""On the start page the sound of the next call is kept only when that is ticked, each time."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from prompter.ui.sound_choice import SoundChoice
from tests.ui.scripted_live import ScriptedLive


@pytest.fixture
def live() -> ScriptedLive:
    return ScriptedLive(make_call=lambda _take: pytest.fail("no call is wanted"))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_is_not_ticked_by_itself_and_says_what_to_ask_first(
    live: ScriptedLive, page: QWidget
) -> None:
    choice = SoundChoice(live, page)
    choice.show()
    assert not choice.box.isChecked()
    assert not choice.ask_first.isVisible()
    choice.box.click()
    assert live.keep_sound
    assert choice.ask_first.isVisible()
    assert "record our talk" in choice.ask_first.text()


def test_after_the_call_it_must_be_chosen_anew(live: ScriptedLive, page: QWidget) -> None:
    choice = SoundChoice(live, page)
    choice.box.click()
    choice.call_ended()
    assert not choice.box.isChecked()
    assert not live.keep_sound


def test_who_wants_it_always_says_so_in_the_settings(live: ScriptedLive, page: QWidget) -> None:
    live.keep_sound = True
    choice = SoundChoice(live, page)
    assert choice.box.isChecked()
    choice.box.click()
    assert not live.keep_sound, "this one call is not recorded"
    choice.call_ended()
    assert live.keep_sound


def test_where_nothing_is_kept_no_sound_can_be(live: ScriptedLive, page: QWidget) -> None:
    live.keep, live.keep_sound = "nothing", True
    choice = SoundChoice(live, page)
    assert not choice.box.isEnabled()
    assert not choice.box.isChecked()
    assert not live.keep_sound
