"""A meter tells by its shape and a word whether a channel is heard, and how loud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from prompter.messages import CallState, Channel, Fault, FaultKind, Level, StateChanged
from prompter.ui.level_meter import LevelMeter, MeterState, lit_segments
from prompter.ui.overlay import OverlayWindow
from prompter.ui.theme import LIGHT
from prompter.ui.view_settings import ViewSettings

THRESHOLD = Qt.ImageConversionFlag.ThresholdDither
"""Bright or dark, nothing between: what is left is the shape."""


@pytest.fixture
def meter(qtbot: QtBot) -> Iterator[LevelMeter]:
    """The employer's meter."""
    holder = QWidget()
    qtbot.addWidget(holder)
    yield LevelMeter("Employer", LIGHT, holder)
    holder.close()


def word(meter: LevelMeter) -> str:
    """What it says of its channel."""
    return meter.state.value


@pytest.fixture
def overlay(qtbot: QtBot) -> OverlayWindow:
    """An overlay of a live call."""
    window = OverlayWindow(ViewSettings(theme="dark"), live=True)
    qtbot.addWidget(window)
    window.open()
    window.show_state(StateChanged(CallState.LISTENING, 0.0))
    return window


def muted(*, over: bool = False) -> Fault:
    return Fault(FaultKind.SILENT, "Your microphone is muted.", 1.0, Channel.ME, over)


@pytest.mark.parametrize(
    ("peak", "lit"), [(0.0, 0), (0.003, 0), (0.01, 2), (0.1, 6), (0.5, 9), (1.0, 10), (2.0, 10)]
)
def test_more_segments_are_lit_the_louder_it_is(peak: float, lit: int) -> None:
    assert lit_segments(peak, 10) == lit


def test_a_channel_that_is_heard_is_ok_for_eyes_and_screen_readers(meter: LevelMeter) -> None:
    meter.show_peak(0.3)
    assert (meter.state, meter.lit) == (MeterState.OK, 8)
    assert meter.accessibleName() == "Employer: ok"


def test_a_pause_is_no_silence_but_a_long_one_is_until_something_is_heard(
    meter: LevelMeter, qtbot: QtBot
) -> None:
    meter.quiet.setInterval(50)
    meter.show_peak(0.3)
    meter.show_peak(0.0)
    assert word(meter) == "ok"
    qtbot.waitUntil(lambda: word(meter) == "silent")
    assert meter.accessibleName() == "Employer: silent"
    meter.show_peak(0.0)
    assert word(meter) == "silent"
    meter.show_peak(0.3)
    assert word(meter) == "ok"


def test_every_state_looks_different_without_color(meter: LevelMeter) -> None:
    pictures = [gray(meter)]
    meter.show_trouble(True)
    pictures.append(gray(meter))
    meter.show_paused(True)
    pictures.append(gray(meter))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


def gray(meter: LevelMeter) -> QImage:
    """Its sign without colors, as the shape alone."""
    sign = meter.grab().toImage().copy(0, 0, 12, meter.height())
    return sign.convertToFormat(QImage.Format.Format_Mono, THRESHOLD)


def test_trouble_of_a_channel_is_marked_at_its_meter_alone_until_it_is_over(
    overlay: OverlayWindow,
) -> None:
    for channel in Channel:
        overlay.show_level(Level(channel, 0.3, 1.0))
    overlay.show_fault(muted())
    states = {channel: meter.state for channel, meter in overlay.foot.meters.items()}
    assert states == {Channel.THEM: MeterState.OK, Channel.ME: MeterState.TROUBLE}
    overlay.show_fault(muted(over=True))
    assert overlay.foot.meters[Channel.ME].state is MeterState.OK


def test_an_engine_that_is_second_best_is_no_trouble_of_the_channel(
    overlay: OverlayWindow,
) -> None:
    overlay.show_level(Level(Channel.THEM, 0.3, 1.0))
    overlay.show_fault(Fault(FaultKind.ENGINE_MISSING, "Vosk serves.", 0.0, Channel.THEM))
    assert overlay.foot.meters[Channel.THEM].state is MeterState.OK


def test_meters_are_hidden_until_a_level_comes(overlay: OverlayWindow) -> None:
    meters = overlay.foot.meters
    assert not any(meter.isVisible() for meter in meters.values())
    overlay.show_level(Level(Channel.THEM, 0.3, 1.0))
    assert [meters[channel].isVisible() for channel in Channel] == [True, False]


def test_a_paused_call_shows_no_level_and_is_marked_in_word_shape_and_stripes(
    overlay: OverlayWindow,
) -> None:
    overlay.show_level(Level(Channel.THEM, 0.3, 1.0))
    before = overlay.grab().toImage()
    overlay.show_state(StateChanged(CallState.PAUSED, 2.0))
    overlay.show_level(Level(Channel.THEM, 0.9, 2.1))
    meter = overlay.foot.meters[Channel.THEM]
    assert (meter.state, meter.lit) == (MeterState.PAUSED, 0)
    assert overlay.status.status.text() == "Paused"
    assert overlay.foot.pause.text() == "Resume"
    assert overlay.foot.pause.accessibleName() == "Resume listening"
    band = before.rect().adjusted(40, 2, -40, 8 - before.height())
    assert before.copy(band) != overlay.grab().toImage().copy(band), "no stripes at the top"


def test_a_replay_has_no_foot(qtbot: QtBot) -> None:
    window = OverlayWindow(ViewSettings(theme="dark"))
    qtbot.addWidget(window)
    window.open()
    assert not window.foot.isVisible()
