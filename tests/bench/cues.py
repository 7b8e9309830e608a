"""How well cues are heard in the test lines, by the app's spotter and by simpler ways.

`python -m tests.bench.cues` prints the tables; the lines in models/cues/test were written by a
writer of their own, and no spotter was trained or tuned on them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from prompter import assemble, paths
from prompter.cli.evaluate_run import Run, run_calls
from prompter.messages import Channel, CueHit
from prompter.phrases import normal_words, variants
from prompter.prompt import Playbook, load_playbook
from prompter.prompt.playbook import CUES, Family
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter, FusedSpotter, Phrases, load_learned
from prompter.spot.corpus import Call, read_corpus
from prompter.spot.figures import Outcome, Share, alarms, family_recall, precision, recall
from prompter.spot.spoken import spoken_words

TEST = Path(__file__).parents[2] / "models" / "cues" / "test"
SIMPLE_SCORE = 70
KINDS = ("plain", "indirect", "idiom", "disfluent", "long", "compound")
NO_CUES = frozenset(cue for cue, family in CUES.items() if family is Family.NO)
Hear = Callable[[str], frozenset[str]]


def outcomes_of(hear: Hear, calls: Sequence[Call]) -> list[Outcome]:
    """What a way of hearing makes of single lines."""
    return [
        Outcome(turn.kind, turn.labels, hear(turn.text), turn.tolerated)
        for call in calls
        for turn in call.turns
        if turn.employer
    ]


def simple_way(playbook: Playbook, scorer: Callable[[str, str], float]) -> Hear:
    """Each plain phrase against the whole line, as most prompters do it."""
    phrases = {
        " ".join(word for run in wording for word in run): cue.id
        for cue in playbook.cues.values()
        for phrase in cue.phrases
        for wording in variants(phrase)[:1]
    }

    def hear(text: str) -> frozenset[str]:
        line = " ".join(normal_words(text))
        return frozenset(
            cue for phrase, cue in phrases.items() if scorer(phrase, line) >= SIMPLE_SCORE
        )

    return hear


def by_spotter(spotter: FusedSpotter) -> Hear:
    """The app's way: the line as one final utterance."""

    def hear(text: str) -> frozenset[str]:
        cues = CueSpotter(spotter)
        finals = [h for h in TypedWords(Channel.THEM).type(text) if h.final]
        hits = [hit for final in finals for hit in cues.hear(final) if isinstance(hit, CueHit)]
        return frozenset(hit.cue for hit in hits)

    return hear


def by_partials(spotter: FusedSpotter) -> Hear:
    """All cues ever shown while the line comes word by word, also those withdrawn."""

    def hear(text: str) -> frozenset[str]:
        cues = CueSpotter(spotter)
        hits = [h for part in TypedWords(Channel.THEM).type(text) for h in cues.hear(part)]
        return frozenset(hit.cue for hit in hits if isinstance(hit, CueHit))

    return hear


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """A line of the table of ways."""
    shares = [
        recall(outcomes),
        precision(outcomes),
        alarms(outcomes, "near_miss"),
        alarms(outcomes, "neutral"),
        *(recall([o for o in outcomes if o.kind == kind]) for kind in KINDS),
        family_recall(outcomes, NO_CUES),
        recall(outcomes, "hard_stop"),
    ]
    return f"| {name} | " + " | ".join(f"{share.value:.2f}" for share in shares) + " |"


def with_interval(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.3f} ({low:.3f} to {high:.3f}, of {share.tries})"


def whole_calls(spotter: FusedSpotter, playbook: Playbook) -> Run | None:
    """The whole calls of the test writers, when there are any."""
    files = sorted(TEST.glob("*_calls.jsonl"))
    calls = [call for file in files for call in read_corpus(file)]
    return run_calls(calls, spotter, playbook) if calls else None


def read_ms(calls: Sequence[Call]) -> tuple[float, float]:
    """Computing time of the learned spotter for a line, median and 95 % (ms)."""
    learned, why = load_learned(paths.shipped("models/cues"))
    if learned is None:
        raise SystemExit(why)
    times = []
    for call in calls[:400]:
        words = spoken_words(call.turns[0].text.split())
        started = time.process_time()
        learned.read(words)
        times.append((time.process_time() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(0.95 * len(times))]


def main() -> None:
    playbook = load_playbook(assemble.sample("playbook.toml"))
    phrases = {cue.id: Phrases(cue.phrases, cue.never) for cue in playbook.cues.values()}
    fused, note = assemble.fused_spotter(playbook)
    if note is not None:
        raise SystemExit(note.text)
    learned, _ = load_learned(paths.shipped("models/cues"))
    lines = read_corpus(TEST)
    print(f"\n## Cues in {len(lines)} test lines (text)\n")
    columns = ("recall", "precision", "near-miss alarms", "neutral alarms", *KINDS)
    print("| way | " + " | ".join((*columns, "no family", "hard_stop")) + " |")
    print("|---" * (len(columns) + 3) + "|")
    alone = FusedSpotter({cue: Phrases([]) for cue in phrases}, learned, {})
    ways: dict[str, Hear] = {
        "plain phrases, partial_ratio 70": simple_way(playbook, fuzz.partial_ratio),
        "plain phrases, token_set_ratio 70": simple_way(playbook, fuzz.token_set_ratio),
        "phrase spotter": by_spotter(FusedSpotter(phrases)),
        "learned spotter": by_spotter(alone),
        "both, as in the app": by_spotter(fused),
        "both, with every partial": by_partials(fused),
    }
    for name, hear in ways.items():
        outcomes = outcomes_of(hear, lines)
        print(row(name, outcomes), flush=True)
        if name == "both, as in the app":
            app = outcomes
    print("\n| cue | recall | precision |\n|---|---|---|")
    print(f"| all | {with_interval(recall(app))} | {with_interval(precision(app))} |")
    for cue in CUES:
        print(
            f"| {cue} | {with_interval(recall(app, cue))} | {with_interval(precision(app, cue))} |"
        )
    for kind in ("near_miss", "neutral"):
        print(f"\nFalse alarms on {kind} lines: {with_interval(alarms(app, kind))}", end="")
    middle, most = read_ms(lines)
    print(f"\n\nThe learned spotter reads a line in {middle:.1f} ms, 95 % in {most:.1f} ms (CPU).")
    run = whole_calls(fused, playbook)
    if run is not None:
        print(
            f"Whole calls: recall {with_interval(recall(run.outcomes))}; {run.wrong_cards} wrong "
            f"cards in {run.hours:.2f} hours, {run.wrong_cards / run.hours:.1f} an hour."
        )


if __name__ == "__main__":
    main()
