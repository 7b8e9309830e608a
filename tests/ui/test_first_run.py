"""The first steps: three screens, a careful choice for those who leave, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from prompter.errors import BadSettings
from prompter.ui.first_run import FirstRun
from tests.ui.scripted_live import ScriptedLive, ScriptedVerdict
from tests.ui.test_shown_call import Call

Open = Callable[..., FirstRun]


@pytest.fixture
def kept() -> list[str]:
    """What was written, the last one counts."""
    return []


@pytest.fixture
def live() -> ScriptedLive:
    return ScriptedLive(Call)


@pytest.fixture
def open_steps(qtbot: QtBot, live: ScriptedLive, kept: list[str]) -> Iterator[Open]:
    windows = []

    def open_it(kept_now: str = "", keep: Callable[[str], None] = kept.append) -> FirstRun:
        window = FirstRun(live, keep, kept_now, "dark")
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        windows.append(window)
        return window

    yield open_it
    for window in windows:
        window.close()


def choose_places(window: FirstRun, here: str, there: str) -> None:
    for box, name in ((window.consent.here, here), (window.consent.there, there)):
        box.setCurrentIndex(box.findText(name))


def test_enter_goes_through_all_three_and_ends_with_the_rehearsal(
    open_steps: Open, kept: list[str], qtbot: QtBot
) -> None:
    window = open_steps()
    titles = []
    for _ in range(2):
        titles.append(window.step.text())
        QTest.keyClick(window.go_on, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.finished) as told:
        QTest.keyClick(window.go_on, Qt.Key.Key_Return)
    assert titles == ["Step 1 of 3", "Step 2 of 3"]
    assert (told.args, kept) == ([True], ["cards"])


@pytest.mark.parametrize("steps", [0, 1, 2])
@pytest.mark.parametrize(("kept_now", "stays"), [("", "cards"), ("transcript", "transcript")])
def test_leaving_early_keeps_what_was_set_or_the_careful_choice(
    open_steps: Open, kept: list[str], qtbot: QtBot, steps: int, kept_now: str, stays: str
) -> None:
    window = open_steps(kept_now)
    for _ in range(steps):
        window.go_on.click()
    if steps == 2:
        window.consent.buttons["nothing"].click()
    with qtbot.waitSignal(window.finished) as told:
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (told.args, kept) == ([False], [stays])


def test_the_stricter_place_is_suggested_and_chosen_until_the_user_chooses(
    open_steps: Open, kept: list[str]
) -> None:
    window = open_steps()
    page = window.consent
    choose_places(window, "New York", "Texas")
    assert page.chosen == "transcript"
    choose_places(window, "New York", "California")
    assert page.chosen == "cards"
    assert "California asks for everybody's consent" in page.why.text()
    assert "Cal. Penal Code § 632" in page.sources.text()
    assert "no legal advice" in page.sources.text()
    page.buttons["transcript"].click()
    choose_places(window, "California", "Nevada")
    assert page.chosen == "transcript", "the choice is the user's"
    window.quiet.click()
    assert kept == ["transcript"]


def test_the_sentence_to_read_out_can_be_copied(open_steps: Open) -> None:
    page = open_steps().consent
    assert "is that all right with you?" in page.sentence.text()
    copy = page.findChild(QPushButton, "copy")
    assert copy is not None
    copy.click()
    assert QApplication.clipboard().text() == page.sentence.text().strip("“”")


def test_the_sound_is_checked_as_on_the_start_page(
    open_steps: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    live.verdict = ScriptedVerdict(False, True, "", ("Turn the sound on.",))
    window = open_steps()
    window.go_on.click()
    window.sound.start.click()
    panel = window.sound.panel
    qtbot.waitUntil(lambda: panel.verdict.text() == "I can hear you, but not the employer.")
    assert panel.advice.text() == "Turn the sound on."
    assert window.sound.start.isEnabled(), "it can be made again"


def test_where_nothing_can_be_heard_the_reason_stands_there_and_the_steps_go_on(
    open_steps: Open, live: ScriptedLive
) -> None:
    live.why_not = "no sound server answers; log in again"
    window = open_steps()
    window.go_on.click()
    assert window.sound.panel.advice.text() == live.why_not
    assert not window.sound.start.isEnabled()
    window.go_on.click()
    assert window.step.text() == "Step 3 of 3"


def test_a_choice_that_cannot_be_written_is_said_once_and_the_user_goes_on(
    open_steps: Open, qtbot: QtBot
) -> None:
    def full(_keep: str) -> None:
        raise BadSettings("settings.toml: can't keep the setting keep: disk full.")

    window = open_steps("", full)
    window.go_on.click()
    window.go_on.click()
    window.quiet.click()
    assert "disk full" in window.trouble.text()
    with qtbot.waitSignal(window.finished):
        window.quiet.click()


@pytest.mark.parametrize("size", [QSize(1216, 684), QSize(608, 342)], ids=["720p", "720p at 200 %"])
def test_on_a_small_screen_the_page_scrolls_and_no_text_or_button_is_cut(
    open_steps: Open, qtbot: QtBot, size: QSize
) -> None:
    window = open_steps()
    window.resize(size)
    for _ in range(3):
        qtbot.wait(20)
        assert window.size() == size, "the window fits"
        for label in window.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.text()
        if window.step.text() != "Step 3 of 3":
            window.go_on.click()
