"""Contrast of two colors as the Web Content Accessibility Guidelines (WCAG 2.2) define it."""

from __future__ import annotations

from collections.abc import Sequence

Color = Sequence[float]
"""Red, green and blue, 0 to 255 each."""


def rgb(color: str) -> Color:
    """The three parts of "#rrggbb"."""
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def over(front: Color, alpha: float, back: Color) -> Color:
    """The color one sees where `front` lies on `back`, `alpha` opaque."""
    return tuple(alpha * f + (1 - alpha) * b for f, b in zip(front, back, strict=True))


def contrast(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
