"""What the windows need of a call session: start, pause and stop it, read its clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from prompter.messages import CallEvent, UserAct, ViewAct

Listener = Callable[[CallEvent | ViewAct], None]
"""Called, on any thread, with everything that happens and with what is wanted of the window."""


class RunningCall(Protocol):
    """A call session, seen from a window."""

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


MakeCall = Callable[[Listener], RunningCall]
"""Makes a call session that tells this listener. Raises PrompterError with one clear line."""
