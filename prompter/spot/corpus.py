"""Labelled lines to measure the spotter on: utterances, whole calls, writers' text files.

In:      a .jsonl file of utterances or calls, a .txt file (`kind | labels | text`), or a
         folder of .txt files.
Out:     Call: turns in order; an utterance by itself is a call of one turn.
Thread:  any; reads files.
Errors:  PrompterError with file and line.
Source:  the formats are described in docs/cues.md.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompter.errors import PrompterError

_EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. labels: cues that are right; tolerated: neither right nor wrong."""

    text: str
    employer: bool
    labels: frozenset[str]
    tolerated: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """Turns that belong together. whole: a real course of talk, not a single line."""

    id: str
    turns: tuple[Turn, ...]
    whole: bool

    @property
    def words(self) -> int:
        """All words of both sides."""
        return sum(len(turn.text.split()) for turn in self.turns)


def read_corpus(source: Path, cues: Collection[str] | None = None) -> list[Call]:
    """All calls of a file or folder. cues: the only labels allowed. Raises PrompterError."""
    files = sorted(source.glob("*.txt")) if source.is_dir() else [source]
    calls = [call for file in files for call in _calls(file, cues)]
    if not calls:
        raise PrompterError(f"{source}: no labelled lines here; see docs/cues.md for the formats")
    return calls


def _calls(file: Path, cues: Collection[str] | None) -> Iterator[Call]:
    try:
        rows = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PrompterError(f"{file}: can't read these lines: {error}") from error
    for number, row in enumerate(rows, 1):
        if not row.strip() or row.startswith("#"):
            continue
        try:
            call = _from_json(row) if file.suffix == ".jsonl" else _from_text(row, file, number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PrompterError(f"{file}:{number}: not a labelled line: {error}") from error
        labels = frozenset().union(*(turn.labels for turn in call.turns))
        if cues is not None and (strange := sorted(labels - set(cues))):
            raise PrompterError(
                f"{file}:{number}: the playbook has no cue {strange[0]!r}; "
                f"it has {', '.join(sorted(cues))}"
            )
        yield call


def _from_text(row: str, file: Path, number: int) -> Call:
    kind, labels, text = (part.strip() for part in row.split("|", 2))
    names = _labels(label.strip() for label in labels.split(","))
    turn = Turn(text, True, names, frozenset(), kind)
    return Call(f"{file.stem}:{number}", (turn,), whole=False)


def _from_json(row: str) -> Call:
    made = json.loads(row)
    if "turns" not in made:
        return Call(str(made["id"]), (_turn(made),), whole=False)
    return Call(str(made["id"]), tuple(map(_turn, made["turns"])), whole=True)


def _turn(made: dict[str, Any]) -> Turn:
    employer = made.get("speaker", _EMPLOYER) == _EMPLOYER
    labels = _labels(made["labels"] if employer else ())
    tolerated = frozenset(made.get("tolerate", ()))
    return Turn(str(made["text"]), employer, labels, tolerated, str(made.get("kind", "call")))


def _labels(names: Any) -> frozenset[str]:
    return frozenset(map(str, names)) - {"none", ""}
