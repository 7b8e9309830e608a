"""From a line of a past call to the playbook in two clicks: “Missed this” and “Wrong card”."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt.edit import WordingEdit, WordingKind
from prompter.prompt.load import load_playbook
from prompter.settings import Settings
from prompter.ui.playbook.wording_dialog import TITLES
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.view_settings import ViewSettings
from tests.ui.review.conftest import a_few_calls

LONG_MS = 60_000


@pytest.fixture
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> ReviewWindow:
    """Acme's call is open; its first line is chosen."""
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    a_few_calls(tmp_path / "archive.db")
    window = ReviewWindow(
        tmp_path / "archive.db", ViewSettings("light"), lambda: PlaybookWorkshop(Settings())
    )
    qtbot.addWidget(window, before_close_func=lambda _window: window.stop())
    window.show()
    window.open_call(1)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.one)
    return window


def test_a_missed_line_teaches_a_phrase(taught: ReviewWindow, qtbot: QtBot, tmp_path: Path) -> None:
    taught.one.go_to(14.0)
    taught.wordings.missed.click()
    dialog = taught.wordings.dialog
    assert dialog is not None
    assert dialog.words.text() == "try the bakery in mill street"
    assert dialog.cue.currentIndex() == -1  # nothing is guessed
    assert not dialog.save.isEnabled()
    dialog.cue.setCurrentIndex(dialog.cue.findData("gatekeeper"))
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG_MS)
    assert "Heard anew: 1" in dialog.effect.toPlainText()
    assert "call 1, 0:14" in dialog.effect.toPlainText()
    dialog.save.click()
    assert not dialog.isVisible()
    playbook = load_playbook(tmp_path / "playbook.toml")
    assert playbook.cues["gatekeeper"].phrases[-1] == "try the bakery in mill street"


def test_a_wrong_card_becomes_a_veto_of_the_cue_that_was_heard(
    taught: ReviewWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    taught.one.go_to(4.0)
    taught.wordings.wrong.click()
    dialog = taught.wordings.dialog
    assert dialog is not None
    assert dialog.cue.currentData() == "chose_other"
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG_MS)
    assert "No longer heard" in dialog.effect.toPlainText()
    dialog.save.click()
    playbook = load_playbook(tmp_path / "playbook.toml")
    assert playbook.cues["chose_other"].never[-1] == "we have gone with somebody else"


@pytest.mark.parametrize(
    ("keys", "kind"), [("Ctrl+M", WordingKind.PHRASE), ("Ctrl+Shift+M", WordingKind.VETO)]
)
def test_the_keyboard_alone_goes_from_a_line_to_the_playbook(
    taught: ReviewWindow, qtbot: QtBot, keys: str, kind: WordingKind
) -> None:
    taught.activateWindow()
    taught.one.go_to(4.0)
    taught.one.transcript.setFocus()
    qtbot.waitUntil(taught.one.transcript.hasFocus)
    QTest.keySequence(taught.one.transcript, QKeySequence(keys))
    dialog = taught.wordings.dialog
    assert dialog is not None
    assert dialog.windowTitle() == TITLES[kind]
    dialog.reject()


def test_the_menu_of_a_line_offers_both_for_lines_of_theirs_only(taught: ReviewWindow) -> None:
    transcript = taught.one.transcript
    assert transcript.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    listen = taught.playback.from_here
    actions = [action for action in transcript.actions() if action is not listen]
    assert [action.text().replace("&", "") for action in actions] == ["Missed this", "Wrong card"]
    taught.one.go_to(14.0)
    assert all(action.isEnabled() for action in actions)
    taught.one.go_to(9.0)
    assert not any(action.isEnabled() for action in actions)


def test_what_another_window_saved_meanwhile_is_shown_before_it_is_saved_with_it(
    taught: ReviewWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    taught.one.go_to(4.0)
    taught.wordings.wrong.click()
    dialog = taught.wordings.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG_MS)
    other = PlaybookWorkshop(Settings())
    other.edit(WordingEdit("chose_other", "plumped for a rival"))
    other.save()
    dialog.save.click()
    assert dialog.isVisible()
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=LONG_MS)
    dialog.save.click()
    assert not dialog.isVisible()
    cue = load_playbook(tmp_path / "playbook.toml").cues["chose_other"]
    assert cue.phrases[-1] == "plumped for a rival"
    assert cue.never[-1] == "we have gone with somebody else"


def test_cancel_saves_nothing(taught: ReviewWindow, tmp_path: Path) -> None:
    taught.one.go_to(4.0)
    taught.wordings.missed.click()
    dialog = taught.wordings.dialog
    assert dialog is not None
    dialog.leave.click()
    assert not dialog.isVisible()
    assert not (tmp_path / "playbook.toml").exists()


def test_ones_own_lines_teach_nothing(taught: ReviewWindow) -> None:
    taught.one.go_to(9.0)
    assert not taught.wordings.missed.isEnabled()
    taught.one.go_to(14.0)
    assert taught.wordings.missed.isEnabled()


def test_without_a_playbook_at_hand_the_buttons_are_not_there(window: ReviewWindow) -> None:
    assert window.wordings.missed.isHidden()
    assert window.wordings.wrong.isHidden()
