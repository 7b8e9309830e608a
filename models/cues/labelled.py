"""Labelled lines: read every file of models/cues/data, whoever wrote it.

`kind | labels | text` in the writers' .txt files; JSON lines elsewhere (corpus.jsonl,
calls.jsonl, heard.jsonl). A line knows its writer, so that a split can keep writers apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
TEST = Path(__file__).parent / "test"
UNSEEN = frozenset({"w10", "w13u"})
"""Lines that are never learned: they tell how far to move the bounds."""
LABELS = [
    "declined",
    "not_qualified",
    "experience",
    "credentials",
    "overqualified",
    "chose_other",
    "internal_candidate",
    "position_filled",
    "position_frozen",
    "no_openings",
    "poor_fit",
    "salary",
    "location",
    "work_authorization",
    "work_history",
    "on_file",
    "send_resume",
    "will_call_back",
    "bad_time",
    "gatekeeper",
    "hard_stop",
    "closing",
    "interest",
    "meeting_offer",
    "voicemail",
]
NO_FAMILY = frozenset(LABELS[:15])


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance of an employer. labels: empty for near misses and neutral talk.

    open_labels: neither right nor wrong here. heard: a recogniser wrote it, not a person.
    """

    text: str
    labels: frozenset[str]
    kind: str
    writer: str
    open_labels: frozenset[str] = frozenset()
    heard: bool = False


def _labels(names: list[str], where: str) -> frozenset[str]:
    found = frozenset(names) - {"none"}
    if unknown := found - set(LABELS):
        raise SystemExit(f"{where}: unknown label {', '.join(sorted(unknown))}")
    return found


def text_lines(file: Path) -> Iterator[Line]:
    """The lines of a writer's file; the writer is the part of its name before "_"."""
    for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        kind, labels, text = (part.strip() for part in row.split("|", 2))
        names = [name.strip() for name in labels.split(",")]
        writer = file.name.split("_")[0]
        yield Line(text, _labels(names, f"{file}:{number}"), kind, writer)


def json_lines(file: Path) -> Iterator[Line]:
    """The lines of a JSON lines file: utterances, or calls with employer turns."""
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        turns = row.get("turns")
        for turn in [row] if turns is None else turns:
            if turn.get("speaker", "employer") == "employer":
                yield Line(
                    turn["text"],
                    _labels(turn["labels"], str(file)),
                    turn.get("kind", "call"),
                    row.get("writer", file.stem) if turns is None else "calls",
                    frozenset(turn.get("tolerate", ())),
                    "voice" in row and "engine" in row,
                )


def all_lines(folder: Path = DATA) -> list[Line]:
    """Every labelled line of a folder."""
    lines: list[Line] = []
    for file in sorted(folder.iterdir()):
        if file.suffix == ".txt":
            lines += text_lines(file)
        elif file.suffix == ".jsonl":
            lines += json_lines(file)
    return lines
