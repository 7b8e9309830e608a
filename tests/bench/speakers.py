"""How well one microphone tells the user from the employer, for every pair of test voices.

Each voice speaks twice: near the microphone (ME), and over the phone and a loudspeaker across
the room (THEM); noise is 20 dB below speech. The voices are synthetic and even: people vary
more, so take the figures as the best that can be had. One person's reading (the recording that
comes with Moonshine) is measured as ME too.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import soundfile
import soxr

from prompter.messages import RATE_HZ, Channel
from prompter.recognize.models import find_model
from prompter.recognize.speaker import SpeakerJudge, Verdict, Voice, VoicePrint, Voices, enrol
from prompter.recognize.speakerphone import EDGE_S, ENOUGH_S
from prompter.recognize.vosk_engine import VoskModel, VoskVoices
from tests.bench.room import Pcm, from_loudspeaker, microphone, near

SPEAKERS = Path(__file__).parent.parent / "speech" / "speakers"
PAUSE_S = 0.3
LENGTHS_S = ((0.0, "1 s"), (1.5, "2 s"), (3.0, "3 s and more"))


@dataclass(frozen=True)
class Utterance:
    """How long was said, and the voice if it could be told."""

    said_s: float
    voice: Voice | None


@dataclass(frozen=True)
class Speaker:
    """A voice's print, and its test utterances near and out of the loudspeaker."""

    name: str
    print_: VoicePrint
    near: list[Utterance]
    far: list[Utterance]


def loaded_voices() -> Voices:
    """The real speaker model."""
    model = VoskModel(find_model("vosk-small-en-us"))
    return VoskVoices(model, find_model("vosk-spk", engine="vosk-speaker"))


def voices_on_file(*names: str) -> list[dict[str, object]]:
    """What speakers.json tells of these voices; of all without names."""
    found = json.loads((SPEAKERS / "speakers.json").read_text(encoding="utf-8"))["voices"]
    by_name = {voice["voice"]: voice for voice in found}
    return [by_name[name] for name in names or by_name]


def lines_of(voice: dict[str, object], part: str) -> list[Pcm]:
    """The lines of a part ("enrolment" or "lines") that a voice speaks."""
    pcm, _rate = soundfile.read(SPEAKERS / str(voice["file"]))
    lines = voice["lines"]
    assert isinstance(lines, list)
    return [
        pcm[int(line["start_s"] * RATE_HZ) : int(line["end_s"] * RATE_HZ)]
        for line in lines
        if line["part"] == part
    ]


def with_pauses(lines: list[Pcm]) -> Pcm:
    pause = np.zeros(int(PAUSE_S * RATE_HZ))
    return np.concatenate([pause, *itertools.chain.from_iterable((x, pause) for x in lines)])


def told(voices: Voices, lines: list[Pcm], place: Callable[[Pcm], Pcm]) -> list[Utterance]:
    """Each line as an utterance: what a call's recogniser would hand to the speaker model."""
    edge = np.zeros(int(EDGE_S * RATE_HZ))
    limit = int((ENOUGH_S + 2 * EDGE_S) * RATE_HZ)
    return [
        Utterance(
            len(line) / RATE_HZ,
            voices.voice(microphone(place(np.concatenate([edge, line, edge])))[:limit]),
        )
        for line in lines
    ]


def synthetic(voices: Voices) -> Iterator[Speaker]:
    """The test voices."""
    for voice in voices_on_file():
        lines = lines_of(voice, "lines")
        yield Speaker(
            str(voice["voice"]),
            enrol(microphone(near(with_pauses(lines_of(voice, "enrolment")))), voices),
            told(voices, lines, near),
            told(voices, lines, from_loudspeaker),
        )


