"""Stage 1, capture: faults of the sound in words that a lay person understands.

In:      what is wrong, with which channel, and the name of the app or device.
Out:     Fault.
Thread:  any; pure.
Errors:  none.
Source:  each text says what it means for the call first, then what helps.
"""

from __future__ import annotations

from enum import Enum

from prompter.messages import Channel, Fault, FaultKind


class Trouble(Enum):
    """What can be wrong with a channel."""

    SERVER = "server"
    LOST = "lost"
    CUT = "cut"
    SWAPPED = "swapped"
    WAITING = "waiting"
    STALLED = "stalled"
    MUTED = "muted"
    SILENT = "silent"
    CLIPPING = "clipping"
    DROPPED = "dropped"


_KINDS = {
    Trouble.SERVER: FaultKind.SOURCE_LOST,
    Trouble.LOST: FaultKind.SOURCE_LOST,
    Trouble.CUT: FaultKind.SOURCE_LOST,
    Trouble.SWAPPED: FaultKind.SOURCE_SWAPPED,
    Trouble.WAITING: FaultKind.SOURCE_LOST,
    Trouble.STALLED: FaultKind.SOURCE_LOST,
    Trouble.MUTED: FaultKind.SILENT,
    Trouble.SILENT: FaultKind.SILENT,
    Trouble.CLIPPING: FaultKind.CLIPPING,
    Trouble.DROPPED: FaultKind.BLOCKS_DROPPED,
}
_THEM = {
    Trouble.SERVER: "I can't hear the employer: this computer's sound has stopped. Waiting for it.",
    Trouble.LOST: "I can't hear the employer: {} is gone. Is it plugged in?",
    Trouble.CUT: "I lost the employer's sound for a moment and listen anew.",
    Trouble.SWAPPED: "I can't hear the employer: {} is gone. Waiting for it to come back.",
    Trouble.WAITING: "I can't hear the employer: {} plays no sound yet.",
    Trouble.STALLED: "I can't hear the employer: no sound comes from {}.",
    Trouble.MUTED: "The call's sound is muted on this computer: turn it on.",
    Trouble.SILENT: "I hear nothing from the call. Does its sound come from this computer?",
    Trouble.CLIPPING: "The employer is too loud to understand: turn the call's volume down.",
    Trouble.DROPPED: "This computer was too busy: {} seconds of the employer were lost.",
}
_ME = {
    Trouble.SERVER: "I can't hear you: this computer's sound has stopped.",
    Trouble.LOST: "I can't hear you: {} is gone. Cards still come.",
    Trouble.CUT: "I lost your sound for a moment and listen anew.",
    Trouble.SWAPPED: "I can't hear you: {} is gone. Cards still come.",
    Trouble.WAITING: "I can't hear you: {} gives no sound yet. Cards still come.",
    Trouble.STALLED: "I can't hear you: no sound comes from {}. Cards still come.",
    Trouble.MUTED: "Your microphone is muted: the employer may not hear you either.",
    Trouble.SILENT: "Your microphone gives no sound: is it muted by a switch?",
    Trouble.CLIPPING: "Your microphone is too loud: turn it down a little.",
    Trouble.DROPPED: "This computer was too busy: {} seconds of you were lost.",
}
_WELL = {Channel.THEM: "I can hear the employer again.", Channel.ME: "I can hear you again."}
_GOOD = {
    Channel.THEM: "The employer's sound is good again.",
    Channel.ME: "Your sound is good again.",
}
"""For troubles in which the channel was heard all the time, only badly."""
_HEARD_BADLY = (Trouble.CLIPPING, Trouble.DROPPED)
_NAMELESS = {Channel.THEM: "the call's sound", Channel.ME: "the microphone"}


def fault(trouble: Trouble, channel: Channel, label: str, at_s: float, *, over: bool) -> Fault:
    """The Fault that says it. label: the app or device; for DROPPED the seconds."""
    texts = _THEM if channel is Channel.THEM else _ME
    well = (_GOOD if trouble in _HEARD_BADLY else _WELL)[channel]
    text = well if over else texts[trouble].format(label or _NAMELESS[channel])
    return Fault(_KINDS[trouble], text, at_s, channel, over)
