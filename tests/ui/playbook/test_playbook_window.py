"""The playbook's window: change, try out, save, undo, with real files and the real spotter."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from prompter.playbook_workshop import PlaybookWorkshop
from prompter.prompt import Goal
from prompter.prompt.edit import WordingEdit, WordingKind
from prompter.settings import Settings
from prompter.ui.playbook.cue_list import ID
from prompter.ui.playbook.playbook_window import SAVED, TRIED, UNSAVED, PlaybookWindow
from tests.ui.review.test_views import cut_off

WORDS = "plumped for a rival"
LONG_MS = 60_000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def window(home: Path, qtbot: QtBot) -> PlaybookWindow:
    window = PlaybookWindow(PlaybookWorkshop(Settings()), "light")
    qtbot.addWidget(window, before_close_func=lambda _window: drop_changes(window))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.cues.choose("chose_other")
    assert home.exists()
    return window


def drop_changes(window: PlaybookWindow) -> None:
    """So that closing asks nothing."""
    window.tryout.cancel()
    while window._workshop.can_undo_edit:
        window._workshop.undo_edit()


def phrases(window: PlaybookWindow) -> list[str]:
    list_ = window.tabs.lists[WordingKind.PHRASE].list
    return [list_.item(row).text() for row in range(list_.count())]


def add(window: PlaybookWindow, words: str) -> None:
    field = window.tabs.lists[WordingKind.PHRASE].new
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_phrase_is_typed_tried_and_saved_and_only_then_on_disk(
    window: PlaybookWindow, qtbot: QtBot, home: Path
) -> None:
    add(window, WORDS)
    assert phrases(window)[-1] == WORDS
    assert window.state.text() == UNSAVED
    assert not window.save.isEnabled()
    QTest.mouseClick(window.test, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.save.isEnabled, timeout=LONG_MS)
    assert window.state.text() == TRIED
    assert "Nothing changes" in window.effect.toPlainText()
    assert not (home / "playbook.toml").exists()
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.state.text() == SAVED
    assert WORDS in (home / "playbook.toml").read_text(encoding="utf-8")


def test_another_change_after_the_try_must_be_tried_too(
    window: PlaybookWindow, qtbot: QtBot
) -> None:
    add(window, WORDS)
    window.test.click()
    qtbot.waitUntil(window.save.isEnabled, timeout=LONG_MS)
    add(window, "preferred the other bid")
    assert not window.save.isEnabled()
    assert window.effect.isHidden()


def test_a_change_is_taken_back(window: PlaybookWindow) -> None:
    before = phrases(window)
    add(window, WORDS)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert phrases(window) == before
    assert not window.undo.isEnabled()
    assert not window.test.isEnabled()


def test_delete_removes_the_phrase_that_is_chosen(window: PlaybookWindow) -> None:
    before = phrases(window)
    list_ = window.tabs.lists[WordingKind.PHRASE].list
    list_.setFocus()
    QTest.keyClick(list_, Qt.Key.Key_Delete)
    assert phrases(window) == before[1:]


def test_the_words_of_a_card_are_changed(window: PlaybookWindow) -> None:
    cards = window.tabs.cards
    cards.say.put("Could I still drop in for ten minutes?")
    cards.change.click()
    assert cards.list.item(0).text() == "Could I still drop in for ten minutes?"
    assert window.test.isEnabled()


def test_a_cue_is_switched_off_and_stays_in_the_list(window: PlaybookWindow) -> None:
    assert window.on.isChecked()
    window.on.click()
    assert "chose_other" not in window._workshop.playbook.cues
    assert window.cues.current == "chose_other"
    assert not window.on.isChecked()
    assert window.test.isEnabled()
    window.on.click()
    assert not window.test.isEnabled()


def test_words_that_are_no_phrase_are_refused_in_one_line(
    window: PlaybookWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *given: told.append(given[2]))
    add(window, "rival")
    assert told == ['"rival": a phrase needs at least two words; single words match too much']
    assert not window.test.isEnabled()


def test_closing_with_changes_asks_and_no_keeps_the_window(
    window: PlaybookWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(window, WORDS)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    window.close()
    assert window.isVisible()


def test_everything_can_be_named_by_a_screen_reader(window: PlaybookWindow) -> None:
    lists = window.tabs.lists.values()
    for widget in (
        window.cues.list,
        window.cues.search,
        window.effect,
        window.tabs.cards.say,
        *(each.list for each in lists),
    ):
        assert widget.accessibleName()


def shown_cues(window: PlaybookWindow) -> list[str]:
    items = (window.cues.list.item(row) for row in range(window.cues.list.count()))
    return [item.data(ID) for item in items if not item.isHidden()]


def test_the_search_finds_a_cue_by_a_phrase_in_it_and_goes_there(window: PlaybookWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.cues.search.hasFocus()
    QTest.keyClicks(window.cues.search, "came in second")
    assert shown_cues(window) == ["chose_other"]
    assert "second" in window.tabs.lists[WordingKind.PHRASE].list.currentItem().text()
    window.cues.search.setText("no such words at all")
    assert shown_cues(window) == []
    assert not window.cues.nothing.isHidden()
    window.cues.search.clear()
    assert len(shown_cues(window)) == 25


def test_the_search_goes_to_the_card_in_which_the_words_stand(window: PlaybookWindow) -> None:
    window.cues.search.setText("made the difference in the end")
    assert window.cues.current == "chose_other"
    assert window.tabs.currentWidget() is window.tabs.cards
    assert "made the difference" in window.tabs.cards.say.text


def test_a_card_is_added_and_removed(window: PlaybookWindow) -> None:
    cards = window.tabs.cards
    window.tabs.setCurrentWidget(cards)
    before = cards.list.count()
    cards.say.put("Thanks. May I ask who decided?")
    cards.goal.setCurrentIndex(cards.goal.findData(Goal.OWNER))
    cards.add.click()
    assert cards.list.count() == before + 1
    assert cards.list.currentItem().text() == "Thanks. May I ask who decided?"
    added = window._workshop.playbook.cues["chose_other"].cards[-1]
    assert (added.id, added.goal) == ("chose_other-owner-2", Goal.OWNER)
    cards.list.setFocus()
    QTest.keyClick(cards.list, Qt.Key.Key_Delete)
    assert cards.list.count() == before
    assert not window.test.isEnabled()


@pytest.mark.parametrize("size", [QSize(430, 320), QSize(640, 480), QSize(1280, 720)])
def test_nothing_is_cut_off_in_small_and_large_windows(window: PlaybookWindow, size: QSize) -> None:
    window.resize(size)
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        assert window.area.horizontalScrollBar().maximum() == 0
        assert cut_off(window) == []


def test_another_windows_save_is_kept_and_told(
    window: PlaybookWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *given: told.append(given[2]))
    add(window, WORDS)
    window.test.click()
    qtbot.waitUntil(window.save.isEnabled, timeout=LONG_MS)
    other = PlaybookWorkshop(Settings())
    other.edit(WordingEdit("chose_other", "preferred the other bid"))
    other.save()
    window.save.click()
    assert "changed elsewhere" in told[0]
    assert phrases(window)[-2:] == ["preferred the other bid", WORDS]
    assert not window.save.isEnabled()
    assert window.test.isEnabled()
