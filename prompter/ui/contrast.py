"""Contrast on a panel that lets something shine through (WCAG 2.2, relative luminance)."""

from __future__ import annotations

from PySide6.QtGui import QColor


def least_contrast(color: str, panel: str, alpha: float) -> float:
    """From 1 to 21: the worst over black and over white, where `panel` is `alpha` opaque.

    Between those two every other backdrop lies, so none is worse.
    """
    return min(_contrast(QColor(color), _over(QColor(panel), alpha, back)) for back in (0.0, 1.0))


def _over(panel: QColor, alpha: float, back: float) -> QColor:
    parts = (panel.redF(), panel.greenF(), panel.blueF())
    return QColor.fromRgbF(*(alpha * part + (1 - alpha) * back for part in parts))


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
