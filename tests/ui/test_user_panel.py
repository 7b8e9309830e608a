"""Opacity, place, screen shares and softness: what the user sets about the overlay."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from prompter.errors import PrompterError
from prompter.messages import AskHeard, CallState, CardWithdrawn, StateChanged
from prompter.ui.fade import FADE_MS
from prompter.ui.overlay import OverlayWindow
from prompter.ui.place_memory import PlaceMemory
from prompter.ui.share_guard import EXCLUDE_FROM_CAPTURE, hide_from_shares
from prompter.ui.theme import DARK, LIGHT, SIGNS, TEXTS, Theme, at_opacity
from prompter.ui.view_settings import ViewSettings
from tests.ui.contrast import contrast, over, rgb
from tests.ui.sample_messages import card

BACKDROPS = ((0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 255, 0), (0, 0, 255))


@pytest.fixture
def overlay(qtbot: QtBot) -> OverlayWindow:
    """An overlay whose live call listens, a card on show."""
    window = OverlayWindow(ViewSettings(theme="dark"), live=True)
    qtbot.addWidget(window)
    window.open()
    window.show_state(StateChanged(CallState.LISTENING, 0.0))
    window.show_card(card())
    return window


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("opacity", [0.65, 0.7, 0.8, 0.9, 0.97, 1.0])
def test_every_text_and_sign_can_be_read_at_every_opacity(theme: Theme, opacity: float) -> None:
    made = at_opacity(theme, opacity)
    grounds = [over(rgb(made.panel), made.panel_alpha, back) for back in BACKDROPS]
    for names, least in ((("text", *TEXTS), 4.5), (SIGNS, 3.0)):
        for name in names:
            worst = min(contrast(rgb(getattr(made, name)), ground) for ground in grounds)
            assert worst >= least, (name, opacity)


def test_the_usual_opacity_keeps_the_themes_own_colors() -> None:
    assert at_opacity(DARK, ViewSettings().opacity).muted == DARK.muted
    assert at_opacity(LIGHT, ViewSettings().opacity).accent == LIGHT.accent


def test_a_place_is_kept_with_its_screen_and_found_again(qapp: QApplication) -> None:
    assert qapp is not None
    kept: list[str] = []
    memory = PlaceMemory("", kept.append)
    assert memory.position() is None
    memory.remember(QRect(40, 50, 300, 200))
    memory.remember(QRect(40, 50, 300, 200))
    assert kept == [f"40 50 {QGuiApplication.primaryScreen().name()}"]
    place = PlaceMemory(kept[0]).position()
    assert place is not None
    assert (place.x(), place.y()) == (40, 50)


@pytest.mark.parametrize("place", ["", "40", "left top screen", "40 50 a screen that is gone"])
def test_a_place_that_is_no_good_is_the_usual_one(qapp: QApplication, place: str) -> None:
    assert qapp is not None
    assert PlaceMemory(place).position() is None


def test_windows_is_asked_to_leave_the_overlay_out_and_a_refusal_opens_nothing() -> None:
    asked: list[tuple[int, int]] = []

    def set_affinity(window: int, affinity: int) -> int:
        asked.append((window, affinity))
        return 1

    user32 = SimpleNamespace(SetWindowDisplayAffinity=set_affinity)
    assert hide_from_shares(7, "win32", user32) == ""
    assert asked == [(7, EXCLUDE_FROM_CAPTURE)]
    refusing = SimpleNamespace(SetWindowDisplayAffinity=lambda _window, _affinity: 0)
    with pytest.raises(PrompterError, match="hide_from_shares = false"):
        hide_from_shares(7, "win32", refusing)


def test_a_withdrawn_card_fades_within_a_fifth_of_a_second(
    overlay: OverlayWindow, qtbot: QtBot
) -> None:
    assert FADE_MS <= 200
    began_s = time.monotonic()
    overlay.withdraw_card(CardWithdrawn(card().card, card().cue, 2.0))
    assert overlay.card.quiet.isVisible(), "what is there now is there at once"
    assert len(overlay.card.findChildren(QLabel, "fading")) == 1
    qtbot.waitUntil(lambda: not overlay.card.findChildren(QLabel, "fading"))
    assert time.monotonic() - began_s < 5


def test_a_new_card_cuts_the_fading_short(overlay: OverlayWindow) -> None:
    overlay.withdraw_card(CardWithdrawn(card().card, card().cue, 2.0))
    picture = overlay.card.findChildren(QLabel, "fading")[0]
    overlay.show_card(card("Who else should I talk to?"))
    assert not picture.isVisible()


def test_every_button_has_a_name_for_screen_readers_and_the_keyboard_reaches_it(
    overlay: OverlayWindow,
) -> None:
    for button in overlay.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName(), button.objectName()
            interface = QAccessible.queryAccessibleInterface(button)
            assert interface is not None
            assert button.focusPolicy().value & 1, f"{button.objectName()} is not on the Tab way"


def test_a_question_that_was_asked_cannot_be_asked_again(overlay: OverlayWindow) -> None:
    overlay.mark_asked(AskHeard(card().card, "feedback", 3.0))
    buttons = {one.text(): one for one in overlay.findChildren(QAbstractButton) if one.isVisible()}
    assert not buttons["Asked"].isEnabled()
    overlay.show_card(card("Who else?", card="other"))
    assert overlay.acts.buttons[next(iter(overlay.acts.buttons))].isEnabled()


def test_without_captions_the_overlay_is_lower_and_the_card_as_large(qtbot: QtBot) -> None:
    with_them, without = (
        OverlayWindow(ViewSettings(theme="dark", captions=shown), live=True)
        for shown in (True, False)
    )
    for window in (with_them, without):
        qtbot.addWidget(window)
        window.open()
        window.show_card(card())
    assert without.height() < with_them.height()
    assert without.card.say.fit.size_pt == with_them.card.say.fit.size_pt
