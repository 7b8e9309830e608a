"""No text of a card is ever clipped, however long it is and however small the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from prompter.ui.card_view import SAY_PT, CardView, say_sizes_pt
from prompter.ui.fitted_label import Fit, fit_text, sized
from prompter.ui.overlay import OverlayWindow
from prompter.ui.view_settings import ViewSettings
from tests.ui.sample_messages import card

SAY_SIZES_PT = say_sizes_pt(SAY_PT)
LETTERS = "abcdefghijklmnopqrstuvwxyzäéñßABCDEW'-,.?0123456789\N{SMILING FACE WITH SMILING EYES}"
words = st.text(alphabet=LETTERS, min_size=1, max_size=24)
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)


def widest_px(fit: Fit, font: QFont) -> float:
    """Width of the widest line."""
    metrics = QFontMetricsF(sized(font, fit.size_pt))
    return max(metrics.horizontalAdvance(line) for line in fit.lines)


@settings(max_examples=60, deadline=None)
@given(text=texts, width_px=st.integers(376, 1000), height_px=st.integers(30, 300))
def test_every_line_fits_the_box_and_no_word_is_lost_unless_it_is_elided(
    qapp: QApplication, text: str, width_px: int, height_px: int
) -> None:
    font = qapp.font()
    fit = fit_text(text, font, SAY_SIZES_PT, width_px, height_px)
    assert widest_px(fit, font) <= width_px + 0.5
    assert fit.height_px <= height_px
    if fit.elided:
        assert fit.size_pt == SAY_SIZES_PT[-1], "the smallest size is tried before eliding"
        assert fit.lines[-1].endswith("\N{HORIZONTAL ELLIPSIS}")
    else:
        assert "".join(fit.lines).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=25, deadline=None)
@given(say=texts, why=texts, width_px=st.integers(420, 900), height_px=st.integers(260, 600))
def test_goal_question_and_reason_stay_inside_the_overlay_and_apart_from_each_other(
    qapp: QApplication, say: str, why: str, width_px: int, height_px: int
) -> None:
    assert qapp is not None
    overlay = OverlayWindow(ViewSettings(theme="dark"))
    overlay.resize(width_px, height_px)
    overlay.show()
    overlay.show_card(card(say, why=why))
    view = overlay.card
    assert view.goal.geometry().bottom() < view.say.geometry().top()
    assert view.say.height() >= view.say.fit.height_px
    last = view.why if view.why.height() else view.say
    assert last.geometry().bottom() < view.height()
    if view.why.height():
        assert view.say.geometry().bottom() < view.why.geometry().top()
        assert view.why.height() >= view.why.fit.height_px
    overlay.close()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[CardView]:
    """The card's part of an overlay of the usual size."""
    overlay = OverlayWindow(ViewSettings(theme="dark"))
    qtbot.addWidget(overlay)
    overlay.show()
    yield overlay.card
    overlay.close()


def test_a_card_of_twenty_usual_words_is_large_enough_for_a_metre(view: CardView) -> None:
    say = (
        "I understand and respect that. Would a short plan for your returns "
        "be worth ten minutes to you on Tuesday?"
    )
    assert len(say.split()) == 20
    view.show_card(card(say))
    assert view.say.fit.size_pt >= 20
    assert not view.say.fit.elided


def test_a_short_card_has_the_largest_type(view: CardView) -> None:
    view.show_card(card("Who else should I talk to?"))
    assert view.say.fit.size_pt == SAY_SIZES_PT[0]


def test_with_larger_type_the_overlay_grows_and_the_card_really_is_larger(qtbot: QtBot) -> None:
    overlay = OverlayWindow(ViewSettings(theme="dark", font_size_pt=32))
    qtbot.addWidget(overlay)
    overlay.show()
    overlay.show_card(card())
    assert overlay.card.say.fit.size_pt == 32
    assert overlay.width() > OverlayWindow(ViewSettings(theme="dark")).width()
    screen = overlay.screen().availableGeometry()
    huge = OverlayWindow(ViewSettings(theme="dark", font_size_pt=60))
    assert huge.width() <= screen.width()
    assert huge.height() <= screen.height()


def test_when_there_is_no_room_the_reason_gives_way_to_the_question(view: CardView) -> None:
    view.show_card(card(" ".join(["interdisciplinary"] * 40)))
    assert view.why.height() == 0
    assert not view.say.fit.elided, "the window grows instead"
    view.show_card(card("Who else should I talk to?"))
    assert view.why.height() > 0


def test_a_question_that_is_elided_can_be_read_whole_in_its_tooltip(view: CardView) -> None:
    endless = " ".join(["interdisciplinary"] * 150)
    view.show_card(card(endless))
    assert view.say.fit.elided
    assert view.say.toolTip() == endless
    view.show_card(card("Who else should I talk to?"))
    assert view.say.toolTip() == ""
