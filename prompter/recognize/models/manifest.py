"""`model.json`: what an installed model holds, written as the last step of its installation.

A folder without it is not an installed model, so a half-made one is never taken for one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from prompter.durable import write_durably
from prompter.errors import ModelTrouble

NAME = "model.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was installed. size: bytes. mtime_ns: its time of change, nanoseconds."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was installed. build: its name in the catalogue. source: where it came from.

    files: the publisher's, unchanged. tuned: those in which options were set after the check.
    """

    name: str
    build: str
    source: str
    files: dict[str, FileRecord]
    tuned: dict[str, FileRecord]

    @property
    def all_files(self) -> dict[str, FileRecord]:
        return self.files | self.tuned


class DamagedManifest(ModelTrouble):
    """There is a model.json, but it can't be read."""


def sha256_of(file: Path) -> str:
    """SHA-256 of a whole file, as 64 hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def record_of(file: Path, sha256: str | None = None) -> FileRecord:
    """A file as it is now; `sha256` saves the hashing where it is known."""
    facts = file.stat()
    return FileRecord(facts.st_size, sha256 or sha256_of(file), facts.st_mtime_ns)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write model.json into the model's folder, safely on disk when this returns."""
    text = json.dumps({"format": FORMAT} | asdict(manifest), indent=1)
    write_durably(folder / NAME, text.encode())


def read_manifest(folder: Path) -> Manifest | None:
    """What was installed in `folder`; None when no installation was finished there.

    Raises DamagedManifest.
    """
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedManifest(f"{folder / NAME}: can't be read ({error})") from error
    try:
        table = json.loads(text)
        return Manifest(
            name=table["name"],
            build=table["build"],
            source=table["source"],
            files={file: FileRecord(**facts) for file, facts in table["files"].items()},
            tuned={file: FileRecord(**facts) for file, facts in table["tuned"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedManifest(f"{folder / NAME}: not a list of model files ({error})") from error
