"""The overlay always opens where a person can see it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from prompter.ui.placement import clamped, top_center

LAPTOP = QRect(0, 0, 1366, 768)
SECOND = QRect(1366, 0, 1920, 1080)
SIZE = QSize(560, 340)


def test_the_default_is_the_top_centre_of_the_screen() -> None:
    place = top_center(SIZE, SECOND)
    assert (place.x() + 280, place.y()) == (1366 + 960, 24)


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        (QPoint(100, 50), QPoint(100, 50)),
        (QPoint(1500, 300), QPoint(1500, 300)),
        (QPoint(-200, -80), QPoint(0, 0)),
        (QPoint(3000, 1000), QPoint(1366 + 1920 - 560, 1080 - 340)),
        (QPoint(9000, 9000), QPoint(1366 - 560, 768 - 340)),
    ],
)
def test_a_saved_place_is_kept_or_moved_onto_a_screen_that_exists(
    saved: QPoint, shown: QPoint
) -> None:
    assert clamped(QRect(saved, SIZE), [LAPTOP, SECOND]) == shown


def test_when_its_screen_is_gone_it_comes_to_the_one_that_is_left() -> None:
    assert clamped(QRect(QPoint(2500, 600), SIZE), [LAPTOP]) == QPoint(806, 428)


def test_a_window_larger_than_the_screen_shows_its_top_left() -> None:
    assert clamped(QRect(300, 300, 2000, 1000), [LAPTOP]) == QPoint(0, 0)
