"""A disk that loses its power: what a program wrote, replayed up to any moment.

The program runs under strace. What it wrote and did not sync is lost, kept or torn, as chance
has it; a name that was made or removed is sure only after its folder was synced.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR_BYTES = 512
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,close"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)")
_FILE = re.compile(r"^(?:\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")
_UNFINISHED = " <unfinished ...>\n"
_RESUMED = re.compile(r"^\d+ +<\.\.\. \w+ resumed>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Step:
    """One system call. name: of the file; data: what was written at `at`, or said."""

    kind: str
    name: str
    data: bytes = b""
    at: int = 0


@dataclass(slots=True)
class _File:
    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Step] = field(default_factory=list)


def steps_of(command: list[str], folder: Path, environment: dict[str, str]) -> list[Step]:
    """Run a program; what it did with the files in `folder`, and what it said."""
    log = folder.parent / "strace.log"
    options = ["-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(log)]
    done = subprocess.run(
        ["strace", *options, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with log.open(encoding="ascii") as lines:
        return list(_read(lines, str(folder)))


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


def _read(lines: Iterator[str], folder: str) -> Iterator[Step]:
    for line in _whole(lines):
        found = _LINE.match(line)
        if found is None:
            continue
        call, arguments, result = found.groups()
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        file = _FILE.match(arguments)
        name = bytes.fromhex(file[1].replace("\\x", "")).decode() if file else ""
        if call == "write" and arguments.startswith("1<"):
            yield Step("said", "", texts[0])
        elif call in ("openat", "unlink", "unlinkat") and texts[0].decode().startswith(folder):
            if call != "openat" or "O_CREAT" in arguments:
                yield Step("made" if call == "openat" else "removed", Path(texts[0].decode()).name)
        elif name == folder and call in ("fsync", "fdatasync"):
            yield Step("folder synced", "")
        elif Path(name).parent == Path(folder):
            match call:
                case "pwrite64":
                    at = int(arguments.rsplit(", ", 1)[1])
                    yield Step("wrote", Path(name).name, texts[0][: int(result)], at)
                case "ftruncate":
                    length = int(arguments.rsplit(", ", 1)[1], 0)
                    yield Step("cut", Path(name).name, b"", length)
                case "fsync" | "fdatasync":
                    yield Step("synced", Path(name).name)


def cut_power(steps: list[Step], folder: Path, rng: random.Random) -> list[str]:
    """Lay into `folder` what the disk may hold when the power is cut after these steps.

    Returns what the program had said by then.
    """
    files: dict[str, _File] = {}  # by name now
    sure_names: dict[str, _File] = {}
    unsure_names: list[tuple[str, _File | None]] = []
    said: list[str] = []
    for step in steps:
        if step.name.endswith("-shm"):
            continue  # memory; SQLite never trusts it after a crash
        match step.kind:
            case "said":
                said.append(step.data.decode())
            case "made" if step.name not in files:
                files[step.name] = _File()
                unsure_names.append((step.name, files[step.name]))
            case "removed":
                files.pop(step.name, None)
                unsure_names.append((step.name, None))
            case "folder synced":
                _rename(sure_names, unsure_names)
                unsure_names = []
            case "wrote" | "cut":
                files[step.name].unsure.append(step)
            case "synced":
                file = files[step.name]
                for one in file.unsure:
                    _apply(file.sure, one)
                file.unsure = []
    # A journaling file system keeps the order of names.
    _rename(sure_names, unsure_names[: rng.randint(0, len(unsure_names))])
    for name, file in sure_names.items():
        (folder / name).write_bytes(_after_the_cut(file, rng))
    return said


def _rename(names: dict[str, _File], changes: list[tuple[str, _File | None]]) -> None:
    for name, file in changes:
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _after_the_cut(file: _File, rng: random.Random) -> bytes:
    content = bytearray(file.sure)
    share = rng.choice([0.0, 0.5, 0.9, 1.0])
    for one in file.unsure:
        if rng.random() > share:
            continue
        _apply(content, one if rng.random() < 0.8 else _torn(one, rng))
    return bytes(content)


def _torn(step: Step, rng: random.Random) -> Step:
    """Only a part of the sectors reached the disk; the last one may hold nonsense."""
    if step.kind != "wrote" or not step.data:
        return step
    kept = rng.randrange(0, len(step.data) + 1, SECTOR_BYTES)
    nonsense = (
        rng.randbytes(min(SECTOR_BYTES, len(step.data) - kept)) if rng.random() < 0.5 else b""
    )
    return Step("wrote", step.name, step.data[:kept] + nonsense, step.at)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del content[step.at :]
        content.extend(bytes(step.at - len(content)))
        return
    content.extend(bytes(max(0, step.at - len(content))))
    content[step.at : step.at + len(step.data)] = step.data
