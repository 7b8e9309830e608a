"""A live call on the desktop: what closes it, what hides it, and what the tray shows of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QImage
from pytestqt.qtbot import QtBot

from prompter.errors import ArchiveTrouble
from prompter.messages import CallState, StateChanged, UserAct
from prompter.running_call import Take
from prompter.ui.shown_call import ShownCall
from prompter.ui.signs import Look
from prompter.ui.tray import CallTray, tray_icon
from prompter.ui.view_settings import ViewSettings
from tests.ui.sample_messages import fault

THRESHOLD = Qt.ImageConversionFlag.ThresholdDither
"""Bright or dark, nothing between: what is left is the shape."""


class Call:
    """A call session that remembers what it was told."""

    clock_s = 3.0

    def __init__(self, listener: Take) -> None:
        self.listener = listener
        self.told: list[str] = []
        self.unwritten = ""

    def start(self) -> None:
        self.listener(StateChanged(CallState.LISTENING, 0.0))

    def pause(self) -> None:
        self.told.append("pause")
        self.listener(StateChanged(CallState.PAUSED, 1.0))

    def resume(self) -> None:
        self.told.append("resume")
        self.listener(StateChanged(CallState.LISTENING, 2.0))

    def act(self, act: UserAct) -> None:
        self.told.append(act.value)

    def stop(self) -> None:
        self.told.append("stop")
        if self.unwritten:
            raise ArchiveTrouble(self.unwritten)


class Desk:
    """A shown call, the call in it, and the tray beside it."""

    def __init__(self, tray: CallTray | None, *, live: bool) -> None:
        self.calls: list[Call] = []
        self.tray = tray or CallTray(there=False)
        settings = ViewSettings(theme="dark")
        self.shown = ShownCall(self._make, settings, live=live, tray=self.tray)
        self.overlay = self.shown.overlay
        self.shown.start()

    @property
    def call(self) -> Call:
        return self.calls[0]

    def _make(self, listener: Take) -> Call:
        self.calls.append(Call(listener))
        return self.calls[0]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    """A live call that listens, on a desktop with a tray."""
    made = Desk(CallTray(there=True), live=True)
    qtbot.addWidget(made.overlay)
    qtbot.waitUntil(lambda: made.tray.look is Look.LISTENING)
    yield made
    made.tray.close()


def question(desk: Desk) -> str:
    panel = desk.overlay.question
    return panel.text.text() if panel.isVisible() else ""


def close(desk: Desk) -> None:
    desk.overlay.status.close_wanted.emit()


def test_the_question_offers_to_keep_listening_first_and_the_card_keeps_its_size(
    desk: Desk,
) -> None:
    height = desk.overlay.card.height()
    close(desk)
    panel = desk.overlay.question
    assert question(desk) == "End the call, or keep listening in the background?"
    assert [panel.stay.text(), panel.end.text()] == ["Keep listening", "End the call"]
    assert desk.overlay.card.height() == height
    assert desk.call.told == []


def test_keep_listening_hides_the_overlay_and_the_tray_brings_it_back(desk: Desk) -> None:
    close(desk)
    desk.overlay.question.stay.click()
    assert not desk.overlay.isVisible()
    assert desk.call.told == []
    desk.tray.show_overlay.trigger()
    assert desk.overlay.isVisible()
    assert question(desk) == ""


def test_end_the_call_ends_it_and_the_tray_rests(desk: Desk) -> None:
    close(desk)
    desk.overlay.question.end.click()
    assert desk.call.told == ["stop"]
    assert not desk.overlay.isVisible()
    assert desk.tray.look is Look.IDLE
    assert not desk.tray.end.isEnabled()


def test_a_window_manager_that_closes_the_overlay_must_ask_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = QCloseEvent()
    monkeypatch.setattr(event, "spontaneous", lambda: True)
    desk.overlay.closeEvent(event)
    assert not event.isAccepted()
    assert question(desk)
    assert desk.call.told == []


def test_without_a_tray_the_overlay_cannot_be_hidden(qtbot: QtBot) -> None:
    desk = Desk(None, live=True)
    qtbot.addWidget(desk.overlay)
    close(desk)
    panel = desk.overlay.question
    assert question(desk) == "End the call?"
    assert [panel.stay.text(), panel.end.text()] == ["Cancel", "End the call"]
    panel.stay.click()
    assert desk.overlay.isVisible()
    assert desk.call.told == []


def test_a_replay_is_closed_without_a_question(qtbot: QtBot) -> None:
    desk = Desk(None, live=False)
    qtbot.addWidget(desk.overlay)
    close(desk)
    assert desk.call.told == ["stop"]


def test_a_live_call_that_has_ended_is_closed_without_a_question(desk: Desk, qtbot: QtBot) -> None:
    desk.call.listener(StateChanged(CallState.ENDED, 9.0))
    qtbot.waitUntil(lambda: desk.overlay.status.status.text() == "Ended")
    close(desk)
    assert desk.call.told == ["stop"]


def test_the_tray_pauses_resumes_and_ends_the_call_and_shows_each_state(
    desk: Desk, qtbot: QtBot
) -> None:
    tray = desk.tray
    tray.pause.trigger()
    qtbot.waitUntil(lambda: tray.look is Look.PAUSED)
    assert (tray.pause.text(), tray.icon.toolTip()) == ("Resume", "Prompter: paused")
    tray.pause.trigger()
    qtbot.waitUntil(lambda: tray.look is Look.LISTENING)
    desk.call.listener(fault("The call app's sound is gone."))
    qtbot.waitUntil(lambda: tray.look is Look.TROUBLE)
    tray.end.trigger()
    assert desk.call.told == ["pause", "resume", "stop"]
    assert tray.look is Look.IDLE


def test_quitting_asks_while_a_live_call_goes_on(desk: Desk) -> None:
    desk.shown.ask_to_quit()
    assert question(desk) == "End the call and quit Prompter?"
    assert desk.call.told == []
    desk.overlay.question.end.click()
    assert desk.shown.quits
    assert desk.call.told == ["stop"]


def test_what_could_not_be_kept_is_not_passed_over(desk: Desk) -> None:
    desk.call.unwritten = "archive.db: the disk is full"
    desk.shown.close()
    assert str(desk.shown.trouble) == "archive.db: the disk is full"


@pytest.mark.parametrize("size_px", [16, 32])
def test_the_trays_icons_differ_in_shape_not_only_in_color(qtbot: QtBot, size_px: int) -> None:
    assert qtbot is not None
    shapes = []
    for look in Look:
        image = tray_icon(look).pixmap(size_px).toImage()
        shapes.append(image.convertToFormat(QImage.Format.Format_Mono, THRESHOLD))
    assert all(one != other for n, one in enumerate(shapes) for other in shapes[:n])
