"""What a program does to the files of a folder, system call by system call, as strace sees it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,pwrite64,write,lseek,fsync,fdatasync,ftruncate,unlink,unlinkat,"
    "rename,renameat,renameat2,link,linkat"
)
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)")
_HANDLE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_UNFINISHED = " <unfinished ...>\n"
_RESUMED = re.compile(r"^\d+ +<\.\.\. \w+ resumed>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done.

    kind: "said", "made", "removed", "renamed", "linked", "folder synced", "wrote", "cut" or
    "synced". name: the file's, or the folder's, seen from the folder that is watched; other: the
    new name. file: its number, which it keeps whatever its names are. data: what was written at
    `at`, or said.
    """

    kind: str
    name: str = ""
    file: int = -1
    data: bytes = b""
    at: int = 0
    other: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """start: the files before, by name; the first is number 0. folders: all that were there."""

    start: dict[str, bytes]
    folders: list[str]
    steps: list[Step]


def written_by(command: list[str], folder: Path, environment: dict[str, str]) -> Written:
    """Run a program; what it did with the files in `folder` and below, and what it said."""
    inside = sorted(folder.rglob("*"))
    start = {str(file.relative_to(folder)): file.read_bytes() for file in inside if file.is_file()}
    folders = [str(each.relative_to(folder)) for each in inside if each.is_dir()]
    log = folder.parent / "strace.log"
    options = ["-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(log)]
    done = subprocess.run(
        ["strace", *options, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with log.open(encoding="ascii") as lines:
        return Written(start, folders, list(_Reader(folder, list(start)).steps(lines)))


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Each call in one line, also where another thread's came in between."""
    begun: dict[str, str] = {}
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith(_UNFINISHED):
            begun[thread] = line.removesuffix(_UNFINISHED)
        elif (resumed := _RESUMED.match(line)) is not None:
            yield begun.pop(thread, "") + line[resumed.end() :]
        else:
            yield line


class _Reader:
    """Knows which file a name and a handle mean, and how far a handle is."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = {name: number for number, name in enumerate(names)}
        self._made = len(names)
        self._handles: dict[int, int] = {}
        self._at: dict[int, int] = {}

    def steps(self, lines: Iterator[str]) -> Iterator[Step]:
        for line in _whole(lines):
            if (found := _LINE.match(line)) is not None:
                call, arguments, result = found.groups()
                yield from self._of_a_name(call, arguments, int(result))
                yield from self._of_a_handle(call, arguments, int(result))

    def _of_a_name(self, call: str, arguments: str, result: int) -> Iterator[Step]:
        if call not in ("openat", "unlink", "unlinkat") and not call.startswith(("ren", "link")):
            return
        named = [_text(text) for text in _TEXT.findall(arguments)]
        names = [self._inside(text.decode()) for text in named]
        if not names or None in names:
            return
        name, *others = [name for name in names if name is not None]
        match call.removesuffix("2").removesuffix("at"):
            case "open":
                yield from self._opened(name, arguments, result)
            case "unlink":
                self._names.pop(name, None)
                yield Step("removed", name)
            case "rename":
                self._names[others[0]] = self._names.pop(name)
                yield Step("renamed", name, other=others[0])
            case "link":
                self._names[others[0]] = self._names[name]
                yield Step("linked", name, other=others[0])

    def _opened(self, name: str, arguments: str, handle: int) -> Iterator[Step]:
        if name not in self._names:
            if "O_CREAT" not in arguments:
                return  # a folder
            self._names[name], self._made = self._made, self._made + 1
            yield Step("made", name, self._names[name])
        self._handles[handle], self._at[handle] = self._names[name], 0
        if "O_TRUNC" in arguments:
            yield Step("cut", name, self._names[name])

    def _of_a_handle(self, call: str, arguments: str, result: int) -> Iterator[Step]:
        if call == "write" and arguments.startswith("1<"):
            yield Step("said", data=_text(_TEXT.findall(arguments)[0]))
        if (found := _HANDLE.match(arguments)) is None:
            return
        handle, path = int(found[1]), _text(found[2]).decode()
        if (name := self._inside(path)) is None:
            return
        if handle not in self._handles or Path(path).is_dir():
            if call in ("fsync", "fdatasync"):
                yield Step("folder synced", name)
            return
        file = self._handles[handle]
        match call:
            case "pwrite64":
                at = int(arguments.rsplit(", ", 1)[1])
                yield Step("wrote", name, file, _text(_TEXT.findall(arguments)[0])[:result], at)
            case "write":
                data = _text(_TEXT.findall(arguments)[0])
                yield Step("wrote", name, file, data[:result], self._at[handle])
                self._at[handle] += result
            case "lseek":
                self._at[handle] = result
            case "ftruncate":
                yield Step("cut", name, file, at=int(arguments.rsplit(", ", 1)[1], 0))
            case "fsync" | "fdatasync":
                yield Step("synced", name, file)

    def _inside(self, path: str) -> str | None:
        """The name seen from the folder; None for a file that isn't in it."""
        if not Path(path).is_relative_to(self._folder):
            return None
        return os.path.relpath(path, self._folder)


def _text(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
