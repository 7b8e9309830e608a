"""Chooses which engine hears which channel, and loads it.

In:      Settings.
Out:     Recognizer for each channel, ready to hear; a Fault where the second best must serve.
Thread:  the caller's; loads models, so up to a few seconds.
Errors:  ModelTrouble when no engine can serve at all.
Source:  the engine for each channel as measured, see recognize.choose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile

from prompter import paths
from prompter.errors import ModelTrouble
from prompter.messages import Channel, Fault, FaultKind
from prompter.recognize import Recognizer, choose
from prompter.recognize.models import find_model
from prompter.settings import Settings

SPEECH_S = 8.0
"""Seconds of the sample call that the engines are measured with."""
_MOONSHINE_GONE = "Moonshine, the better recogniser, can't be used here ({}); Vosk serves instead."
_VOSK_GONE = "Vosk, the light recogniser, can't be used here ({}); Moonshine serves instead."


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine's choice, and the Fault that tells the user when it is second best."""

    name: str
    note: Fault | None = None


def engine_for(settings: Settings, channel: Channel) -> Engine:
    """Which engine hears `channel`; measures this machine the first time for "auto"."""
    wanted = settings.engine
    vosk = _vosk_trouble(settings)
    moonshine = None if choose.moonshine_installed() else "its package is not installed"
    if vosk and moonshine:
        raise ModelTrouble(f"no speech recogniser can be used: {vosk}")
    if moonshine or (wanted == "vosk" and not vosk):
        loss = wanted != "vosk" and channel is Channel.THEM
        return Engine("vosk", _note(_MOONSHINE_GONE, moonshine) if loss and moonshine else None)
    if vosk:
        return Engine("moonshine", _note(_VOSK_GONE, vosk) if wanted == "vosk" else None)
    if wanted == "moonshine":
        return Engine("moonshine")
    if channel is Channel.ME:
        return Engine("vosk")
    return _measured()


def employer_recognizer(settings: Settings) -> Recognizer:
    """A recogniser for THEM by itself, to measure recordings. Raises ModelTrouble."""
    name = engine_for(settings, Channel.THEM).name
    return recognizers_of(settings, {Channel.THEM: name}, live=False)[Channel.THEM]


def light_recognizer(settings: Settings) -> Recognizer:
    """A recogniser for ME by itself, for the pre-call check. Raises ModelTrouble."""
    name = engine_for(settings, Channel.ME).name
    return recognizers_of(settings, {Channel.ME: name}, live=True)[Channel.ME]


def engine_figure() -> choose.EngineFigure:
    """How fast Moonshine is here: as kept, or measured now (some seconds)."""
    file = paths.make_private_folder(paths.data_folder()) / "engine.json"
    return choose.kept_figure(file) or choose.measure(_speech(), file)


def _measured() -> Engine:
    figure = engine_figure()
    if figure.keeps_up:
        return Engine("moonshine")
    why = f"it needs {figure.moonshine_s_per_s:.1f} s for a second of speech"
    return Engine("vosk", _note(_MOONSHINE_GONE, why))


def _note(text: str, why: str) -> Fault:
    return Fault(FaultKind.ENGINE_MISSING, text.format(why), 0.0, Channel.THEM)


def light_engine(settings: Settings, them: str) -> str:
    """The engine for ME: the light one where it can be had."""
    return "vosk" if them == "moonshine" and not _vosk_trouble(settings) else them


def _vosk_trouble(settings: Settings) -> str | None:
    """Why Vosk can't be used, or None."""
    try:
        find_model(settings.vosk_model, engine="vosk")
        from prompter.recognize import vosk_engine  # noqa: F401 - not every system has a wheel
    except ModelTrouble as error:
        return str(error)
    except (ImportError, OSError) as error:
        return f"Vosk itself can't be loaded ({error})"
    return None


def recognizers_of(
    settings: Settings, engines: dict[Channel, str], *, live: bool
) -> dict[Channel, Recognizer]:
    """Moonshine's child loads its model while Vosk loads its own here."""
    from prompter.recognize.moonshine_engine import MoonshineRecognizer  # slow to import

    moonshine = {
        channel: MoonshineRecognizer(channel, live=live)
        for channel, name in engines.items()
        if name == "moonshine"
    }
    made: dict[Channel, Recognizer] = {}
    if "vosk" in engines.values():
        from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer  # slow to import

        model = VoskModel(find_model(settings.vosk_model, engine="vosk"))
        made = {c: VoskRecognizer(model, c) for c, name in engines.items() if name == "vosk"}
    for recognizer in moonshine.values():
        recognizer.wait_until_ready()
    return made | moonshine


def _speech() -> npt.NDArray[np.int16]:
    """The first seconds of the sample call's employer, at 16 kHz."""
    frames = int(SPEECH_S * 16_000)
    pcm, _rate = soundfile.read(
        paths.shipped("assets/sample_call.flac"), frames=frames, dtype="int16", always_2d=True
    )
    return np.ascontiguousarray(pcm[:, 0])
