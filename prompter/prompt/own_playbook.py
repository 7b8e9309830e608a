"""Stage 4, prompt: the user's own playbook on disk, with its earlier versions.

In:      a checked text to save; the name of a version to bring back.
Out:     the file, whole or as it was, and a dated copy of each text that it ever replaced.
Thread:  any, one at a time.
Errors:  BadPlaybook for a text or file that is no good; PlaybookMoved when somebody else wrote
         the file; PrompterError when it can't be written.
Source:  the copies lie beside the playbook, as plain TOML, so that a user can read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prompter.errors import PrompterError
from prompter.paths import make_private_folder
from prompter.private_file import replace_privately
from prompter.prompt.load import playbook_from
from prompter.prompt.playbook_text import read_text

MOST_VERSIONS = 100
"""Older ones are dropped: at 100 KB each they would fill a disk in years only, but no list."""
_STAMP = "%Y-%m-%d %H-%M-%S"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)( undone)?(?: (\d+))?")


class PlaybookMoved(PrompterError):
    """The file is no longer what the changes were made to; nothing was written."""


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text of the playbook. name: when it was replaced, and its file's name.

    undone: an undo replaced it, so that the next undo passes it by.
    """

    name: str
    file: Path
    undone: bool = False


class OwnPlaybook:
    """file: the user's own, which need not exist; shipped: what it begins from."""

    def __init__(self, file: Path, shipped: Path) -> None:
        self.file, self._shipped = file, shipped

    @property
    def is_there(self) -> bool:
        return self.file.exists()

    def text(self) -> str:
        """The user's own text, or the shipped one. Raises BadPlaybook."""
        return read_text(self.file if self.is_there else self._shipped)

    def save(self, text: str, now: datetime | None = None, over: str | None = None) -> None:
        """Check `text` whole and put it in place; what it replaces becomes a version.

        over: the text that `text` was made from; a file that holds another one is left alone.
        """
        playbook_from(text, self.file)
        there = self.text()
        if over is not None and there != over:
            raise PlaybookMoved(f"{self.file}: it was changed elsewhere meanwhile")
        if self.is_there and there == text:
            return
        try:
            make_private_folder(self.file.parent)
            self._keep_version(there, now or datetime.now())
            replace_privately(self.file, text)
        except OSError as error:
            raise PrompterError(
                f"{self.file}: can't save the playbook ({error.strerror}); it is as it was"
            ) from error

    def versions(self) -> list[Version]:
        """Earlier versions, the newest first."""
        files = sorted(self._folder.glob("*.toml"), key=_order, reverse=True)
        return [Version(file.stem, file, _is_undone(file)) for file in files]

    def version_text(self, name: str) -> str:
        """Raises PrompterError when there is no version of that name."""
        known = {version.name: version.file for version in self.versions()}
        if name not in known:
            raise PrompterError(
                f"{self._folder}: no version {name!r} here; see: prompter playbook history"
            )
        return read_text(known[name])

    def undo_text(self) -> str:
        """What the last save that still counts replaced."""
        return read_text(self._undo_version().file)

    def undo(self, now: datetime | None = None) -> None:
        """Bring back what the last save replaced; undoing again goes further back.

        What it replaces stays among the versions.
        """
        version = self._undo_version()
        text = read_text(version.file)
        playbook_from(text, self.file)
        try:
            if self.is_there:
                self._keep_version(self.text(), now or datetime.now(), undone=True)
            replace_privately(self.file, text)
            version.file.unlink(missing_ok=True)
        except OSError as error:
            raise PrompterError(f"{self.file}: can't undo ({error.strerror})") from error

    @property
    def _folder(self) -> Path:
        return self.file.with_name(f"{self.file.stem} versions")

    def _undo_version(self) -> Version:
        counting = [version for version in self.versions() if not version.undone]
        if not counting:
            raise PrompterError(f"{self.file}: no earlier version of it; nothing to undo")
        return counting[0]

    def _keep_version(self, text: str, now: datetime, *, undone: bool = False) -> None:
        folder = make_private_folder(self._folder)
        newest = max((_order(version.file)[0] for version in self.versions()), default="")
        stamp = max(now.strftime(_STAMP), newest)  # a clock that is set back changes no order
        name = f"{stamp} undone" if undone else stamp
        file, number = folder / f"{name}.toml", 2
        while file.exists():
            file, number = folder / f"{name} {number}.toml", number + 1
        replace_privately(file, text)
        for old in self.versions()[MOST_VERSIONS:]:
            old.file.unlink()


def _order(file: Path) -> tuple[str, int]:
    """By time, then by number: the tenth of a second comes after the second."""
    name = _NAME.fullmatch(file.stem)
    return (name[1], int(name[3] or 1)) if name else ("", 0)


def _is_undone(file: Path) -> bool:
    name = _NAME.fullmatch(file.stem)
    return name is not None and name[2] is not None
