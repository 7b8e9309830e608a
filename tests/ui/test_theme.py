"""Both themes can be read by everyone, whatever lies behind the translucent overlay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from prompter.ui.theme import DARK, LIGHT, Theme, pick_theme, style_sheet
from tests.ui.contrast import Color, contrast, over, rgb

BACKDROPS = [(level, level, level) for level in range(0, 256, 5)] + [
    (red, green, blue) for red in (0, 255) for green in (0, 255) for blue in (0, 255)
]
ON_PANEL = ("text", "muted", "accent", "cue", "end_call")
ON_PAGE = ("text", "muted")
LIGHTS = ("listening", "trouble", "idle")
TEXT, SIGN = 4.5, 3.0

both = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def panels(theme: Theme) -> Iterator[Color]:
    """The panel's color over every backdrop."""
    return (over(rgb(theme.panel), theme.panel_alpha, backdrop) for backdrop in BACKDROPS)


@both
@pytest.mark.parametrize("name", ON_PANEL)
def test_every_text_on_the_overlay_has_enough_contrast_over_any_backdrop(
    theme: Theme, name: str
) -> None:
    worst = min(contrast(rgb(getattr(theme, name)), panel) for panel in panels(theme))
    assert worst >= TEXT


@both
@pytest.mark.parametrize("name", LIGHTS)
def test_every_status_light_is_seen_over_any_backdrop(theme: Theme, name: str) -> None:
    worst = min(contrast(rgb(getattr(theme, name)), panel) for panel in panels(theme))
    assert worst >= SIGN


@both
def test_strip_button_and_page_have_enough_contrast(theme: Theme) -> None:
    assert contrast(rgb(theme.on_strip), rgb(theme.strip)) >= TEXT
    assert contrast(rgb(theme.on_button), rgb(theme.button)) >= TEXT
    assert contrast(rgb(theme.on_button), rgb(theme.button_hover)) >= TEXT
    assert contrast(rgb(theme.muted), rgb(theme.edge)) >= SIGN, "a button that waits"
    assert contrast(rgb(theme.focus), rgb(theme.page)) >= SIGN
    for ground in (theme.page, theme.field):
        assert min(contrast(rgb(getattr(theme, name)), rgb(ground)) for name in ON_PAGE) >= TEXT


@both
def test_the_stylesheet_has_a_color_for_every_name_it_uses(theme: Theme) -> None:
    assert "$" not in style_sheet(theme).split("*/", 1)[1]
    assert theme.text in style_sheet(theme)


@pytest.mark.parametrize(("window", "theme"), [("#202020", DARK), ("#f0f0f0", LIGHT)])
def test_auto_follows_the_desktops_own_colors(
    qapp: QApplication, window: str, theme: Theme
) -> None:
    before = QGuiApplication.palette()
    own = QPalette(before)
    own.setColor(QPalette.ColorRole.Window, QColor(window))
    qapp.setPalette(own)
    try:
        assert pick_theme("auto") is theme
    finally:
        qapp.setPalette(before)


def test_the_users_own_choice_goes_first(qapp: QApplication) -> None:
    assert qapp is not None
    assert (pick_theme("dark"), pick_theme("light")) == (DARK, LIGHT)
