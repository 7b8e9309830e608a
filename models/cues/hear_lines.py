"""What recognizers make of labelled lines over a phone line: a confusion sample to train on.

    python models/cues/hear_lines.py speak natural /tmp/spoken  with the packages of make_speech.py
    python models/cues/hear_lines.py hear natural /tmp/spoken   with the packages of the app

Each drawn line is spoken by one voice; the second step writes data/heard_natural.jsonl. Voices:
natural (neural; each line heard by both engines) or machine (heard by one of them, heard.jsonl).
The voices of the phone test (tests/bench/cues_phone.py) are others.
"""

from __future__ import annotations

import argparse
import bisect
import difflib
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

REPOSITORY = Path(__file__).parents[2]
sys.path += [str(REPOSITORY), str(REPOSITORY / "models/voices")]
VOICES = {
    "machine": ("rms", "kal16", "espeak:en-us", "espeak:en-us+m3", "espeak:en-gb-scotland",
                "espeak:en-us-nyc+f2"),
    "natural": ("kokoro:af_sarah", "kokoro:am_adam", "kokoro:bf_alice", "kokoro:bm_daniel",
                "kokoro:af_kore", "kokoro:am_eric", "kokoro:bf_lily", "kokoro:bm_fable",
                "kokoro:af_jessica", "kokoro:am_liam"),
}  # fmt: skip
NOISE_DB = (None, 20.0, 10.0)
LINES = {"machine": 660, "natural": 240}
SEEDS = {"machine": 5, "natural": 6}
MAX_WORDS = 32
EVERY = {"machine": 3, "natural": 1}
"""Which lines an engine hears: Moonshine takes a third of the sound's time on a core."""
SAID_KEPT = 0.6
"""Of what was said so much must be heard: less would teach a label that the words don't hold."""
PAUSE_S = 1.5
BLOCK_S = 2.0


def speak_lines(kind: str, folder: Path) -> None:
    """Draw lines, speak each, and write sound and lines.json into `folder`."""
    from labelled import UNSEEN, all_lines
    from make_speech import PHONE_HZ, phone, speak

    draw, voices = random.Random(SEEDS[kind]), VOICES[kind]
    pool = [
        line
        for line in all_lines()
        if not line.heard
        and line.kind != "call"
        and line.writer not in UNSEEN
        and 3 <= len(line.text.split()) <= MAX_WORDS
    ]
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, line in enumerate(draw.sample(pool, LINES[kind])):
        voice, noise_db = voices[number % len(voices)], draw.choice(NOISE_DB)
        pause = np.zeros(int(0.4 * 16_000))
        pcm = np.concatenate([pause, speak(line.text, voice), pause])
        sound = phone(pcm, noise_db, seed=number)
        name = f"{number:04}.wav"
        soundfile.write(folder / name, sound, PHONE_HZ, subtype="PCM_16")
        rows.append(
            {
                "file": name, "said": line.text, "labels": sorted(line.labels) or ["none"],
                "kind": line.kind, "writer": line.writer, "voice": voice, "noise_db": noise_db,
            }
        )  # fmt: skip
    (folder / "lines.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


def hear_lines(kind: str, folder: Path) -> None:
    """Recognize the sound with both engines; write the data file."""
    from prompter.messages import Channel
    from prompter.recognize.models import find_model
    from prompter.recognize.moonshine_engine import MoonshineRecognizer
    from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer

    rows = json.loads((folder / "lines.json").read_text(encoding="utf-8"))
    name = "heard.jsonl" if kind == "machine" else f"heard_{kind}.jsonl"
    out = Path(__file__).parent / "data" / name
    model = VoskModel(find_model("vosk-small-en-us"))
    engines = (VoskRecognizer(model, Channel.THEM), MoonshineRecognizer(Channel.THEM, live=False))
    with out.open("w", encoding="utf-8") as file:
        for turn, recognizer in enumerate(engines):
            engine = recognizer.name.split(",")[0].lower()
            drawn = rows[turn :: EVERY[kind]] if EVERY[kind] > 1 else rows
            for row, text in zip(drawn, _heard(recognizer, folder, drawn), strict=True):
                if len(text.split()) < 2 or _kept(row["said"], text) < SAID_KEPT:
                    continue
                told = {key: row[key] for key in ("said", "labels", "kind", "writer", "voice")}
                told = {"id": f"h-{Path(row['file']).stem}-{engine}", "text": text, **told}
                told |= {"noise_db": row["noise_db"], "engine": engine}
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
            file.flush()


def _kept(said: str, heard: str) -> float:
    """The share of words that both have, in order."""
    both = [re.findall(r"[a-z']+", text.lower()) for text in (said, heard)]
    return difflib.SequenceMatcher(None, *both, autojunk=False).ratio()


def _heard(recognizer: Any, folder: Path, rows: list[dict[str, Any]]) -> list[str]:
    """What is heard of each line: all in one stream, with silence between them."""
    from prompter.messages import RATE_HZ, AudioBlock, Channel, Hypothesis

    block_size = int(BLOCK_S * RATE_HZ)
    starts, heard, now_s = [], [], 0.0
    for row in rows:
        pcm, rate_hz = soundfile.read(folder / row["file"], dtype="int16")
        samples = soxr.resample(pcm, rate_hz, RATE_HZ)
        samples = np.concatenate([samples, np.zeros(int(PAUSE_S * RATE_HZ), np.int16)])
        starts.append(now_s)
        for at in range(0, len(samples), block_size):
            block = AudioBlock(Channel.THEM, now_s, samples[at : at + block_size])
            heard += recognizer.accept(block)
            now_s = block.end_s
    heard += recognizer.finish()
    recognizer.close()
    texts = [""] * len(rows)
    for item in heard:
        if isinstance(item, Hypothesis) and item.final:
            line = max(0, bisect.bisect_right(starts, item.start_s + 0.2) - 1)
            texts[line] = f"{texts[line]} {item.text}".strip()
    return texts


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("step", choices=("speak", "hear"))
    asked.add_argument("voices", choices=tuple(VOICES))
    asked.add_argument("folder", type=Path)
    chosen = asked.parse_args()
    (speak_lines if chosen.step == "speak" else hear_lines)(chosen.voices, chosen.folder)
