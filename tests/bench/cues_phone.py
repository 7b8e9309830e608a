"""How well cues are heard over a phone line: `python -m tests.bench.cues_phone FOLDER`.

FOLDER is made by models/cues/speak_test.py: test lines by voices that were not trained on, in
three levels of noise. The hypotheses come from the real recognizers, partials included.
"""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path

from prompter import assemble, assemble_engines
from prompter.cli.evaluate_run import Run, run_calls
from prompter.prompt import load_playbook
from prompter.settings import Settings
from prompter.spot.corpus import read_corpus
from prompter.spot.figures import alarms, quantile, recall

ENGINES = ("moonshine", "vosk")
CONDITIONS = ("quiet", "20dB", "10dB")


def row(name: str, run: Run) -> str:
    """A line of the table."""
    heard = recall(run.outcomes)
    low, high = heard.interval
    near, neutral = alarms(run.outcomes, "near_miss"), alarms(run.outcomes, "neutral")
    delays = [f"{quantile(run.delays_ms, share):.0f}" for share in (0.5, 0.95)]
    return (
        f"| {name} | {heard.value:.2f} ({low:.2f} to {high:.2f}) | {near.value:.2f} "
        f"| {neutral.value:.2f} | {' / '.join(delays)} |"
    )


def main() -> None:
    folder = Path(sys.argv[1])
    calls = read_corpus(folder / "lines.jsonl")
    playbook = load_playbook(assemble.sample("playbook.toml"))
    fused, note = assemble.fused_spotter(playbook)
    if note is not None:
        raise SystemExit(note.text)
    rows = map(json.loads, (folder / "lines.jsonl").read_text("utf-8").splitlines())
    voices = {row["voice"] for row in rows}
    print(f"\n## Over a phone line: {len(calls)} test lines, {len(voices)} voices not trained on\n")
    print("| condition | recall | near-miss alarms | neutral alarms | cue end to hit ms |")
    print("|---|---|---|---|---|")
    print(row("the text itself", run_calls(calls, fused, playbook)), flush=True)
    for engine in ENGINES:
        made = functools.partial(assemble_engines.employer_recognizer, Settings(engine=engine))
        for condition in CONDITIONS:
            run = run_calls(calls, fused, playbook, folder / condition, made)
            print(row(f"{engine}, {condition}", run), flush=True)


if __name__ == "__main__":
    main()
