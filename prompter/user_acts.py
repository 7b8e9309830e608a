"""What the user does during a call, and what comes of it: messages, handed on by messages.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UserAct(StrEnum):
    """What the user can do during a call, by button, by key or by `prompter ctl`."""

    NEXT = "next"
    """Another card for the same cue."""
    DISMISS = "dismiss"
    """Take the card away; it is not shown again."""
    ASKED = "asked"
    """I have asked this."""
    PIN = "pin"
    """Hold this card, or let it go."""
    MARK = "mark"
    """This moment of the call matters: find it again afterwards."""


class ViewAct(StrEnum):
    """What the user can do with the window that shows the call. It is no part of the call."""

    SHOW = "show"
    HIDE = "hide"
    HIDE_OR_SHOW = "hide_or_show"
    FOCUS = "focus"
    """Let the window have the keyboard until it is given back."""
    CLICK_THROUGH = "click_through"
    """Let clicks through to what lies below, or take them again."""
    END = "end"
    """End the call, as the window's own button does."""


@dataclass(frozen=True, slots=True)
class CardDismissed:
    """The user has put this card away."""

    card: str
    at_s: float


@dataclass(frozen=True, slots=True)
class CardPinned:
    """The user holds this card on show (pinned), or lets other cards come again."""

    card: str
    pinned: bool
    at_s: float


@dataclass(frozen=True, slots=True)
class MomentMarked:
    """The user wants to find this moment again."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Nudge:
    """The user talks too long after a no; over=True: they have paused. text: for the user.

    me_share: 0 to 1, the user's share of all talk so far.
    """

    text: str
    at_s: float
    me_share: float
    over: bool = False
