"""What the start page needs for live calls. Whoever opens the windows brings it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from prompter.archive_vault import ArchiveVault
from prompter.messages import Fault, Level
from prompter.running_call import RunningCall, Take
from prompter.settings import Settings
from prompter.sheet_store import SheetStore
from prompter.ui.playbook.workshop import Workshop

TellCheck = Callable[[Level | Fault], None]
"""Hears the pre-call check as it goes on, on the check's thread."""


class Verdict(Protocol):
    """What the pre-call check found; hears_me is None when the user isn't listened to."""

    @property
    def hears_them(self) -> bool: ...

    @property
    def hears_me(self) -> bool | None: ...

    @property
    def word(self) -> str:
        """What was recognised of the user's own voice."""
        ...

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, a line each."""
        ...


class News(Protocol):
    """The call that ended with Prompter itself. can_resume: it may still go on."""

    @property
    def text(self) -> str: ...

    @property
    def can_resume(self) -> bool: ...


class LiveParts(Protocol):
    """Live calls on this machine. Everything that can fail raises PrompterError."""

    @property
    def why_not(self) -> str:
        """Why no live call can be heard here, and what to do; empty when it can."""
        ...

    @property
    def keep(self) -> str:
        """What a call leaves on this computer: "transcript", "cards" or "nothing"."""
        ...

    @property
    def vault(self) -> ArchiveVault:
        """How the kept calls are protected."""
        ...

    @property
    def keep_sound(self) -> bool:
        """Whether the sound of the next call is kept too, where anything is."""
        ...

    def choose_sound(self, on: bool) -> None:
        """Keep the sound of the next call, or not; the setting stays."""
        ...

    @property
    def chosen_app(self) -> str:
        """The app that is heard; empty: chosen by itself."""
        ...

    @property
    def auto_start(self) -> bool: ...

    @property
    def settings_file(self) -> Path:
        """Where the settings are read and written."""
        ...

    @property
    def sheets(self) -> SheetStore:
        """The user's call sheets."""
        ...

    def workshop(self) -> Workshop:
        """The user's playbook, to be changed. Raises PrompterError when it can't be read."""
        ...

    @property
    def sheet(self) -> str:
        """The name of the call sheet for the next call; empty: none."""
        ...

    def choose_sheet(self, name: str) -> None:
        """Fill the cards from this call sheet from the next call on, and remember it."""
        ...

    def use_settings(self, settings: Settings) -> None:
        """The settings were changed in their window: the next call goes by them."""
        ...

    @property
    def news(self) -> News | None:
        """A call that was cut off since the windows were last open; known when in order."""
        ...

    def put_in_order(self) -> None:
        """What a start has to do with kept calls; then `news` is known. Any thread: it may wait
        for the keyring.
        """
        ...

    def apps(self) -> list[str]:
        """Names of the apps that play now."""
        ...

    def choose_app(self, name: str) -> None:
        """Hear this app from the next call on, and remember it."""
        ...

    def set_auto_start(self, on: bool) -> None:
        """Hear a call as soon as it begins, or not, and remember it."""
        ...

    def call_going_on(self) -> str | None:
        """The name of an app that plays and records now. Any thread."""
        ...

    def make_live_call(self, take: Take) -> RunningCall: ...

    def resume_call(self, take: Take) -> RunningCall:
        """The rest of the call that was cut off."""
        ...

    def run_check(self, tell: TellCheck) -> Verdict:
        """The pre-call check, some ten seconds long. Any thread; ends when `tell` raises."""
        ...
