"""Settings: frozen values read from settings.toml, passed in, never fetched.

A value that is no good is named by line, its default is used, and nothing else is lost.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.exceptions

from prompter.errors import BadSettings
from prompter.key_names import parse_keys
from prompter.private_file import replace_privately

ENGINES = ("auto", "vosk", "moonshine")
THEMES = ("auto", "dark", "light")
KEEPS = ("transcript", "cards", "nothing")
PROTECTS = ("auto", "passphrase", "plain")
_UNKNOWN = (_NO_SETTING, _NO_HOTKEY) = (
    "is not a setting of this Prompter",
    "is not a hotkey of this Prompter",
)
"""Of an older version, a newer one, or mistyped: nobody can tell."""


def _one_of(*allowed: str) -> dict[str, Any]:
    """Field metadata: a check that returns what is wrong with a value, or None."""

    def check(value: Any) -> str | None:
        return None if value in allowed else f"must be one of {', '.join(allowed)}"

    return {"check": check, "allowed": allowed}


def _between(low: float, high: float) -> dict[str, Any]:
    def check(value: Any) -> str | None:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return None if good and low <= value <= high else f"must be from {low:g} to {high:g}"

    return {"check": check, "between": (low, high)}


def _yes_or_no() -> dict[str, Any]:
    def check(value: Any) -> str | None:
        return None if isinstance(value, bool) else "must be true or false"

    return {"check": check}


def _keys_or_none(value: Any) -> str | None:
    if not isinstance(value, str):
        return "must be text in quotes"
    try:
        if value:
            parse_keys(value)
    except ValueError as error:
        return str(error)
    return None


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """Key combinations that work in every program during a call; an empty one is none.

    hide brings a hidden overlay back, pause hears again, focus lets the overlay have the keys.
    """

    next: str = "ctrl+alt+n"
    asked: str = "ctrl+alt+a"
    pin: str = "ctrl+alt+p"
    dismiss: str = "ctrl+alt+d"
    mark: str = "ctrl+alt+m"
    hide: str = "ctrl+alt+h"
    focus: str = "ctrl+alt+o"
    click_through: str = "ctrl+alt+c"
    pause: str = ""


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
    keep: what a call leaves in the archive; words only when the user has chosen that.
    protect: how the archive of kept calls is protected; see record.keys.Protect.
    keep_sound: whether the sound of a call is kept too, where anything is.
    keep_days: how long; 0 for ever.
    my_name, my_number: the user's own, for the cards. call_sheet: the one of the last call.
    first_run: whether the first steps are shown at the next start.
    theme: of the windows. font_size_pt: of the card's text.
    overlay_width_px, overlay_height_px: logical pixels. overlay_opacity: of its ground, 0.65 to 1.
    overlay_place: where it was dragged to, as the overlay writes it; empty: the top of the screen.
    click_through: clicks reach what lies below it. captions: what is said is shown in it.
    hide_from_shares: it is left out of screen shares, where the system can do that.
    hotkeys: the table of the same name.
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
    keep: str = field(default="cards", metadata=_one_of(*KEEPS))
    protect: str = field(default="auto", metadata=_one_of(*PROTECTS))
    keep_sound: bool = field(default=False, metadata=_yes_or_no())
    keep_days: int = field(default=0, metadata=_between(0, 36_500))
    my_name: str = ""
    my_number: str = ""
    call_sheet: str = ""
    first_run: bool = field(default=True, metadata=_yes_or_no())
    theme: str = field(default="auto", metadata=_one_of(*THEMES))
    font_size_pt: int = field(default=24, metadata=_between(14, 60))
    overlay_width_px: int = field(default=560, metadata=_between(420, 2000))
    overlay_height_px: int = field(default=372, metadata=_between(260, 1500))
    overlay_opacity: float = field(default=0.97, metadata=_between(0.65, 1.0))
    overlay_place: str = ""
    click_through: bool = field(default=False, metadata=_yes_or_no())
    captions: bool = field(default=True, metadata=_yes_or_no())
    hide_from_shares: bool = field(default=False, metadata=_yes_or_no())
    hotkeys: Hotkeys = field(default_factory=Hotkeys)


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
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; deep nesting
        raise BadSettings(f"{file}: a value in it is too long or too deep; remove it") from error
    known = {item.name: item for item in dataclasses.fields(Settings)}
    complaints: list[str] = []

    def complain(key: str, wrong: str) -> None:
        then = "it stays in the file, unused" if wrong in _UNKNOWN else "the default is used"
        complaints.append(f"{file}:{_line_of(text, key)}: {key} {wrong}; {then}")

    good: dict[str, Any] = {}
    for key, value in data.items():
        if key == "hotkeys" and isinstance(value, dict):
            good[key] = _hotkeys(value, complain)
        elif (wrong := _wrong(known.get(key), value)) is None:
            good[key] = value
        else:
            complain(key, wrong)
    return Settings(**good), complaints


def _hotkeys(table: dict[str, Any], complain: Callable[[str, str], None]) -> Hotkeys:
    known = {item.name for item in dataclasses.fields(Hotkeys)}
    good = {}
    for key, value in table.items():
        wrong = _keys_or_none(value) if key in known else _NO_HOTKEY
        if wrong is None:
            good[key] = value
        else:
            complain(key, wrong)
    return Hotkeys(**good)


def save_setting(file: Path, key: str, value: str | bool | int | float) -> None:
    """Put one value into `file`, made if need be; all else in it stays, comments too.

    key: "table.name" for a value inside a table.
    The file is replaced whole or not at all, and only this user can read it.
    Raises BadSettings when it isn't TOML or can't be written.
    """
    file = Path(os.path.realpath(file))  # a link to the settings stays a link
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        _put(document, key, value)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_privately(file, tomlkit.dumps(document))
    except tomlkit.exceptions.TOMLKitError as error:
        raise BadSettings(f"{file}: not valid TOML: {error}; mend or remove that line") from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadSettings(f"{file}: can't keep the setting {key}: {error}") from error


def _put(document: MutableMapping[str, Any], key: str, value: str | bool | int | float) -> None:
    table, dot, name = key.partition(".")
    if not dot:
        document[key] = value
        return
    if not isinstance(document.get(table), MutableMapping):
        document[table] = tomlkit.table()
    document[table][name] = value


def _wrong(item: dataclasses.Field[Any] | None, value: Any) -> str | None:
    if item is None:
        return _NO_SETTING
    if "check" in item.metadata:
        return str(found) if (found := item.metadata["check"](value)) else None
    if item.name == "hotkeys":
        return "must be a table, [hotkeys]"
    return None if isinstance(value, type(item.default)) else "must be text in quotes"


def _line_of(text: str, key: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(key)), 1)
