"""Live calls without any sound: what the start page needs, played by a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from prompter.archive_vault import ArchiveVault
from prompter.messages import Channel, Level
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.running_call import MakeCall, RunningCall, Take
from prompter.settings import Settings, load_settings
from prompter.sheet_store import SheetStore
from prompter.ui.live_parts import TellCheck


@dataclass(frozen=True)
class ScriptedVerdict:
    """What a check is to have found."""

    hears_them: bool = True
    hears_me: bool | None = True
    word: str = "hello"
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScriptedNews:
    """A call that was cut off."""

    text: str = "The call of 14:05 ended without a goodbye: it is kept up to 14:12"
    can_resume: bool = True


@dataclass
class ScriptedLive:
    """LiveParts whose every answer a test can set."""

    make_call: MakeCall
    why_not: str = ""
    keep: str = "transcript"
    keep_sound: bool = False
    chosen_app: str = ""
    auto_start: bool = False
    playing: list[str] = field(default_factory=lambda: ["Zoom", "Firefox"])
    in_call: str | None = None
    verdict: ScriptedVerdict = field(default_factory=ScriptedVerdict)
    news: ScriptedNews | None = None
    resumed: int = 0
    settings_file: Path = Path("/nonexistent/settings.toml")
    sheet: str = ""

    def move_to(self, home: Path | None) -> None:
        """Settings and sheets lie in this folder."""
        self.settings_file = home / "settings.toml" if home else self.settings_file

    @property
    def sheets(self) -> SheetStore:
        """They lie beside the settings."""
        return SheetStore(self.settings_file.parent / "sheets")

    def workshop(self) -> PlaybookWorkshop:
        """The real one: it lies where PROMPTER_DATA_DIR says."""
        return PlaybookWorkshop(load_settings(self.settings_file)[0])

    @property
    def vault(self) -> ArchiveVault:
        """The real one, beside the settings."""
        return ArchiveVault(self.settings_file.with_name("archive.db"), self.settings_file)

    def choose_sound(self, on: bool) -> None:
        self.keep_sound = on

    def choose_sheet(self, name: str) -> None:
        self.sheet = name

    def use_settings(self, settings: Settings) -> None:
        self.keep, self.auto_start = settings.keep, settings.auto_start
        self.keep_sound = settings.keep_sound
        self.chosen_app = settings.call_app

    def put_in_order(self) -> None:
        """Nothing is out of order."""

    def apps(self) -> list[str]:
        return list(self.playing)

    def choose_app(self, name: str) -> None:
        self.chosen_app = name

    def set_auto_start(self, on: bool) -> None:
        self.auto_start = on

    def call_going_on(self) -> str | None:
        return self.in_call

    def make_live_call(self, take: Take) -> RunningCall:
        return self.make_call(take)

    def resume_call(self, take: Take) -> RunningCall:
        self.resumed += 1
        return self.make_call(take)

    def run_check(self, tell: TellCheck) -> ScriptedVerdict:
        for channel in Channel:
            tell(Level(channel, 0.3, 1.0))
        return self.verdict