def reader(voices: Voices) -> Speaker | None:
    """A person reading, as ME: enrolled on the first 20 s, measured on the rest."""
    spec = find_spec("moonshine_voice")
    if spec is None or not spec.submodule_search_locations:
        return None
    file = Path(spec.submodule_search_locations[0]) / "assets" / "two_cities.wav"
    if not file.exists():
        return None
    pcm, rate_hz = soundfile.read(file)
    pcm = soxr.resample(pcm, rate_hz, RATE_HZ)
    first, size = 20 * RATE_HZ, 2 * RATE_HZ
    lines = [pcm[at : at + size] for at in range(first, len(pcm) - size, size)]
    print_ = enrol(microphone(near(pcm[:first])), voices)
    return Speaker("a person", print_, told(voices, lines, near), [])


def conversation(
    me: Speaker, them: list[Utterance], judge: SpeakerJudge
) -> Iterator[tuple[Channel, float, Verdict]]:
    """The two in turn: who spoke, how long, and how it was judged."""
    for mine, theirs in itertools.zip_longest(me.near, them):
        for channel, said in ((Channel.ME, mine), (Channel.THEM, theirs)):
            if said is not None:
                voice = said.voice
                vector, speech_s = (voice.vector, voice.speech_s) if voice else (None, 0.0)
                yield channel, said.said_s, judge.judge(vector, speech_s)


def outcome(channel: Channel, verdict: Verdict) -> str:
    if verdict.doubtful:
        return f"{channel.value} not sure"
    return f"{channel.value} {'right' if verdict.channel is channel else 'wrong'}"


def length_of(said_s: float) -> str:
    return [name for least_s, name in LENGTHS_S if said_s >= least_s][-1]


def row(name: str, counts: Counter[str]) -> str:
    """A line of a table: shares in per cent of what each side said."""
    shares = []
    for side in Channel:
        total = max(1, sum(n for what, n in counts.items() if what.startswith(side.value)))
        shares += [
            counts[f"{side.value} {what}"] / total for what in ("right", "not sure", "wrong")
        ]
    return f"| {name} | {counts.total()} | " + " | ".join(f"{100 * s:.1f}" for s in shares) + " |"


HEAD = (
    "| {} | utterances | THEM right, % | not sure | taken for ME "
    "| ME right, % | not sure | taken for THEM |\n|---|---|---|---|---|---|---|---|"
)


def table(speakers: list[Speaker], mes: list[Speaker], far: bool) -> None:
    """All pairs of one situation, by length of utterance and the worst pairs."""
    lengths: dict[str, Counter[str]] = {name: Counter() for _, name in LENGTHS_S}
    pairs: dict[str, Counter[str]] = {}
    for me, them in itertools.product(mes, speakers):
        if me.name == them.name:
            continue
        pair = pairs.setdefault(f"{me.name}, {them.name}", Counter())
        said = them.far if far else them.near
        for channel, said_s, verdict in conversation(me, said, SpeakerJudge(me.print_)):
            lengths[length_of(said_s)][outcome(channel, verdict)] += 1
            pair[outcome(channel, verdict)] += 1
    print(HEAD.format("length"))
    for name, counts in lengths.items():
        print(row(name, counts))
    print(row("all", sum(lengths.values(), Counter())))
    print("\n" + HEAD.format("ME, THEM: the five hardest pairs"))
    for name in sorted(pairs, key=lambda n: -pairs[n]["them wrong"] - pairs[n]["me wrong"])[:5]:
        print(row(name, pairs[name]))


def main() -> None:
    voices = loaded_voices()
    speakers = list(synthetic(voices))
    person = reader(voices)
    print("\n## Speakerphone: whose voice is it? 8 synthetic voices, 56 pairs, noise 20 dB\n")
    print("THEM over phone and loudspeaker, ME near the microphone:\n")
    table(speakers, speakers, far=True)
    print("\nThe hardest case, both near the microphone (no phone line tells them apart):\n")
    table(speakers, speakers, far=False)
    if person is not None:
        print("\nME a person reading (2 s pieces), THEM synthetic over phone and loudspeaker:\n")
        table(speakers, [person], far=True)


if __name__ == "__main__":
    main()
