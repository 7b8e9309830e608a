"""Every view of past calls in small and large windows: nothing is cut off, nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from prompter.messages import Channel
from prompter.record import Archive, Keep
from prompter.record.calls import Details
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.theme import ThemeChoice
from prompter.ui.view_settings import ViewSettings
from tests.ui.review.conftest import MONDAY, RTL, a_few_calls, keep, said

SIZES = [QSize(860, 560), QSize(1280, 720), QSize(1920, 1080), QSize(3840, 2160)]
VIEWS: list[tuple[QSize, ThemeChoice]] = list(zip(SIZES, ["dark", "light"] * 2, strict=True))
each_view = pytest.mark.parametrize(
    ("size", "theme"), VIEWS, ids=lambda part: part if isinstance(part, str) else str(part.width())
)
THREE_HOURS_S = 10_800.0


def many_calls(path: Path) -> None:
    """1,000 calls, made at once as only a test does."""
    with Archive.open(path, on_fault=lambda fault: pytest.fail(fault.text)) as archive:
        with archive.transaction():
            for number in range(1000):
                began = MONDAY + timedelta(hours=number)
                call = archive.begin_call(began, f"Call {number}", "live", "own", Keep.CARDS)
                archive.end_call(call, began, 60.0)
        archive.save_details(1, Details(company="A company with a name that does not end " * 4))


def long_call(path: Path) -> None:
    """Three hours of talk, a segment each five seconds."""
    keep(
        path,
        "Long",
        [
            said(list(Channel)[number % 2], f"{RTL} segment {number}", at_s, number)
            for number, at_s in enumerate(range(0, int(THREE_HOURS_S), 5))
        ],
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def opened(qtbot: QtBot, path: Path) -> Iterator[ReviewWindow]:
    window = ReviewWindow(path, ViewSettings("light"))
    qtbot.addWidget(window)
    yield window
    window.stop()


def cut_off(page: QWidget) -> list[str]:
    """Texts of buttons and one-line labels that don't fit, and widgets outside of their page."""
    QCoreApplication.processEvents()  # texts that came last are laid out
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page) or not isinstance(widget, (QAbstractButton, QLabel)):
            continue
        if not widget.text():
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if not wraps and widget.width() < widget.minimumSizeHint().width():
            found.append(f"narrow: {widget.text()}")
        place = widget.mapTo(page, widget.rect().topLeft())
        if place.x() < 0 or place.x() + widget.width() > page.width():
            found.append(f"outside: {widget.text()}")
    return found


@each_view
def test_the_list_of_a_thousand_calls_fits(
    qtbot: QtBot, path: Path, theme: ThemeChoice, size: QSize
) -> None:
    many_calls(path)
    window = ReviewWindow(path, ViewSettings(theme))
    qtbot.addWidget(window)
    window.resize(size)
    window.show()
    qtbot.waitUntil(lambda: window.calls.model.rowCount() > 0)
    assert window.calls.count.text() == "1,000 calls"
    assert cut_off(window.calls) == []
    assert window.size() == size
    window.stop()


@each_view
def test_a_call_of_three_hours_right_to_left_fits_and_can_be_walked_through(
    qtbot: QtBot, path: Path, theme: ThemeChoice, size: QSize
) -> None:
    long_call(path)
    window = ReviewWindow(path, ViewSettings(theme))
    qtbot.addWidget(window)
    window.resize(size)
    window.show()
    window.open_call(1)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.one)
    one = window.one
    assert cut_off(one) == []
    assert not one.transcript.horizontalScrollBar().isVisible()
    one.go_to(THREE_HOURS_S)
    last = one.model.index(one.model.rowCount() - 1)
    assert one.transcript.viewport().rect().intersects(one.transcript.visualRect(last))
    window.stop()


def test_every_tab_and_the_figures_fit_in_a_small_window(
    qtbot: QtBot, path: Path, opened: ReviewWindow
) -> None:
    a_few_calls(path)
    opened.resize(SIZES[0])
    opened.show()
    opened.open_call(2)
    qtbot.waitUntil(lambda: opened.pages.currentWidget() is opened.one)
    for tab in range(opened.one.tabs.count()):
        opened.one.tabs.setCurrentIndex(tab)
        assert cut_off(opened.one) == []
    opened._open_figures()
    qtbot.waitUntil(lambda: opened.pages.currentWidget() is opened.all_figures)
    assert cut_off(opened.all_figures) == []
