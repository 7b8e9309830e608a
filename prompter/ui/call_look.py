"""What the overlay makes of the state of a call: words, a look, and what is dimmed."""

from __future__ import annotations

from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from prompter.messages import CallState
from prompter.ui.card_view import WELCOME
from prompter.ui.signs import Look

DIMMED = 0.5
"""How opaque card and caption are while the call is paused."""

STATUS_WORDS = {
    CallState.STARTING: "Starting",
    CallState.LISTENING: "Listening",
    CallState.PAUSED: "Paused",
    CallState.ENDED: "Ended",
}
QUIET_LINES = {
    CallState.STARTING: "Getting ready to listen.",
    CallState.LISTENING: WELCOME,
    CallState.PAUSED: "Paused. Prompter is not listening.",
    CallState.ENDED: "The call has ended.",
}


def look_of(state: CallState, *, has_fault: bool) -> Look:
    """The one thing to say first: a pause goes before a fault."""
    if state is CallState.PAUSED:
        return Look.PAUSED
    if has_fault and state is not CallState.ENDED:
        return Look.TROUBLE
    return Look.LISTENING if state is CallState.LISTENING else Look.IDLE


def dim(part: QWidget, dimmed: bool) -> None:
    """Show a part as resting, or as ever."""
    effect = QGraphicsOpacityEffect(part) if dimmed else None
    if effect is not None:
        effect.setOpacity(DIMMED)
    part.setGraphicsEffect(effect)  # type: ignore[arg-type]  # None takes it away
