"""`prompter spot`: which cues a file of utterances holds, for measuring the spotter on text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from prompter import assemble
from prompter.cli.user_settings import user_settings
from prompter.errors import PrompterError
from prompter.messages import Channel, CueHit
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter


def spot(
    file: Annotated[Path, typer.Argument(help='JSON lines: {"id": …, "text": …}')],
) -> None:
    """Read utterances of the employer and write the cues heard in each, a JSON line each.

    Each line stands alone, as one final utterance.

    Example:

      prompter spot lines.jsonl > cues.jsonl
    """
    fused, note = assemble.fused_spotter(assemble.playbook_of(user_settings()))
    if note is not None:
        typer.echo(note.text, err=True)
    for row in _rows(file):
        cues_of_line = CueSpotter(fused)
        hits = [
            hit
            for hypothesis in TypedWords(Channel.THEM).type(row["text"])
            if hypothesis.final
            for hit in cues_of_line.hear(hypothesis)
            if isinstance(hit, CueHit)
        ]
        cues = [{"cue": hit.cue, "score": hit.score, "by": hit.by} for hit in hits]
        typer.echo(json.dumps({"id": row["id"], "cues": cues}, ensure_ascii=False))


def _rows(file: Path) -> list[dict[str, Any]]:
    """All rows, checked before the first is used. Raises PrompterError with file and line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PrompterError(f"{file}: can't read these utterances: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise PrompterError(f"{file}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise PrompterError(f'{file}:{number}: needs {{"id": …, "text": "…"}}')
        rows.append(row)
    return rows
