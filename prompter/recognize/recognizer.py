"""Stage 2, recognize: what every engine is to the call session."""

from __future__ import annotations

from typing import Protocol

from prompter.messages import AudioBlock, Fault, Hypothesis


class Recognizer(Protocol):
    """One channel's recogniser. Not thread-safe: one thread calls it."""

    @property
    def name(self) -> str:
        """The engine and its model, for people."""
        ...

    partials_wanted: bool
    """False while the call session lags: partials are shed then, finals never."""

    @property
    def behind_s(self) -> float:
        """Seconds of accepted sound that have not been recognised yet."""
        ...

    def accept(self, block: AudioBlock) -> list[Hypothesis | Fault]:
        """Take a block; give what is known by now."""
        ...

    def poll(self) -> list[Hypothesis | Fault]:
        """What has become known since, without new sound."""
        ...

    def finish(self) -> list[Hypothesis | Fault]:
        """No more sound comes: the last final. May wait for the engine."""
        ...

    def close(self) -> None:
        """Let the engine go. May be called twice."""
        ...
