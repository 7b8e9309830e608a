"""Word error rate, computing time and load time of each engine, on the spoken test lines."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jiwer
import numpy as np
import numpy.typing as npt
import psutil
import soundfile
import soxr

from prompter.messages import RATE_HZ, AudioBlock, Channel, Hypothesis
from prompter.phrases import normal_words
from prompter.recognize import Recognizer
from prompter.recognize.models import find_model
from prompter.recognize.moonshine_engine import MoonshineRecognizer
from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer

SPEECH = Path(__file__).parent.parent / "speech"
BLOCK = RATE_HZ // 10


def recognized(recognizer: Recognizer, samples: npt.NDArray[np.int16]) -> str:
    """All finals of a recording, as one text."""
    heard = []
    for start in range(0, len(samples), BLOCK):
        block = AudioBlock(Channel.THEM, start / RATE_HZ, samples[start : start + BLOCK])
        heard += recognizer.accept(block)
    heard += recognizer.finish()
    return " ".join(item.text for item in heard if isinstance(item, Hypothesis) and item.final)


def cpu_s() -> float:
    """CPU seconds of this process and its children, ended ones too."""
    own = psutil.Process()
    times = [own.cpu_times(), *(child.cpu_times() for child in own.children(recursive=True))]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times[:1]) + sum(
        t.user + t.system for t in times[1:]
    )


def main() -> None:
    files = json.loads((SPEECH / "lines.json").read_text())["files"]
    print("\n## Engines on spoken lines over a phone line (8 kHz mu-law)\n")
    print("| engine | " + " | ".join(f["file"].removesuffix(".flac") for f in files), end=" ")
    print("| all: WER % | CPU s per audio s | load s |")
    print("|---" * (len(files) + 4) + "|")
    for engine in ("moonshine", "vosk"):
        started = time.monotonic()
        model = VoskModel(find_model("vosk-small-en-us")) if engine == "vosk" else None
        load_s, rates, said, heard, cpu, audio_s = 0.0, [], [], [], 0.0, 0.0
        for file in files:
            pcm, rate_hz = soundfile.read(SPEECH / file["file"], dtype="int16")
            samples = soxr.resample(pcm, rate_hz, RATE_HZ)
            before = cpu_s()
            recognizer: Recognizer = (
                VoskRecognizer(model, Channel.THEM)
                if model
                else MoonshineRecognizer(Channel.THEM, live=False)
            )
            if isinstance(recognizer, MoonshineRecognizer):
                recognizer.wait_until_ready()
            load_s = load_s or time.monotonic() - started
            text = recognized(recognizer, samples)
            cpu += cpu_s() - before
            recognizer.close()
            audio_s += len(samples) / RATE_HZ
            said.append(" ".join(normal_words(" ".join(ln["text"] for ln in file["lines"]))))
            heard.append(" ".join(normal_words(text)))
            rates.append(f"{100 * jiwer.wer(said[-1], heard[-1]):.0f}")
        row = " | ".join(rates)
        total = 100 * jiwer.wer(said, heard)
        print(f"| {engine} | {row} | {total:.1f} | {cpu / audio_s:.2f} | {load_s:.1f} |")


if __name__ == "__main__":
    main()
