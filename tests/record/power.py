"""A disk that loses its power: what a program wrote, replayed up to any moment.

What was written and not synced is lost, kept or torn, as chance has it; a name that was made,
changed or removed is sure only after its folder was synced.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.record.power_log import Step, Written

SECTOR_BYTES = 512


@dataclass(slots=True)
class _File:
    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Renaming:
    """One change of names, which happens whole or not at all."""

    folder: str
    changes: tuple[tuple[str, _File | None], ...]


class _Disk:
    def __init__(self, start: dict[str, bytes]) -> None:
        self.files = {number: _File(bytearray(each)) for number, each in enumerate(start.values())}
        self.now = dict(zip(start, self.files.values(), strict=True))
        """Files by name, as programs see them."""
        self.sure = dict(self.now)
        self.unsure: list[_Renaming] = []

    def do(self, step: Step) -> None:
        match step.kind:
            case "made":
                self.files[step.file] = _File()
                self._name(step.name, self.files[step.file])
            case "removed":
                self._name(step.name, None)
            case "renamed":
                self._name(step.other, self.now[step.name], then_gone=step.name)
            case "linked":
                self._name(step.other, self.now[step.name])
            case "folder synced":
                for each in self.unsure:
                    if each.folder == step.name:
                        _rename(self.sure, each)
                self.unsure = [each for each in self.unsure if each.folder != step.name]
            case "wrote" | "cut":
                self.files[step.file].unsure.append(step)
            case "synced":
                file = self.files[step.file]
                for one in file.unsure:
                    _apply(file.sure, one)
                file.unsure = []

    def _name(self, name: str, file: _File | None, then_gone: str = "") -> None:
        changes = [(name, file), *([(then_gone, None)] if then_gone else [])]
        folder = os.path.relpath(Path(name).parent, Path())
        self.unsure.append(_Renaming(folder, tuple(changes)))
        _rename(self.now, self.unsure[-1])


def cut_power(
    written: Written, end: int, folder: Path, rng: random.Random, *, in_order: bool = True
) -> list[str]:
    """Lay into `folder` what the disk may hold when the power is cut after `end` steps.

    in_order: a journaling file system keeps the order of names; others keep any of them.
    Returns what the program had said by then.
    """
    disk = _Disk(written.start)
    said: list[str] = []
    for step in written.steps[:end]:
        if step.kind == "said":
            said.append(step.data.decode())
        elif not step.name.endswith("-shm"):  # memory; SQLite never trusts it after a crash
            disk.do(step)
    if in_order:
        happened = disk.unsure[: rng.randint(0, len(disk.unsure))]
    else:
        share = rng.choice([0.2, 0.5, 0.8])
        happened = [each for each in disk.unsure if rng.random() < share]
    for each in happened:
        _rename(disk.sure, each)
    for inner in written.folders:
        (folder / inner).mkdir(mode=0o700)
    first_names: dict[int, Path] = {}
    for name, file in disk.sure.items():
        if (first := first_names.setdefault(id(file), folder / name)) != folder / name:
            (folder / name).hardlink_to(first)
        else:
            (folder / name).write_bytes(_after_the_cut(file, rng))
    return said


def _rename(names: dict[str, _File], renaming: _Renaming) -> None:
    for name, file in renaming.changes:
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
    return Step("wrote", step.name, step.file, step.data[:kept] + nonsense, step.at)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del content[step.at :]
        content.extend(bytes(step.at - len(content)))
        return
    content.extend(bytes(max(0, step.at - len(content))))
    content[step.at : step.at + len(step.data)] = step.data
