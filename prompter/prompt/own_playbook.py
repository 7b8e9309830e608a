"""Stage 4, prompt: the user's own playbook on disk, with its earlier versions.

In:      a checked text to save; the name of a version to bring back.
Out:     the file, whole or as it was, and a dated copy of each version it replaced.
Thread:  any, one at a time.
Errors:  BadPlaybook for a text or file that is no good; PrompterError when it can't be written.
Source:  the copies lie beside the playbook, as plain TOML, so that a user can read them.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text of the playbook. name: when it was replaced, and its file's name."""

    name: str
    file: Path


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

    def save(self, text: str, now: datetime | None = None) -> None:
        """Check `text` whole and put it in place; what it replaces becomes a version."""
        playbook_from(text, self.file)
        if self.is_there and self.text() == text:
            return
        make_private_folder(self.file.parent)
        try:
            if self.is_there:
                self._keep_version(self.text(), now or datetime.now())
            replace_privately(self.file, text)
        except OSError as error:
            raise PrompterError(
                f"{self.file}: can't save the playbook ({error.strerror}); it is as it was"
            ) from error

    def versions(self) -> list[Version]:
        """Earlier versions, the newest first."""
        files = sorted(self._folder.glob("*.toml"), key=lambda file: file.stem, reverse=True)
        return [Version(file.stem, file) for file in files]

    def version_text(self, name: str) -> str:
        """Raises PrompterError when there is no version of that name."""
        known = {version.name: version.file for version in self.versions()}
        if name not in known:
            raise PrompterError(
                f"{self._folder}: no version {name!r} here; see: prompter playbook history"
            )
        return read_text(known[name])

    def undo_text(self) -> str:
        """What the last save replaced; the shipped text after the first one."""
        newest = self.versions()[:1]
        if newest:
            return read_text(newest[0].file)
        if not self.is_there:
            raise PrompterError("the playbook is the one that came with Prompter; nothing to undo")
        return read_text(self._shipped)

    def undo(self) -> None:
        """Bring back what the last save replaced; undoing again goes further back."""
        text, newest = self.undo_text(), self.versions()[:1]
        playbook_from(text, self.file)
        try:
            replace_privately(self.file, text)
            for version in newest:
                version.file.unlink()
        except OSError as error:
            raise PrompterError(f"{self.file}: can't undo ({error.strerror})") from error

    @property
    def _folder(self) -> Path:
        return self.file.with_name(f"{self.file.stem} versions")

    def _keep_version(self, text: str, now: datetime) -> None:
        folder = make_private_folder(self._folder)
        stamp, number = now.strftime(_STAMP), 2
        file = folder / f"{stamp}.toml"
        while file.exists():
            file, number = folder / f"{stamp} {number}.toml", number + 1
        replace_privately(file, text)
        for old in self.versions()[MOST_VERSIONS:]:
            old.file.unlink()
