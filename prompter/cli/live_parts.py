"""What the windows need for live calls, out of the settings, the sound server and the line."""

from __future__ import annotations

import contextlib
import dataclasses
import platform
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from prompter import assemble_engines, paths
from prompter.archive_vault import ArchiveVault
from prompter.assemble_live import live_source
from prompter.capture.chime import play_chime
from prompter.cli import cut_off
from prompter.cli.calls_archive import forget_old
from prompter.cli.kept_call import KeptCall
from prompter.cli.protection import bring_in_order
from prompter.control.controlled_call import ControlledCall
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.messages import Channel, Fault, Level
from prompter.playbook_workshop import PlaybookWorkshop
from prompter.pre_call_check import PreCallCheck, Verdict
from prompter.recognize.speaker import VoicePrint, voice_print_file
from prompter.record import Continued, Keep, keyring_store
from prompter.record.keys import KEYS, Protect
from prompter.running_call import Hear, Take
from prompter.settings import Settings, save_setting
from prompter.sheet_store import SheetStore


class ToldCall(KeptCall):
    """A call started from a window: what can't be kept of it goes to stderr, not to nowhere.

    The window asks for passphrases, so the terminal behind it doesn't.
    """

    def _open_lock(self) -> None:
        pass

    def stop(self) -> None:
        try:
            super().stop()
        except ArchiveTrouble:
            print(self.held_text(), file=sys.stderr)
            raise


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass(slots=True)
class LiveParts:
    """Live calls as the start page uses them; `settings` change as the user chooses."""

    settings: Settings
    news: cut_off.CutOff | None = None
    """The call that ended with Prompter itself, told of once; known when all is in order."""
    _in_order: threading.Event = field(default_factory=_set)

    @property
    def why_not(self) -> str:
        """Why no live call can be heard here, and what to do; empty when it can."""
        try:
            live_source(self.settings)
            if platform.system() == "Linux":
                self._apps_that_play()
        except PrompterError as error:
            return str(error)
        return ""

    @property
    def keep(self) -> str:
        """What a call leaves in the archive: "transcript", "cards" or "nothing"."""
        return self.settings.keep

    @property
    def vault(self) -> ArchiveVault:
        """How the kept calls are protected."""
        return ArchiveVault()

    @property
    def keep_sound(self) -> bool:
        """Whether the sound of the next call is kept too, where anything is."""
        return self.settings.keep_sound

    def choose_sound(self, on: bool) -> None:
        """For this run of the program; the setting stays."""
        self.settings = dataclasses.replace(self.settings, keep_sound=on)

    @property
    def chosen_app(self) -> str:
        """The app that is heard; empty: chosen by Prompter."""
        return self.settings.call_app

    @property
    def auto_start(self) -> bool:
        """Whether a call is heard by itself as soon as it begins."""
        return self.settings.auto_start

    @property
    def settings_file(self) -> Path:
        """Where the settings are read and written."""
        return paths.settings_file()

    @property
    def sheets(self) -> SheetStore:
        """The user's call sheets."""
        return SheetStore(paths.sheets_folder())

    def put_in_order(self) -> None:
        """What a start has to do with kept calls. Any thread: it may wait for the keyring."""
        self._in_order.clear()
        try:
            bring_in_order()
            with contextlib.suppress(ArchiveTrouble):  # it is locked, and the page says so
                forget_old(self.settings.keep_days, ask=False)
            self.news = cut_off.take_news() or self.news
        finally:
            self._in_order.set()

    def workshop(self) -> PlaybookWorkshop:
        """The user's playbook, to be changed; once saved, the next call uses it."""

        def use(file: Path) -> None:
            self.settings = dataclasses.replace(self.settings, playbook=str(file))

        return PlaybookWorkshop(self.settings, use)

    @property
    def sheet(self) -> str:
        """The name of the call sheet for the next call; empty: none."""
        return self.settings.call_sheet

    def choose_sheet(self, name: str) -> None:
        """Fill the cards from this sheet. Raises BadSettings when it can't be remembered."""
        self.settings = dataclasses.replace(self.settings, call_sheet=name)
        save_setting(paths.settings_file(), "call_sheet", name)

    def use_settings(self, settings: Settings) -> None:
        """The settings were changed in their window."""
        self.settings = settings
        KEYS.choose(Protect(settings.protect))

    def apps(self) -> list[str]:
        """Names of the apps that play now; none where the sound server can't tell."""
        with contextlib.suppress(PrompterError):
            return self._apps_that_play()
        return []

    def choose_app(self, name: str) -> None:
        """Hear this app from the next call on. Raises BadSettings when it can't be remembered."""
        self.settings = dataclasses.replace(self.settings, call_app=name)
        save_setting(paths.settings_file(), "call_app", name)

    def set_auto_start(self, on: bool) -> None:
        """Raises BadSettings when it can't be remembered; it holds for now all the same."""
        self.settings = dataclasses.replace(self.settings, auto_start=on)
        save_setting(paths.settings_file(), "auto_start", on)

    def call_going_on(self) -> str | None:
        """The name of an app that plays and records now."""
        if platform.system() != "Linux":
            return None
        from prompter.capture.pulse import call_watch  # pulsectl is there on Linux only

        with contextlib.suppress(PrompterError):
            return call_watch.call_going_on()
        return None

    def make_live_call(self, take: Take) -> ControlledCall:
        """A call that hears what goes on now; not started. Raises PrompterError."""
        with keyring_store.patience(keyring_store.HASTE_S):
            return self._controlled(take, Keep(self.settings.keep), None)

    def resume_call(self, take: Take) -> ControlledCall:
        """The rest of the live call that was cut off; not started. Raises PrompterError."""
        wanted = Keep(self.settings.keep)
        with keyring_store.patience(keyring_store.HASTE_S):
            rest_of = cut_off.call_to_resume(wanted)
            return self._controlled(take, cut_off.keep_of_both(rest_of, wanted), rest_of)

    def _controlled(self, take: Take, keep: Keep, rest_of: Continued | None) -> ControlledCall:
        source, settings = live_source(self.settings), self.settings
        self._in_order.wait(keyring_store.HASTE_S)  # the archive may be rewritten just now
        name = settings.call_sheet
        sound = settings.keep_sound and (rest_of is None or rest_of.summary.sound_s > 0)
        sheet = self.sheets.load(name) if name in self.sheets.names() else None

        def make(hear: Hear) -> KeptCall:
            return ToldCall(
                source, settings, keep, [hear], sheet=sheet, rest_of=rest_of, sound=sound
            )

        keys = settings.hotkeys
        return ControlledCall(make, take, source=source.name, live=True, hotkeys=keys)

    def run_check(self, tell: Callable[[Level | Fault], None]) -> Verdict:
        """The pre-call check, about ten seconds on the caller's thread. Raises PrompterError."""
        if self.settings.speakerphone:
            VoicePrint.load(voice_print_file())  # without it the call itself would not begin
        source = live_source(self.settings)
        recognizer = (
            assemble_engines.light_recognizer(self.settings)
            if Channel.ME in source.channels
            else None
        )
        return PreCallCheck(source, recognizer, play_chime, tell).run()

    def _apps_that_play(self) -> list[str]:
        if platform.system() != "Linux":
            return []
        from prompter.capture.pulse import call_watch

        return call_watch.apps_that_play()
