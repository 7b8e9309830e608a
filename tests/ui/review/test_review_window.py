"""Past calls: found, opened, corrected and completed, with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from prompter.messages import Channel
from prompter.record import ArchiveReader
from prompter.record.calls import Outcome, StoredCall
from prompter.ui.review.calls_model import Column
from prompter.ui.review.calls_page import HOW_KEPT, NONE_KEPT, NOTHING_FITS
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.view_settings import ViewSettings
from tests.ui.review.conftest import events, keep


def companies(window: ReviewWindow) -> list[str]:
    model = window.calls.model
    return [model.index(row, Column.COMPANY).data() for row in range(model.rowCount())]


def stored(path: Path, call_id: int) -> StoredCall:
    with ArchiveReader.open(path) as reader:
        return reader.call(call_id)


def open_first(window: ReviewWindow, qtbot: QtBot) -> None:
    """Acme's call, the oldest."""
    window.open_call(1)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.one)


def test_an_archive_without_calls_says_how_one_comes_here(tmp_path: Path, qtbot: QtBot) -> None:
    window = ReviewWindow(tmp_path / "none.db", ViewSettings("light"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.calls.title.text() == NONE_KEPT)
    assert window.calls.hint.text() == HOW_KEPT
    assert window.calls.title.isVisible()
    assert not (tmp_path / "none.db").exists()
    window.stop()


def test_the_list_is_searched_as_one_types_and_the_hit_stands_out(
    window: ReviewWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(window.calls.filters.search, "somebody el")
    qtbot.waitUntil(lambda: companies(window) == ["Acme"])
    place = window.calls.model.call(0).place
    assert place is not None
    assert [text for text, matches in place.pieces if matches] == ["somebody", "else"]
    QTest.keyClick(window.calls.filters.search, Qt.Key.Key_Down)
    QTest.keyClick(window.calls.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.one)
    segment = window.one.model.rows[window.one.transcript.currentIndex().row()].segment
    assert segment is not None
    assert segment.text == "we have gone with somebody else"
    QTest.keyClick(window.one, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.calls)


def test_words_of_notes_and_names_are_found_too(window: ReviewWindow, qtbot: QtBot) -> None:
    for words in ("kind voi", "bell"):
        window.calls.filters.search.setText(words)
        qtbot.waitUntil(lambda: companies(window) == ["Bright Ltd"])
    window.calls.filters.search.setText("no such words")
    qtbot.waitUntil(lambda: window.calls.title.text() == NOTHING_FITS)


def test_the_list_is_filtered_and_sorted(window: ReviewWindow, qtbot: QtBot) -> None:
    filters = window.calls.filters
    qtbot.waitUntil(lambda: filters.tag.count() == 2)
    filters.tag.setCurrentIndex(1)
    qtbot.waitUntil(lambda: companies(window) == ["Bright Ltd"])
    filters.clear()
    qtbot.waitUntil(lambda: len(companies(window)) == 3)
    filters.outcome.setCurrentIndex(1 + list(Outcome).index(Outcome.MEETING))
    qtbot.waitUntil(lambda: companies(window) == ["Bright Ltd"])
    filters.clear()
    qtbot.waitUntil(lambda: len(companies(window)) == 3)
    header = window.calls.table.horizontalHeader()
    header.setSortIndicator(Column.NOES, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: companies(window)[0] == "Acme")


def test_what_is_due_is_said_above_the_list(window: ReviewWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.calls.due.text() == "Due: Send the plan (Bright Ltd)")


def test_a_call_shows_its_notes_beside_what_was_said_then(
    window: ReviewWindow, qtbot: QtBot
) -> None:
    open_first(window, qtbot)
    beside = [[note.who for note in row.notes] for row in window.one.model.rows]
    assert beside == [["cue", "card"], ["asked", "mark"], []]


def test_a_click_into_the_picture_goes_to_that_time(window: ReviewWindow, qtbot: QtBot) -> None:
    open_first(window, qtbot)
    picture = window.one.picture
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(int(picture.x_of(15.0)), 12))
    assert window.one.transcript.currentIndex().row() == 2
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert window.one.transcript.currentIndex().row() == 1, "the mark before it"


def test_a_word_and_a_speaker_are_corrected_and_the_original_is_kept(
    window: ReviewWindow, archive: Path, qtbot: QtBot
) -> None:
    open_first(window, qtbot)
    model = window.one.model
    model.setData(model.index(2), "try the brewery in mill street")
    qtbot.waitUntil(lambda: "brewery" in model.index(2).data())
    window.one.go_to(14.0)
    window.one._tell_speaker()
    qtbot.waitUntil(lambda: "You: try the brewery" in model.index(2).data())
    segment = stored(archive, 1).segments[2]
    assert (segment.text, segment.channel) == ("try the brewery in mill street", Channel.ME)
    assert segment.original_text == "try the bakery in mill street"
    assert segment.original_channel is Channel.THEM
    with ArchiveReader.open(archive) as reader:
        assert reader.search("brewery")
    window.one._tell_restore()
    qtbot.waitUntil(lambda: "Employer: try the bakery" in model.index(2).data())
    assert stored(archive, 1).segments[2].original_text is None


def test_what_is_added_afterwards_is_kept_without_a_button(
    window: ReviewWindow, archive: Path, qtbot: QtBot
) -> None:
    open_first(window, qtbot)
    form = window.one.form
    form.outcome.setCurrentIndex(list(Outcome).index(Outcome.REFERRAL))
    QTest.keyClicks(form.person, "Mr Ortiz")
    QTest.keyClicks(form.tags, "bakery, mill")
    form.notes.setPlainText("Friendly.")
    qtbot.waitUntil(lambda: stored(archive, 1).summary.details.notes == "Friendly.")
    details = stored(archive, 1).summary.details
    assert (details.outcome, details.person) == (Outcome.REFERRAL, "Mr Ortiz")
    assert details.tags == ("bakery", "mill")
    qtbot.waitUntil(
        lambda: (
            window.one.call is not None and window.one.call.summary == stored(archive, 1).summary
        )
    )
    window.one.thanks.redraft.click()
    window.one.thanks.copy.click()
    note = QGuiApplication.clipboard().text()
    assert note.startswith("Dear Mr Ortiz,")
    assert "pointing me further" in note


def test_the_figures_of_one_call_and_of_all_are_said_to_screen_readers(
    window: ReviewWindow, qtbot: QtBot
) -> None:
    open_first(window, qtbot)
    window.one.tabs.setCurrentWidget(window.one.figures)
    pauses = window.one.figures.pauses.accessibleDescription()
    assert pauses == "00:06  They chose someone else: 3.0 s"
    window._go_back()
    window.calls.figures.click()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.all_figures)
    assert window.all_figures.noes.accessibleDescription() == "They chose someone else: 1"
    assert "Calls: 3 (100%)" in window.all_figures.funnel.accessibleDescription()


