"""What a setting of a recognizer does to the cues that are heard: one table, one change a row.

    python -m tests.bench.engine_settings LINES.jsonl FOLDER [WORDS]

LINES: labelled lines, as `prompter evaluate` takes them; FOLDER: their recordings. WORDS: only rows
whose name has one of these words. Each line is heard from its start to two seconds after its end,
with the spotter that is shipped.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vosk

from prompter import assemble
from prompter.cli.evaluate_run import hypotheses_of, recording_of
from prompter.messages import RATE_HZ, Channel, CueHit, CueWithdrawn, Hypothesis
from prompter.recognize import Recognizer
from prompter.recognize.models import find_model
from prompter.recognize.models.tune import with_options
from prompter.recognize.moonshine_engine import UPDATE_S, MoonshineRecognizer
from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer
from prompter.spot import CueSpotter, FusedSpotter
from prompter.spot.corpus import Call, read_corpus
from prompter.spot.figures import Outcome, alarms, quantile, recall

THEM = Channel.THEM
ALTERNATIVES = 5
Hears = Callable[[Path], Iterator[tuple[Hypothesis, float]]]


@dataclass
class Row:
    """One way to hear. more: other texts for the same speech, whose hits count too."""

    name: str
    make: Callable[[], Recognizer]
    more: Callable[[Path], Iterable[str]] | None = None


class Alternatives(VoskRecognizer):
    """Vosk that keeps its second and later guesses."""

    def __init__(self, model: VoskModel) -> None:
        self.others: list[str] = []
        super().__init__(model, THEM)

    def _renew(self) -> None:
        super()._renew()
        self._engine.SetMaxAlternatives(ALTERNATIVES)

    def _final(self, result: dict[str, Any]) -> list[Any]:
        guesses = result.get("alternatives", [])
        self.others += [guess["text"] for guess in guesses[1:]]
        return super()._final(guesses[0] if guesses else result)


class Grammar:
    """A second Vosk that knows nothing but the playbook's plain phrases."""

    def __init__(self, model: VoskModel, phrases: Iterable[str]) -> None:
        self._model = model
        self._grammar = json.dumps([*sorted(set(phrases)), "[unk]"])

    def __call__(self, file: Path) -> Iterator[str]:
        engine = vosk.KaldiRecognizer(self._model.handle, RATE_HZ, self._grammar)
        recognizer = VoskRecognizer(self._model, THEM)
        recognizer._engine = engine
        for hypothesis, _ in hypotheses_of(file, recognizer):
            if hypothesis.final:
                yield hypothesis.text.replace("[unk]", " ")


def tuned(folder: Path, **options: str) -> VoskModel:
    """The installed model with other options; its large files are linked."""
    made = Path(tempfile.mkdtemp(prefix="vosk-"))
    shutil.copytree(folder, made / "model", copy_function=lambda a, b: Path(b).symlink_to(a))
    for name in ("model.conf", "mfcc.conf"):
        file = made / "model" / "conf" / name
        text = file.read_text("utf-8")
        wanted = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()
                  if (key == "dither") == (name == "mfcc.conf")]  # fmt: skip
        file.unlink()
        file.write_text(with_options(text, wanted), "utf-8")
    return VoskModel(made / "model")


def rows() -> Iterator[Row]:
    """Every way that is compared."""
    folder = find_model("vosk-small-en-us")
    shipped = VoskModel(folder)
    phrases = [
        phrase
        for cue in assemble.shipped_playbook().cues.values()
        for phrase in cue.phrases
        if phrase.replace(" ", "").replace("'", "").isalpha()
    ]

    def vosk_row(name: str, model: VoskModel) -> Row:
        return Row(name, lambda: VoskRecognizer(model, THEM))

    yield vosk_row("vosk as shipped", shipped)
    yield vosk_row("vosk without dither", tuned(folder, dither="0"))
    yield vosk_row("vosk wider beam (13, 7,000)", tuned(folder, beam="13.0", max_active="7000"))
    yield vosk_row(
        "vosk later endpoint (1.0 s)",
        tuned(folder, **{"endpoint.rule2.min-trailing-silence": "1.0"}),
    )
    yield Row("vosk with cue grammar beside", lambda: VoskRecognizer(shipped, THEM),
              Grammar(shipped, phrases))  # fmt: skip
    several = [Alternatives(shipped)]

    def alternatives() -> Recognizer:
        several[0] = Alternatives(shipped)
        return several[0]

    yield Row(f"vosk best {ALTERNATIVES}", alternatives, lambda _file: several[0].others)
    for update_s in (UPDATE_S, 0.5, 1.0):
        shipped_too = " (as shipped)" if update_s == UPDATE_S else ""
        yield Row(
            f"moonshine, update {update_s:g} s{shipped_too}",
            lambda update_s=update_s: MoonshineRecognizer(THEM, live=False, update_s=update_s),  # type: ignore[misc]
        )

    def by_vosk(file: Path) -> Iterator[str]:
        for hypothesis, _ in hypotheses_of(file, VoskRecognizer(shipped, THEM)):
            if hypothesis.final:
                yield hypothesis.text

    yield Row("moonshine with vosk beside", lambda: MoonshineRecognizer(THEM, live=False), by_vosk)


def hear(row: Row, call: Call, folder: Path, spotter: FusedSpotter) -> tuple[Outcome, list[float]]:
    """What is heard of one line."""
    turn, heard, delays_ms = call.turns[0], set[str](), list[float]()
    cues, file = CueSpotter(spotter), recording_of(folder, call.id)
    with closing(row.make()) as recognizer:
        if isinstance(recognizer, MoonshineRecognizer):
            recognizer.wait_until_ready()
        for hypothesis, at_s in hypotheses_of(file, recognizer):
            for change in cues.hear(hypothesis):
                if isinstance(change, CueWithdrawn):
                    heard.discard(change.cue)
                elif change.cue not in heard:
                    heard.add(change.cue)
                    if change.cue in turn.labels:
                        delays_ms.append((at_s - change.end_s) * 1000)
    for number, text in enumerate(row.more(file) if row.more is not None else ()):
        other = Hypothesis(THEM, number, text, (), True, 0.0, 0.0)
        heard |= {hit.cue for hit in CueSpotter(spotter).hear(other) if isinstance(hit, CueHit)}
    return Outcome(turn.kind, turn.labels, frozenset(heard), turn.tolerated), delays_ms


def main() -> None:
    """Print the table."""
    calls, folder, wanted = read_corpus(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3:]
    spotter, _ = assemble.fused_spotter(assemble.shipped_playbook())
    print(f"{len(calls)} lines of {folder.name}\n")
    print("| | recall | near-miss alarms | neutral alarms | delay p50 / p95 ms | s |")
    print("|---|---|---|---|---|---|", flush=True)
    for row in rows():
        if wanted and not any(word in row.name for word in wanted):
            continue
        began = time.monotonic()
        found = [hear(row, call, folder, spotter) for call in calls]
        outcomes, delays_ms = [one for one, _ in found], [ms for _, many in found for ms in many]
        low, high = recall(outcomes).interval
        near, neutral = (alarms(outcomes, kind).value for kind in ("near_miss", "neutral"))
        print(
            f"| {row.name} | {recall(outcomes).value:.2f} ({low:.2f} to {high:.2f}) "
            f"| {near:.2f} | {neutral:.2f} "
            f"| {quantile(delays_ms, 0.5):.0f} / {quantile(delays_ms, 0.95):.0f} "
            f"| {time.monotonic() - began:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
