"""What the start page offers for live calls, and what closing it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from prompter.errors import AudioTrouble, BadSettings, PrompterError
from prompter.running_call import Take
from prompter.ui.app_picker import AppPicker
from prompter.ui.live_parts import TellCheck
from prompter.ui.page_layout import kept_text
from prompter.ui.shown_call import ShownCall
from prompter.ui.sound_check import verdict_sentence
from prompter.ui.start_page import StartPage
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings
from tests.ui.scripted_live import ScriptedLive, ScriptedVerdict
from tests.ui.test_shown_call import Call

Open = Callable[[ScriptedLive], StartPage]


@pytest.fixture
def live() -> ScriptedLive:
    """Live calls can be heard here."""
    return ScriptedLive(Call)


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Open]:
    """Opens a start page beside a tray; all is ended after the test."""
    pages: list[tuple[StartPage, CallTray]] = []

    def open_it(live: ScriptedLive) -> StartPage:
        tray = CallTray(there=True)
        page = StartPage(Call, lambda: ["All is well"], ViewSettings("dark"), live, tray)
        qtbot.addWidget(page)
        page.show()
        pages.append((page, tray))
        return page

    yield open_it
    for page, tray in pages:
        page.end()
        tray.close()


def shown(page: StartPage) -> ShownCall:
    assert page._shown is not None
    return page._shown


def start(page: StartPage, qtbot: QtBot) -> ShownCall:
    """Start a live call with the button."""
    page.call.click()
    qtbot.waitUntil(lambda: page.call.text() == "&End the call")
    return shown(page)


@pytest.mark.parametrize(
    ("keep", "says"),
    [
        ("transcript", "Kept on this computer: what is said, the cues and the cards"),
        ("cards", "no word of what is said"),
        ("nothing", "Kept on this computer: nothing"),
    ],
)
def test_what_is_kept_is_said_truly(keep: str, says: str) -> None:
    assert says in kept_text(keep)


def test_where_no_call_can_be_heard_the_page_says_why_and_offers_the_sample_call(
    open_page: Open, live: ScriptedLive
) -> None:
    live.why_not = "parec is missing; install it: sudo apt install pulseaudio-utils"
    page = open_page(live)
    assert page.note.text() == live.why_not
    assert [page.call.isEnabled(), page.check.isEnabled(), page.play.isEnabled()] == [
        False,
        False,
        True,
    ]


def test_closing_the_page_leaves_a_live_call_alone_and_the_page_comes_back_with_its_end(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    page = open_page(live)
    call = start(page, qtbot)
    page.close()
    assert not page.isVisible()
    assert call.overlay.isVisible()
    call.close()
    assert page.isVisible()
    assert page.call.text() == "Start a &call"


def test_quitting_during_a_live_call_asks_first(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    page = open_page(live)
    call = start(page, qtbot)
    page.quit()
    assert call.overlay.question.text.text() == "End the call and quit Prompter?"
    call.overlay.question.stay.click()
    assert call.overlay.isVisible()
    page.quit()
    with qtbot.waitSignal(page.closed):
        call.overlay.question.end.click()


def test_what_could_not_be_kept_is_told_on_the_page_or_to_whoever_ran_it(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    def full(listener: Take) -> Call:
        call = Call(listener)
        call.unwritten = "archive.db: the disk is full"
        return call

    live.make_call = full
    page = open_page(live)
    start(page, qtbot)
    page.call.click()
    assert page.note.text() == "archive.db: the disk is full"
    start(page, qtbot)
    page.end()
    assert str(page.trouble) == "archive.db: the disk is full"


def test_a_page_that_waits_for_calls_goes_to_the_tray_and_comes_back_from_there(
    open_page: Open, live: ScriptedLive
) -> None:
    live.auto_start = True
    page = open_page(live)
    page.close()
    assert not page.isVisible()
    page._tray.show_overlay.trigger()
    assert page.isVisible()


def test_a_call_that_begins_is_heard_even_when_the_page_is_in_the_tray(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    live.auto_start = True
    page = open_page(live)
    page.close()
    live.in_call = "Zoom"
    qtbot.waitUntil(lambda: page._shown is not None)
    assert shown(page).live
    assert not page.isVisible()


def test_a_call_that_cannot_start_is_told_on_the_page(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    def refuse(_take: object) -> Call:
        raise AudioTrouble("no sound server answers; log in again")

    live.make_call = refuse
    page = open_page(live)
    page.call.click()
    qtbot.waitUntil(lambda: page.note.text() == "no sound server answers; log in again")
    assert page.call.isEnabled()


def test_a_choice_that_cannot_be_remembered_is_told_and_holds_for_now(
    open_page: Open, live: ScriptedLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_on: bool) -> None:
        raise BadSettings("settings.toml: can't keep the setting auto_start: disk full")

    monkeypatch.setattr(live, "set_auto_start", full)
    page = open_page(live)
    page.parts.auto_start.click()
    assert "can't keep the setting" in page.note.text()
    assert page.parts.auto_start.isChecked()


def test_the_chosen_app_is_listed_even_when_it_does_not_play(
    open_page: Open, live: ScriptedLive
) -> None:
    live.chosen_app, live.playing = "Zoom", ["Firefox"]
    picker: AppPicker = open_page(live).parts.app
    texts = [picker.itemText(row) for row in range(picker.count())]
    assert texts == ["Automatic", "Zoom (not playing now)", "Firefox"]
    assert picker.currentData() == "Zoom"
    live.playing = ["Zoom"]
    picker.refresh()
    assert picker.currentText() == "Zoom"


@pytest.mark.parametrize(
    ("them", "me", "word", "sentence"),
    [
        (True, True, "hello", "I can hear the employer and you (“hello”)."),
        (True, True, "", "I can hear the employer and you."),
        (True, False, "", "I can hear the employer, but not you."),
        (True, None, "", "I can hear the employer."),
        (False, True, "hello", "I can hear you (“hello”), but not the employer."),
        (False, False, "", "I can hear neither of you."),
        (False, None, "", "I can't hear the employer."),
    ],
)
def test_the_check_ends_with_one_sentence(
    them: bool, me: bool | None, word: str, sentence: str
) -> None:
    assert verdict_sentence(ScriptedVerdict(them, me, word)) == sentence


def test_the_check_gives_advice_and_can_be_made_again(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    live.verdict = ScriptedVerdict(False, True, "", ("Turn the sound on.", "Choose another."))
    page = open_page(live)
    page.check.click()
    panel = page.parts.sound_check
    qtbot.waitUntil(lambda: panel.advice.isVisible())
    assert panel.advice.text() == "Turn the sound on.\nChoose another."
    live.verdict = ScriptedVerdict()
    page.check.click()
    qtbot.waitUntil(lambda: panel.verdict.text().startswith("I can hear the employer and you"))
    assert not panel.advice.isVisible()


def test_a_check_that_fails_says_why(
    open_page: Open, live: ScriptedLive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_tell: TellCheck) -> ScriptedVerdict:
        raise PrompterError("no speech recogniser can be used")

    monkeypatch.setattr(live, "run_check", fail)
    page = open_page(live)
    page.check.click()
    panel = page.parts.sound_check
    qtbot.waitUntil(lambda: panel.advice.text() == "no speech recogniser can be used")
    assert panel.verdict.text() == "The sound can't be checked."


def test_in_a_live_call_every_key_of_the_page_means_one_thing(
    open_page: Open, live: ScriptedLive, qtbot: QtBot
) -> None:
    page = open_page(live)
    start(page, qtbot)
    able = [button.text() for button in page.findChildren(QAbstractButton) if button.isEnabled()]
    texts = [*able, *(label.text() for label in page.findChildren(QLabel) if label.buddy())]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) > 6
    assert len(keys) == len(set(keys)), sorted(texts)


def test_in_its_smallest_window_nothing_of_the_page_lies_beyond_the_edge(
    open_page: Open, live: ScriptedLive
) -> None:
    page = open_page(live)
    page.resize(page.minimumSize())
    QApplication.processEvents()
    inner = page.parts.call.parentWidget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= page.width()