def test_a_call_is_deleted_after_asking(
    window: ReviewWindow, archive: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: QMessageBox.StandardButton.Yes)
    open_first(window, qtbot)
    window.one.delete_wanted.emit()
    qtbot.waitUntil(lambda: len(companies(window)) == 2)
    assert b"gone with somebody" not in archive.read_bytes()


def test_many_calls_come_page_by_page(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "many.db"
    for number in range(130):
        keep(path, f"Firm {number}", events()[:1])
    window = ReviewWindow(path, ViewSettings("dark"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.calls.model.rowCount() >= 100)
    window.calls.table.scrollToBottom()
    qtbot.waitUntil(lambda: window.calls.model.rowCount() == 130)
    assert len(set(companies(window))) == 130
    window.stop()


def test_everything_that_takes_the_keyboard_has_a_name(window: ReviewWindow, qtbot: QtBot) -> None:
    open_first(window, qtbot)
    nameless = [
        widget
        for page in (window.calls, window.one)
        for widget in page.findChildren(QWidget)
        if widget.window() is window  # the lists inside closed choices are windows of their own
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not _is_buddy(window, widget)
        and type(widget).__name__ not in ("QTabBar", "QTabWidget", "CallFiguresView", "QScrollArea")
    ]
    assert nameless == []


def _is_buddy(window: ReviewWindow, widget: QWidget) -> bool:
    return any(label.buddy() is widget for label in window.findChildren(QLabel))
