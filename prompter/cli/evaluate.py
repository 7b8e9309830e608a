"""`prompter evaluate`: how well cues are heard in labelled lines, whole calls or recordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from prompter import assemble, assemble_engines
from prompter.cli.evaluate_run import Run, run_calls
from prompter.cli.evaluate_view import print_figures
from prompter.cli.user_settings import user_settings
from prompter.prompt.playbook import Family
from prompter.spot import figures
from prompter.spot.corpus import read_corpus


def evaluate(
    corpus: Annotated[
        Path, typer.Argument(help="Labelled lines: .jsonl, .txt, or a folder of .txt files.")
    ],
    audio: Annotated[
        Path | None, typer.Option(help="A folder with a recording of each line, ID.wav or .flac.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of tables.")] = False,
) -> None:
    """Measure the cue spotter: recall, precision, false cards, with 95 % intervals.

    Lines of text are heard as one final utterance each, the turns of a call in their order.
    Recordings go through the recognizer of the settings. The formats are in docs/cues.md.

    Examples:

      prompter evaluate models/cues/test

      prompter evaluate lines.jsonl --audio recordings --json
    """
    settings = user_settings()
    playbook = assemble.playbook_of(settings)
    calls = read_corpus(corpus, playbook.cues)
    fused, note = assemble.fused_spotter(playbook)
    if note is not None:
        typer.echo(note.text, err=True)
    engine = (lambda: assemble_engines.employer_recognizer(settings)) if audio is not None else None
    run = run_calls(calls, fused, playbook, audio, engine)
    families = {
        family.value: frozenset(cue.id for cue in playbook.cues.values() if cue.family is family)
        for family in Family
    }
    made = summary(run, families)
    if as_json:
        typer.echo(json.dumps(made, indent=1))
    else:
        print_figures(made)


def summary(run: Run, families: dict[str, frozenset[str]]) -> dict[str, Any]:
    """All figures as plain values; shares as value, low, high, hits, tries."""
    report = figures.report(run.outcomes, families)
    delays = run.delays_ms
    return {
        "turns": len(run.outcomes),
        "shares": {
            name: {row: _plain(share) for row, share in rows.items() if share.tries}
            for name, rows in report.items()
        },
        "mix_ups": [
            {"right": right, "heard": heard, "count": count}
            for right, heard, count in figures.mix_ups(run.outcomes)
        ],
        "hours": round(run.hours, 3),
        "wrong_cards": run.wrong_cards,
        "wrong_cards_per_hour": round(run.wrong_cards / run.hours, 2) if run.hours else None,
        "delay_ms": (
            {"p50": figures.quantile(delays, 0.5), "p95": figures.quantile(delays, 0.95)}
            if delays
            else None
        ),
    }


def _plain(share: figures.Share) -> dict[str, float | int]:
    low, high = share.interval
    return {
        "value": round(share.value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "hits": share.hits,
        "tries": share.tries,
    }
