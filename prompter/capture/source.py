"""Stage 1, capture: what every audio source is to the call session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from prompter.messages import AudioBlock, Channel, Fault, Level


@dataclass(frozen=True, slots=True)
class EndOfAudio:
    """The source has nothing more to give."""


Deliver = Callable[[AudioBlock | Level | Fault | EndOfAudio], None]
"""Takes what a source has; called on the source's own thread. It may block when it is full
and the source is not live."""


class AudioSource(Protocol):
    """Sound of one or two channels, delivered from a thread of its own."""

    @property
    def name(self) -> str:
        """What the user calls it: a file's name, or an app's."""
        ...

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Which channels it gives."""
        ...

    @property
    def live(self) -> bool:
        """True when sound that is not taken in time is lost."""
        ...

    def start(self, deliver: Deliver) -> None:
        """Begin to deliver; returns at once. The call clock's zero is now."""
        ...

    def stop(self) -> None:
        """Stop delivering and end the thread. May be called twice."""
        ...
