"""`prompter doctor`: what works on this machine, what does not, and what mends it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import typer
from rich.console import Console

import prompter
from prompter import assemble_engines, paths
from prompter.archive_vault import ArchiveVault, Guard
from prompter.cli.front_ends import display
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.key_names import why_no_hotkeys
from prompter.messages import Channel
from prompter.recognize import choose
from prompter.recognize.models import find_model
from prompter.recognize.speaker import VoicePrint, voice_print_file
from prompter.record.database import SQLITE_VERSION
from prompter.record.keys import KEYS, Protect
from prompter.settings import Settings

NEEDED_MB = 200
_PARTS = ("vosk", "moonshine-voice", "PySide6-Essentials")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. mend: the command or step that helps; empty when it is fine.

    fatal: without it the main job can't be done.
    """

    what: str
    state: str
    mend: str = ""
    fatal: bool = False

    @property
    def mark(self) -> str:
        """A sign for the terminal, in rich's markup."""
        if self.fatal:
            return "[red]✗[/red]"
        return "[yellow]![/yellow]" if self.mend else "[green]✓[/green]"


def doctor() -> None:
    """Look at models, audio, display, data folder and versions; say what mends what is wrong.

    Exit code 1 when the main job can't be done here.
    """
    console = Console(highlight=False)
    settings = user_settings()
    findings = list(look(settings))
    for finding in findings:
        console.print(f"{finding.mark} {finding.what}: {finding.state}", soft_wrap=True)
        if finding.mend:
            console.print(f"    [bold]{finding.mend}[/bold]", soft_wrap=True)
    raise typer.Exit(1 if any(finding.fatal for finding in findings) else 0)


def look(settings: Settings) -> Iterator[Finding]:
    """All findings, the most important first."""
    yield _engine(settings)
    yield _model(settings)
    yield _moonshine()
    if settings.speakerphone:
        yield _voice()
    yield _display()
    yield _hotkeys()
    yield from _audio()
    yield _data_folder()
    yield _archive()
    yield _versions()


def summary(settings: Settings) -> list[str]:
    """A line for each finding, for the start page."""
    return [
        f"{finding.what}: {finding.state}" + (f" ({finding.mend})" if finding.mend else "")
        for finding in look(settings)
    ]


def _engine(settings: Settings) -> Finding:
    what = "Hears the employer with"
    try:
        engine = assemble_engines.engine_for(settings, Channel.THEM)
    except PrompterError as error:
        return Finding(what, "nothing", str(error), fatal=True)
    if engine.note is not None:
        return Finding(what, engine.name, engine.note.text)
    return Finding(what, engine.name)


def _model(settings: Settings) -> Finding:
    try:
        folder = find_model(settings.vosk_model)
    except PrompterError as error:
        return Finding("Speech model", settings.vosk_model, str(error))
    return Finding("Speech model", f"{settings.vosk_model}, in {folder}")


def _moonshine() -> Finding:
    if not choose.moonshine_installed():
        return Finding("Moonshine", "not installed", "pip install moonshine-voice==0.0.49")
    figure = choose.kept_figure(paths.data_folder() / "engine.json")
    if figure is None:
        return Finding("Moonshine", "there, not measured yet")
    word = "keeps up" if figure.keeps_up else "is too slow here"
    return Finding("Moonshine", f"{word}: {figure.moonshine_s_per_s:.2f} s for a second of speech")


def _voice() -> Finding:
    what = "Your voice, for calls on a speakerphone"
    try:
        print_ = VoicePrint.load(voice_print_file())
    except PrompterError as error:
        return Finding(what, "not known", str(error), fatal=True)
    return Finding(what, f"known from {print_.speech_s:.0f} s of speech")


def _display() -> Finding:
    found = display()
    if not found.there:
        return Finding("Display", "none", f"{found.why_not}; the terminal view is used instead")
    kind = "Wayland, through Xwayland" if os.environ.get("WAYLAND_DISPLAY") else "there"
    return Finding("Display", kind)


def _hotkeys() -> Finding:
    why_not = why_no_hotkeys(os.environ)
    return Finding("Hotkeys", f"none: {why_not}" if why_not else "during a call")


def _audio() -> Iterator[Finding]:
    if sys.platform == "linux":
        tool = shutil.which("parec")
        mend = "" if tool else "sudo apt install pulseaudio-utils"
        yield Finding("Call audio (parec)", tool or "missing", mend)
    there = find_spec("sounddevice") is not None
    yield Finding(
        "Microphone (sounddevice)",
        "there" if there else "missing",
        "" if there else "pip install sounddevice",
    )


def _data_folder() -> Finding:
    folder = paths.data_folder()
    try:
        paths.make_private_folder(folder)
        free_mb = shutil.disk_usage(folder).free // 2**20
    except (PrompterError, OSError) as error:
        return Finding("Data folder", str(folder), str(error), fatal=True)
    if not os.access(folder, os.W_OK):
        return Finding("Data folder", str(folder), "it can't be written to; change its rights")
    if free_mb < NEEDED_MB:
        return Finding("Data folder", f"{folder}, {free_mb} MB free", "free some disk space")
    return Finding("Data folder", f"{folder}, {free_mb:,} MB free")


def _archive() -> Finding:
    what = "Kept calls"
    try:
        guard = ArchiveVault().guard
    except PrompterError as trouble:
        return Finding(what, "nothing can be kept", str(trouble))
    mends = {
        Guard.OPEN: "" if KEYS.protect is Protect.PLAIN else "prompter archive protect",
        Guard.LOCKED: "any command that shows them asks for it: prompter calls list",
        Guard.UNDECIDED: "prompter archive protect --passphrase, or --plain",
    }
    return Finding(what, guard.value, mends.get(guard, ""))


def _versions() -> Finding:
    parts = [f"Prompter {prompter.__version__}", f"Python {platform.python_version()}"]
    parts += [f"SQLite {SQLITE_VERSION}"]
    parts += [f"{name} {_version(name)}" for name in _PARTS]
    return Finding("Versions", ", ".join(parts))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
