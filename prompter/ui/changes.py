"""What can be taken back: the states before each change, newest last."""

from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")


class Changes(Generic[State]):
    """Undo and redo of whole states."""

    def __init__(self) -> None:
        self._before: list[State] = []
        self._after: list[State] = []

    @property
    def can_undo(self) -> bool:
        """Whether anything was changed."""
        return bool(self._before)

    @property
    def last(self) -> State | None:
        """What undo would give."""
        return self._before[-1] if self._before else None

    @property
    def next(self) -> State | None:
        """What redo would give."""
        return self._after[-1] if self._after else None

    def note(self, before: State) -> None:
        """A change was made; `before` is how it was."""
        self._before.append(before)
        self._after.clear()

    def undo(self, now: State) -> State | None:
        """The state before the last change, or None."""
        if not self._before:
            return None
        self._after.append(now)
        return self._before.pop()

    def redo(self, now: State) -> State | None:
        """The state that was last taken back, or None."""
        if not self._after:
            return None
        self._before.append(now)
        return self._after.pop()
