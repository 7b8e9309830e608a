"""What the playbook windows need. Whoever opens them brings it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from prompter.prompt import Playbook
from prompter.prompt.edit import Edit
from prompter.prompt.effect import Effect
from prompter.prompt.own_playbook import Version


class Workshop(Protocol):
    """A playbook with pending changes. What fails raises PrompterError and changes nothing."""

    @property
    def file(self) -> Path: ...

    @property
    def text(self) -> str: ...

    @property
    def playbook(self) -> Playbook:
        """With all that is pending."""
        ...

    @property
    def is_changed(self) -> bool: ...

    @property
    def can_undo_edit(self) -> bool: ...

    def edit(self, edit: Edit) -> None: ...

    def replace_text(self, text: str, where: Path) -> None:
        """A whole text becomes what is pending; where: named when it is refused."""
        ...

    def undo_edit(self) -> None: ...

    def try_out(self, goes_on: Callable[[int], bool]) -> Effect | None:
        """On a worker's thread. goes_on: told the lines done; False cancels, giving None."""
        ...

    def save(self) -> None: ...

    def versions(self) -> list[Version]: ...

    def version_text(self, name: str) -> str: ...


MakeWorkshop = Callable[[], Workshop]
