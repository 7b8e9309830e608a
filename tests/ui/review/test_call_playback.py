"""A call whose sound was kept is heard again from its page, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from prompter.playback.player import PlayState
from prompter.ui.review.call_playback import CallPlayback
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.view_settings import ViewSettings
from tests.ui.review.conftest import events, keep


class ScriptedPlayer:
    """Plays nothing; remembers what was wanted, and tells what a test lets it tell."""

    made: list[ScriptedPlayer]

    def __init__(self, length_s: float, tell: Callable[[PlayState], None]) -> None:
        self.length_s, self.tell = length_s, tell
        self.wanted: list[object] = []
        self.playing = False

    def play(self, from_s: float | None = None) -> None:
        self.playing = True
        self.wanted.append(("play", from_s))
        self.tell(PlayState(from_s or 0.0, True))

    def pause(self) -> None:
        self.playing = False
        self.wanted.append("pause")
        self.tell(PlayState(2.0, False))

    def seek(self, at_s: float) -> None:
        self.wanted.append(("seek", at_s))

    def set_speed(self, speed: float) -> None:
        self.wanted.append(("speed", speed))

    def close(self) -> None:
        self.playing = False
        self.wanted.append("close")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Call 1 has sound, call 2 has none."""
    path = tmp_path / "archive.db"
    keep(path, "Acme", events(), sound_s=16.0)
    keep(path, "Bright", events())
    return path


@pytest.fixture(autouse=True)
def players(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedPlayer]:
    made: list[ScriptedPlayer] = []

    def make(
        _archive: Path, _call_id: int, length_s: float, tell: Callable[[PlayState], None]
    ) -> ScriptedPlayer:
        made.append(ScriptedPlayer(length_s, tell))
        return made[-1]

    monkeypatch.setattr(CallPlayback.__init__, "__defaults__", (make,))
    return made


@pytest.fixture
def window(archive: Path, qtbot: QtBot) -> Iterator[ReviewWindow]:
    made = ReviewWindow(archive, ViewSettings("dark"))
    qtbot.addWidget(made)
    made.show()
    made.open_call(1)
    qtbot.waitUntil(lambda: made.pages.currentWidget() is made.one)
    yield made
    made.stop()


def test_the_sound_plays_pauses_and_goes_on_where_it_was(
    window: ReviewWindow, players: list[ScriptedPlayer], qtbot: QtBot
) -> None:
    bar = window.playback.bar
    assert bar.isVisible()
    assert bar.place.text() == "00:00 of 00:16"
    bar.play.click()
    qtbot.waitUntil(lambda: bar.play.text() == "Pause")
    bar.play.click()
    qtbot.waitUntil(lambda: bar.play.text() == "Play")
    assert bar.place.text() == "00:02 of 00:16"
    QTest.keyClick(window.one, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert players[0].wanted[-1] == ("play", 2.0)


def test_a_call_without_sound_has_no_such_buttons(window: ReviewWindow, qtbot: QtBot) -> None:
    window.open_call(2)
    qtbot.waitUntil(lambda: window.one.call is not None and window.one.call.summary.id == 2)
    assert not window.playback.bar.isVisible()
    assert not window.playback.from_here.isVisible()


def test_it_plays_from_any_line_and_marks_the_line_that_is_heard(
    window: ReviewWindow, players: list[ScriptedPlayer], qtbot: QtBot
) -> None:
    view = window.one.transcript
    view.setCurrentIndex(window.one.model.index(1))
    QTest.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert players[0].wanted[-1] == ("play", 9.0)
    players[0].tell(PlayState(14.5, True))
    qtbot.waitUntil(lambda: view.currentIndex().row() == 2)
    assert ("seek", 14.0) not in players[0].wanted, "to follow is not to jump"
    view.setCurrentIndex(window.one.model.index(0))
    assert players[0].wanted[-1] == ("seek", 4.0)


def test_the_pace_is_chosen_before_or_while_it_plays(
    window: ReviewWindow, players: list[ScriptedPlayer]
) -> None:
    bar = window.playback.bar
    bar.speed.setCurrentIndex(0)
    bar.play.click()
    assert ("speed", 0.75) in players[0].wanted
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    assert players[0].wanted[-1] == ("speed", 2.0)


@pytest.mark.parametrize("leave", ["back", "close", "other call"])
def test_who_leaves_the_call_hears_no_more(
    window: ReviewWindow, players: list[ScriptedPlayer], qtbot: QtBot, leave: str
) -> None:
    window.playback.bar.play.click()
    if leave == "back":
        window.one.back.emit()
    elif leave == "close":
        window.close()
    else:
        window.open_call(2)
    qtbot.waitUntil(lambda: players[0].wanted[-1] == "close")


def test_a_correction_does_not_disturb_what_plays(
    window: ReviewWindow, players: list[ScriptedPlayer], qtbot: QtBot
) -> None:
    window.playback.bar.play.click()
    window.one.model.corrected.emit(1, "we have gone with somebody new")
    qtbot.waitUntil(
        lambda: (
            window.one.call is not None
            and window.one.call.segments[0].text == "we have gone with somebody new"
        )
    )
    assert players[0].playing
    assert window.playback.bar.play.text() == "Pause"


def test_what_can_not_be_played_is_said(
    window: ReviewWindow, players: list[ScriptedPlayer], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _p, _t, text: said.append(text))
    window.playback.bar.play.click()
    players[0].tell(PlayState(1.0, False, "no loudspeaker"))
    qtbot.waitUntil(lambda: said == ["no loudspeaker"])
    assert window.playback.bar.play.text() == "Play"


def test_the_sound_alone_can_be_deleted(
    window: ReviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    window.playback.bar.delete.click()
    qtbot.waitUntil(lambda: not window.playback.bar.isVisible())
    assert window.one.call is not None
    assert len(window.one.call.segments) == 3
