"""The folder of call sheets: one TOML file each, private, written whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from prompter.call_sheet import CallSheet, sheet_from, sheet_text
from prompter.errors import BadSheet, PrompterError
from prompter.paths import make_private_folder
from prompter.private_file import replace_privately

LONGEST_NAME = 60
"""In bytes of UTF-8."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. title: for people. trouble: why it can't be read, or ""."""

    name: str
    title: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SheetStore:
    """The sheets in `folder`, which need not exist. A sheet's name is its file's, without .toml."""

    folder: Path

    def names(self) -> list[str]:
        """All names, in order."""
        return sorted(file.stem for file in self.folder.glob("*.toml") if file.is_file())

    def listed(self) -> list[Listed]:
        """All sheets by title; one that can't be read is there with its trouble."""
        found = []
        for name in self.names():
            try:
                found.append(Listed(name, self.load(name).title))
            except BadSheet as error:
                found.append(Listed(name, name, str(error)))
        return sorted(found, key=lambda each: (each.title.casefold(), each.name))

    def file(self, name: str) -> Path:
        """Where the sheet of this name is or will be."""
        return self.folder / f"{name}.toml"

    def find(self, asked: str) -> str:
        """The name of the sheet that is meant: its name, or its title. Raises BadSheet."""
        wanted = asked.strip().casefold()
        listed = self.listed()
        for match in (
            [each for each in listed if each.name.casefold() == wanted],
            [each for each in listed if each.title.casefold() == wanted],
            [each for each in listed if wanted and each.title.casefold().startswith(wanted)],
        ):
            if len(match) == 1:
                return match[0].name
        there = ", ".join(each.name for each in listed) or "there is none yet"
        raise BadSheet(f'no call sheet "{asked}"; `prompter sheet new` makes one ({there})')

    def load(self, name: str) -> CallSheet:
        """Raises BadSheet, with file and line."""
        return sheet_from(self._text(name), str(self.file(name)))

    def save(self, name: str, sheet: CallSheet) -> None:
        """Write the sheet; comments in its file stay. Raises BadSheet; then nothing changed."""
        file = self.file(name)
        try:
            make_private_folder(self.folder)
            old = self._text(name) if file.exists() else ""
            replace_privately(file, sheet_text(sheet, old))
        except (OSError, UnicodeEncodeError) as error:
            raise BadSheet(f"{file}: can't write this call sheet: {error}") from error
        except PrompterError as error:
            raise BadSheet(str(error)) from error

    def new_name(self, wanted: str) -> str:
        """A free name for a sheet of this title."""
        plain = _plain(wanted)
        taken = {name.casefold() for name in self.names()}
        numbers = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in numbers if name not in taken)

    def rename(self, name: str, wanted: str) -> str:
        """Give the sheet the name that suits this title; returns its name. Raises BadSheet."""
        if re.fullmatch(re.escape(_plain(wanted)) + r"(-\d+)?", name):
            return name
        free = self.new_name(wanted)
        try:
            self.file(name).rename(self.file(free))
        except OSError as error:
            raise BadSheet(f"{self.file(name)}: can't rename this: {error.strerror}") from error
        return free

    def delete(self, name: str) -> None:
        """Delete the sheet. Raises BadSheet."""
        try:
            self.file(name).unlink()
        except OSError as error:
            raise BadSheet(f"{self.file(name)}: can't delete this: {error.strerror}") from error

    def _text(self, name: str) -> str:
        file = self.file(name)
        try:
            return file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BadSheet(f"{file}:1: not UTF-8 text; save it as UTF-8") from error
        except OSError as error:
            raise BadSheet(f"{file}: can't read this call sheet: {error.strerror}") from error


def _plain(title: str) -> str:
    """Letters and digits of any script, joined by dashes: a file name on every system."""
    dashed = re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")
    return dashed.encode()[:LONGEST_NAME].decode(errors="ignore").strip("-_") or "sheet"
