"""What the commands need of the windows, so that they need not know the toolkit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from prompter.running_call import MakeCall
from prompter.settings import Settings


class Windows(Protocol):
    """The desktop front end; both block until the window is closed and give the exit code."""

    def run_overlay(
        self,
        make_call: MakeCall,
        *,
        settings: Settings,
        live: bool,
        close_when_ended: bool,
    ) -> int: ...

    def run_start_page(
        self,
        make_sample_call: MakeCall,
        *,
        settings: Settings,
        live: object,
        doctor_lines: Callable[[], list[str]],
        first_run: bool,
    ) -> int:
        """live: what the windows need for live calls, such as `live_parts.LiveParts`."""
        ...


@dataclass(frozen=True, slots=True)
class Display:
    """Whether windows can be shown here; why_not: a sentence, empty when they can."""

    why_not: str

    @property
    def there(self) -> bool:
        return not self.why_not


def display() -> Display:
    """Look for a display; opens nothing."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return Display("")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Display("")
    return Display("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")
