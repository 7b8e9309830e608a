"""Runs labelled calls through spotter and ask ladder, as text or as recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr

from prompter.errors import PrompterError
from prompter.messages import (
    RATE_HZ,
    AudioBlock,
    CardShown,
    Channel,
    CueHit,
    CueWithdrawn,
    Hypothesis,
)
from prompter.prompt import AskLadder, Playbook
from prompter.recognize import Recognizer
from prompter.recognize.typed import TypedWords
from prompter.spot import CueSpotter, FusedSpotter
from prompter.spot.corpus import Call
from prompter.spot.figures import WORDS_PER_HOUR, Outcome

BLOCK = RATE_HZ // 10
SILENCE_S = 2.0
"""After a recording, so that the recognizer ends the utterance by itself."""


@dataclass(slots=True)
class Run:
    """What came of it. hours: of talk, at a usual rate for text."""

    outcomes: list[Outcome] = field(default_factory=list)
    wrong_cards: int = 0
    hours: float = 0.0
    delays_ms: list[float] = field(default_factory=list)


def run_calls(
    calls: Sequence[Call],
    spotter: FusedSpotter,
    playbook: Playbook,
    audio: Path | None = None,
    engine: Callable[[], Recognizer] | None = None,
) -> Run:
    """Hear every call. Raises PrompterError when a recording is missing or unreadable."""
    run = Run()
    for call in calls:
        cues, ladder = CueSpotter(spotter), AskLadder(playbook)
        if audio is not None and engine is not None and not call.whole:
            _recorded(call, cues, ladder, recording_of(audio, call.id), engine(), run)
        else:
            _typed(call, cues, ladder, run)
    return run


def _typed(call: Call, cues: CueSpotter, ladder: AskLadder, run: Run) -> None:
    them = TypedWords(Channel.THEM)
    me = TypedWords(Channel.ME)
    run.hours += call.words / WORDS_PER_HOUR
    for turn in call.turns:
        channel = them if turn.employer else me
        heard: set[str] = set()
        shown: CardShown | None = None
        for hypothesis in channel.type(turn.text):
            if hypothesis.final:
                hits = [c for c in cues.hear(hypothesis) if isinstance(c, CueHit)]
                heard = {hit.cue for hit in hits}
                shown = ladder.hear(hits, hypothesis.end_s) if hits else None
        them.clock_s = me.clock_s = max(them.clock_s, me.clock_s)
        if turn.employer:
            run.outcomes.append(Outcome(turn.kind, turn.labels, frozenset(heard), turn.tolerated))
            wrong = shown is not None and shown.cue not in turn.labels | turn.tolerated
            run.wrong_cards += wrong


def _recorded(
    call: Call,
    cues: CueSpotter,
    ladder: AskLadder,
    file: Path,
    recognizer: Recognizer,
    run: Run,
) -> None:
    turn = call.turns[0]
    heard: set[str] = set()
    shown: set[str] = set()
    try:
        for hypothesis, at_s in hypotheses_of(file, recognizer):
            for change in cues.hear(hypothesis):
                if isinstance(change, CueWithdrawn):
                    heard.discard(change.cue)
                    ladder.withdraw(change, at_s)
                elif change.cue not in heard:
                    heard.add(change.cue)
                    if change.cue in turn.labels:
                        run.delays_ms.append((at_s - change.end_s) * 1000)
                    card = ladder.hear([change], at_s)
                    if card is not None:
                        shown.add(card.cue)
    finally:
        recognizer.close()
    run.hours += soundfile.info(file).duration / 3600
    run.outcomes.append(Outcome(turn.kind, turn.labels, frozenset(heard), turn.tolerated))
    run.wrong_cards += len(shown - turn.labels - turn.tolerated)


def recording_of(folder: Path, name: str) -> Path:
    for ending in (".wav", ".flac"):
        file = folder / f"{name.replace(':', '-')}{ending}"
        if file.exists():
            return file
    raise PrompterError(f"{folder}: no recording of {name} here (looked for .wav and .flac)")


def hypotheses_of(file: Path, recognizer: Recognizer) -> Iterator[tuple[Hypothesis, float]]:
    """Hypotheses, each with the place in the sound at which it came."""
    try:
        pcm, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise PrompterError(f"{file}: can't read this recording: {error}") from error
    samples = soxr.resample(pcm[:, 0], rate_hz, RATE_HZ)
    silence = np.zeros(int(SILENCE_S * RATE_HZ), np.int16)
    samples = np.concatenate([samples, silence])
    end_s = 0.0
    for at in range(0, len(samples), BLOCK):
        block = AudioBlock(Channel.THEM, at / RATE_HZ, samples[at : at + BLOCK])
        end_s = block.end_s
        for item in recognizer.accept(block):
            if isinstance(item, Hypothesis):
                yield item, end_s
    for item in recognizer.finish():
        if isinstance(item, Hypothesis):
            yield item, end_s
