"""Find a model among the files of an archive, wherever in it the model lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prompter.recognize.models.catalogue import Build, Model


@dataclass(frozen=True, slots=True)
class Match:
    """Where a model was found. prefix: what stands before each of its files' names.

    fault: empty, or what differs in the largest file that does, such as "README is missing".
    good: how many files have the right name and size.
    """

    build: str
    prefix: str
    good: int
    fault: str


def best_match(model: Model, found: Mapping[str, int]) -> Match:
    """The build and place that fit best. found: the archive's files with sizes in bytes.

    Names and sizes alone are looked at; whether the bytes are right shows while unpacking.
    """
    matches = [
        _compare(name, build, prefix, found)
        for name, build in model.builds.items()
        for prefix in _places(build, found)
    ]
    return max(matches, key=lambda match: (not match.fault, match.good))


def _places(build: Build, found: Mapping[str, int]) -> list[str]:
    """What stands before the name of the build's largest file, at each place where it occurs."""
    first = max(build, key=lambda file: build[file].size)
    ends = [name for name in found if name == first or name.endswith("/" + first)]
    return [name.removesuffix(first) for name in ends] or [""]


def _compare(name: str, build: Build, prefix: str, found: Mapping[str, int]) -> Match:
    faults = []
    for file, facts in sorted(build.items(), key=lambda item: -item[1].size):
        size = found.get(prefix + file)
        if size is None:
            faults.append(f"{file} is missing")
        elif size != facts.size:
            faults.append(f"{file} has {size:,} bytes instead of {facts.size:,}")
    return Match(name, prefix, len(build) - len(faults), faults[0] if faults else "")
