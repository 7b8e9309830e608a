"""Speak the lines for telling voices apart: one Ogg file a voice, and where each line lies.

Run it in the environment that make_speech.py describes:

    python models/voices/make_speakers.py models/voices/speaker_lines.json tests/speech/speakers

The voices are dry and clean; room, phone line, loudspeaker and noise are added when measured.
Ogg Vorbis, since eight voices in FLAC would be three times as large.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import soundfile
from make_speech import RATE_HZ, speak

GAP_S = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("script", type=Path, help="JSON: voices and lines")
    parser.add_argument("out", type=Path, help="folder")
    arguments = parser.parse_args()
    script = json.loads(arguments.script.read_text(encoding="utf-8"))
    voices = []
    for name, voice in script["voices"].items():
        pieces, lines, now = [], [], 0
        for part in ("enrolment", "lines"):
            for text in script[part]:
                pcm = speak(text, voice)
                place = {"start_s": now / RATE_HZ, "end_s": (now + len(pcm)) / RATE_HZ}
                times = {key: round(value, 3) for key, value in place.items()}
                lines.append({"part": part, "text": text, **times})
                pieces += [pcm, np.zeros(int(GAP_S * RATE_HZ))]
                now += len(pcm) + int(GAP_S * RATE_HZ)
        file = f"{name}.ogg"
        with soundfile.SoundFile(
            arguments.out / file, "w", RATE_HZ, 1, "VORBIS", compression_level=0.75
        ) as sound:
            sound.write(np.concatenate(pieces))
        voices.append({"voice": name, "file": file, "lines": lines})
    text = json.dumps({"voices": voices}, indent=1) + "\n"
    (arguments.out / "speakers.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
