"""Speak a fixed sample of the test lines with voices that no spotter was trained on.

    python models/cues/speak_test.py /tmp/phone natural  with the packages of make_speech.py
    python -m tests.bench.cues_phone /tmp/phone          with the packages of the app

Every line is spoken by one voice, over the phone line at three levels of noise. Voices: natural
(neural, near to people's) or machine (mostly formant and statistical, a hard case).
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import soundfile

sys.path += [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "models/voices")]
from labelled import Line, all_lines
from make_speech import PHONE_HZ, phone, speak

VOICES = {
    "natural": ("kokoro:am_michael", "kokoro:bf_emma", "kokoro:af_bella", "kokoro:bm_george",
                "kokoro:am_puck", "kokoro:bf_isabella", "kokoro:af_nova", "kokoro:bm_lewis", "joe"),
    "machine": ("joe", "heart", "slt", "awb", "espeak:en-gb", "espeak:en-gb-x-rp+f4"),
}  # fmt: skip
"""None of them is in hear_lines.py."""
NOISE_DB = {"quiet": None, "20 dB": 20.0, "10 dB": 10.0}
CUE_LINES, NEAR_LINES, NEUTRAL_LINES = 60, 24, 24
MAX_WORDS = 30


def sample() -> list[Line]:
    """The fixed sample of the test lines."""
    draw = random.Random(9)
    lines = [
        line
        for line in all_lines(Path(__file__).parent / "test")
        if line.kind != "call" and 3 <= len(line.text.split()) <= MAX_WORDS
    ]
    cues = [line for line in lines if line.labels]
    near = [line for line in lines if line.kind == "near_miss"]
    neutral = [line for line in lines if line.kind == "neutral"]
    return [
        *draw.sample(cues, CUE_LINES),
        *draw.sample(near, NEAR_LINES),
        *draw.sample(neutral, NEUTRAL_LINES),
    ]


def main() -> None:
    """Write one folder a condition, and lines.jsonl."""
    folder, voices = Path(sys.argv[1]), VOICES[sys.argv[2]]
    rows = []
    pause = np.zeros(int(0.5 * 16_000))
    for number, line in enumerate(sample()):
        voice = voices[number % len(voices)]
        pcm = np.concatenate([pause, speak(line.text, voice), pause])
        for name, noise_db in NOISE_DB.items():
            own = folder / name.replace(" ", "")
            own.mkdir(parents=True, exist_ok=True)
            sound = phone(pcm, noise_db, seed=number)
            soundfile.write(own / f"t-{number:03}.wav", sound, PHONE_HZ, subtype="PCM_16")
        labels = sorted(line.labels) or ["none"]
        row = {"id": f"t-{number:03}", "text": line.text, "labels": labels, "kind": line.kind}
        rows.append(json.dumps({**row, "voice": voice}, ensure_ascii=False))
    (folder / "lines.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
