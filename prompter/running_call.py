"""A call as whoever shows or steers it sees it: start, pause and stop it, read its clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from prompter.messages import CallEvent, UserAct, ViewAct

Hear = Callable[[CallEvent], None]
"""Called, on any thread, with everything that happens in a call."""
Take = Callable[[CallEvent | ViewAct], None]
"""A front end's ear: it also hears what is to become of its window."""


class RunningCall(Protocol):
    """A call session, with or without what is kept of it."""

    def start(self) -> None:
        """Begin to listen. Raises PrompterError with one clear line."""
        ...

    def pause(self) -> None:
        """Hear and keep nothing from now on."""
        ...

    def resume(self) -> None:
        """Hear and keep again."""
        ...

    def act(self, act: UserAct) -> None:
        """The user did something with the card, or marked this moment."""
        ...

    def stop(self) -> None:
        """End the call and wait for its thread. May be called more than once.

        Raises PrompterError when a part of the call could not be kept.
        """
        ...

    @property
    def clock_s(self) -> float:
        """The call clock now, in seconds."""
        ...


MakeCall = Callable[[Take], RunningCall]
"""Makes a call session that tells this listener. Raises PrompterError with one clear line."""
