"""Settings: frozen values read from settings.toml, passed in, never fetched.

A value that is no good is named by line, its default is used, and nothing else is lost.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.exceptions

from prompter.errors import BadSettings

ENGINES = ("auto", "vosk", "moonshine")
THEMES = ("auto", "dark", "light")
KEEPS = ("transcript", "cards", "nothing")


def _one_of(*allowed: str) -> dict[str, Callable[[Any], str | None]]:
    """Field metadata: a check that returns what is wrong with a value, or None."""

    def check(value: Any) -> str | None:
        return None if value in allowed else f"must be one of {', '.join(allowed)}"

    return {"check": check}


def _between(low: float, high: float) -> dict[str, Callable[[Any], str | None]]:
    def check(value: Any) -> str | None:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return None if good and low <= value <= high else f"must be from {low:g} to {high:g}"

    return {"check": check}


def _yes_or_no() -> dict[str, Callable[[Any], str | None]]:
    def check(value: Any) -> str | None:
        return None if isinstance(value, bool) else "must be true or false"

    return {"check": check}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can choose.

    engine: which recogniser hears the employer; "auto" measures once which can keep up.
    vosk_model: a catalogue name, or the path of a Vosk model folder of the user's own.
    playbook: path of the user's own playbook; empty for the one that is shipped.
    call_app: hear only this app; empty: a call app that plays, else all that is played.
    call_device: hear all that this loudspeaker plays. microphone: hear the user through it;
    empty: the system's own choice. hear_me: whether the user is heard at all.
    speakerphone: the call is on a phone beside the computer; one microphone hears both sides.
    auto_start: whether a call is heard by itself, as soon as an app plays and records.
    nudge: whether the user is told to pause when they talk on after a no.
    keep: what a call leaves in the archive.
    theme: of the windows. font_size_pt: of the card's text.
    """

    engine: str = field(default="auto", metadata=_one_of(*ENGINES))
    vosk_model: str = "vosk-small-en-us"
    playbook: str = ""
    call_app: str = ""
    call_device: str = ""
    microphone: str = ""
    hear_me: bool = field(default=True, metadata=_yes_or_no())
    speakerphone: bool = field(default=False, metadata=_yes_or_no())
    auto_start: bool = field(default=False, metadata=_yes_or_no())
    nudge: bool = field(default=False, metadata=_yes_or_no())
    keep: str = field(default="transcript", metadata=_one_of(*KEEPS))
    theme: str = field(default="auto", metadata=_one_of(*THEMES))
    font_size_pt: int = field(default=24, metadata=_between(14, 60))


def load_settings(file: Path) -> tuple[Settings, list[str]]:
    """Settings from `file` (defaults where it is absent), and a line for each bad value.

    Raises BadSettings, with file and line, when the file is not TOML at all.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: can't read the settings: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{file}: not valid TOML: {error}; mend or remove that line") from error
    known = {item.name: item for item in dataclasses.fields(Settings)}
    good: dict[str, Any] = {}
    complaints: list[str] = []
    for key, value in data.items():
        wrong = _wrong(known.get(key), value)
        if wrong is None:
            good[key] = value
        else:
            complaints.append(f"{file}:{_line_of(text, key)}: {key} {wrong}; the default is used")
    return Settings(**good), complaints


def save_setting(file: Path, key: str, value: str | bool | int) -> None:
    """Put one value into `file`, made if need be; all else in it stays, comments too.

    The file is replaced whole or not at all, and only this user can read it.
    Raises BadSettings when it isn't TOML or can't be written.
    """
    file = Path(os.path.realpath(file))  # a link to the settings stays a link
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        document[key] = value
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(file, tomlkit.dumps(document))
    except tomlkit.exceptions.TOMLKitError as error:
        raise BadSettings(f"{file}: not valid TOML: {error}; mend or remove that line") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: can't keep the setting {key}: {error}") from error


def _replace(file: Path, text: str) -> None:
    number, name = tempfile.mkstemp(dir=file.parent, prefix=".settings-")  # mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _wrong(item: dataclasses.Field[Any] | None, value: Any) -> str | None:
    if item is None:
        return "is not a setting"
    if "check" in item.metadata:
        return str(found) if (found := item.metadata["check"](value)) else None
    return None if isinstance(value, type(item.default)) else "must be text in quotes"


def _line_of(text: str, key: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(key)), 1)
