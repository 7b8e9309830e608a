"""The colors of Prompter's windows, dark and light, and the stylesheet made of them.

Every text color here keeps a contrast of at least 4.5 to 1 (WCAG 2.2, level AA) against its
ground, with whatever window behind the translucent panel; the tests compute it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from prompter.paths import shipped
from prompter.ui.contrast import least_contrast

ThemeChoice = Literal["auto", "dark", "light"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colors as "#rrggbb". panel_alpha: how opaque the overlay is, 0 to 1."""

    name: str
    panel: str
    panel_alpha: float
    edge: str
    page: str
    field: str
    text: str
    muted: str
    accent: str
    cue: str
    end_call: str
    listening: str
    trouble: str
    idle: str
    strip: str
    on_strip: str
    button: str
    button_hover: str
    on_button: str
    focus: str


DARK = Theme(
    name="dark",
    panel="#12161d",
    panel_alpha=0.97,
    edge="#3a4350",
    page="#12161d",
    field="#1b212b",
    text="#f5f7fa",
    muted="#aab4c1",
    accent="#7cd4c4",
    cue="#ffd166",
    end_call="#ff9a8f",
    listening="#4fd18b",
    trouble="#ffb84d",
    idle="#8d98a6",
    strip="#f2b84b",
    on_strip="#241900",
    button="#7cd4c4",
    button_hover="#98e2d5",
    on_button="#08211d",
    focus="#f5f7fa",
)

LIGHT = Theme(
    name="light",
    panel="#fcfcfb",
    panel_alpha=0.98,
    edge="#b4bcc6",
    page="#f6f7f7",
    field="#ffffff",
    text="#141b23",
    muted="#4d5966",
    accent="#0b655c",
    cue="#8a3800",
    end_call="#a8261c",
    listening="#15814e",
    trouble="#a86200",
    idle="#66717d",
    strip="#f2b84b",
    on_strip="#241900",
    button="#0b655c",
    button_hover="#0e7a6f",
    on_button="#ffffff",
    focus="#141b23",
)


def pick_theme(choice: ThemeChoice) -> Theme:
    """The theme to use now; "auto" follows the desktop's own choice of dark or light."""
    if choice == "auto":
        return DARK if _desktop_is_dark() else LIGHT
    return DARK if choice == "dark" else LIGHT


TEXTS = ("muted", "accent", "cue", "end_call")
SIGNS = ("listening", "trouble", "idle")
LEAST_FOR_TEXT, LEAST_FOR_SIGN = 4.5, 3.0
"""WCAG 2.2, level AA."""


def at_opacity(theme: Theme, opacity: float) -> Theme:
    """The theme on a panel that is so opaque, 0.65 to 1.

    What could no longer be read over a bright (or dark) window takes the color of the text,
    which always can.
    """
    colors = asdict(theme) | {"panel_alpha": opacity}
    for names, least in ((TEXTS, LEAST_FOR_TEXT), (SIGNS, LEAST_FOR_SIGN)):
        for name in names:
            if least_contrast(colors[name], theme.panel, opacity) < least:
                colors[name] = theme.text
    return Theme(**colors)


def _desktop_is_dark() -> bool:
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme is Qt.ColorScheme.Unknown:
        window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return window.lightnessF() < 0.5
    return scheme is Qt.ColorScheme.Dark


def style_sheet(theme: Theme) -> str:
    """The stylesheet of both windows, in this theme's colors."""
    template = shipped("assets/ui/prompter.qss").read_text(encoding="utf-8")
    return Template(template).substitute(asdict(theme))


def translucent(color: str, alpha: float) -> QColor:
    """This color, `alpha` (0 to 1) opaque."""
    made = QColor(color)
    made.setAlphaF(alpha)
    return made
