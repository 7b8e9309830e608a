"""Builds a call session from settings: the only place that chooses adapters.

In:      Settings, and what is to be heard.
Out:     CallSession, ready to start, and notes for the user (Fault).
Thread:  the caller's; loads models, so up to a few seconds.
Errors:  PrompterError when no engine can serve at all, or a file is refused.
Source:  the engine for each channel as measured, see recognize.choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from prompter import paths
from prompter.call_sheet import CallSheet
from prompter.capture import AudioSource
from prompter.errors import ModelTrouble
from prompter.messages import AskHeard, CardShown, Channel, Fault, FaultKind
from prompter.prompt import AskLadder, Family, Playbook, SheetSlots, TalkNudge, load_playbook
from prompter.recognize import Recognizer, choose
from prompter.recognize.echo import EchoFilter
from prompter.recognize.models import find_model
from prompter.session import CallSession
from prompter.settings import Settings
from prompter.spot import AskSpotter, CueSpotter, FusedSpotter, Phrases, load_learned
from prompter.stages import Listener

SPEECH_S = 8.0
"""Seconds of the sample call that the engines are measured with."""
_MOONSHINE_GONE = "Moonshine, the better recogniser, can't be used here ({}); Vosk serves instead."
_LEARNED_GONE = "Only plain phrases are heard, so most cues will be missed: {}."
_VOSK_GONE = "Vosk, the light recogniser, can't be used here ({}); Moonshine serves instead."


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine's choice, and the Fault that tells the user when it is second best."""

    name: str
    note: Fault | None = None


def playbook_of(settings: Settings) -> Playbook:
    """The user's playbook, or the one that is shipped."""
    own = settings.playbook
    return load_playbook(Path(own).expanduser() if own else sample("playbook.toml"))


def sample(name: str) -> Path:
    """A shipped asset, such as "sample_call.flac"."""
    return paths.shipped(f"assets/{name}")


def fused_spotter(playbook: Playbook) -> tuple[FusedSpotter, Fault | None]:
    """A spotter for the cues of a playbook; the Fault says when phrases must serve alone."""
    learned, why = load_learned(paths.shipped("models/cues"))
    shipped = load_playbook(sample("playbook.toml"))
    spotter = FusedSpotter(_phrases(playbook), learned, _phrases(shipped))
    note = None if learned else Fault(FaultKind.SPOTTER_MISSING, _LEARNED_GONE.format(why), 0.0)
    return spotter, note


def _phrases(playbook: Playbook) -> dict[str, Phrases]:
    return {cue.id: Phrases(cue.phrases, cue.never) for cue in playbook.cues.values()}


def ask_spotter(playbook: Playbook) -> AskSpotter:
    """Hears on ME which goals the user asks for."""
    goals = {goal.value: Phrases(heard) for goal, heard in playbook.goal_phrases.items() if heard}
    return AskSpotter(goals)


def talk_nudge(playbook: Playbook) -> TalkNudge:
    """Says when the user talks on after a no."""
    return TalkNudge({cue.id for cue in playbook.cues.values() if cue.family is Family.NO})


def build_session(
    settings: Settings,
    source: AudioSource,
    listeners: Sequence[Listener],
    *,
    virtual_clock: bool = False,
    playbook: Playbook | None = None,
    recognizers: Mapping[Channel, Recognizer] | None = None,
    sheet: Mapping[str, str] | None = None,
    before: Iterable[CardShown | AskHeard] = (),
) -> CallSession:
    """A session that hears `source`. Faults about engines are told before anything else.

    recognizers: instead of those that the settings ask for. sheet: fills the cards' slots.
    sheet: slot name -> text, what the user prepared for this call.
    before: cards and asks of the part of this call that was cut off.
    """
    book = playbook or playbook_of(settings)
    cues, cue_note = fused_spotter(book)
    _tell(listeners, cue_note)
    two_sides = recognizers is None and Channel.ME in source.channels
    if recognizers is None:
        engine = engine_for(settings, Channel.THEM)
        _tell(listeners, engine.note)
        names = {Channel.THEM: engine.name, Channel.ME: _light(settings, engine.name)}
        wanted = {channel: names[channel] for channel in source.channels}
        recognizers = _recognizers(settings, wanted, live=not virtual_clock)
    ladder = AskLadder(book, sheet)
    ladder.remember(before)
    return CallSession(
        source,
        recognizers,
        CueSpotter(cues),
        ladder,
        listeners,
        virtual_clock=virtual_clock,
        echo=EchoFilter() if two_sides else None,
        asks=ask_spotter(book),
        talk=talk_nudge(book) if settings.nudge else None,
    )


def slots_of(settings: Settings, sheet: CallSheet | None) -> SheetSlots:
    """What fills the slots of the cards: the call sheet, and the user's own name and number."""
    return SheetSlots((sheet or CallSheet()).slots(settings.my_name, settings.my_number))


def build_typed_session(
    playbook: Playbook,
    listeners: Sequence[Listener],
    sheet: Mapping[str, str] | None = None,
) -> CallSession:
    """A session without sound: its words come through `CallSession.hear`."""
    cues, note = fused_spotter(playbook)
    _tell(listeners, note)
    return CallSession(
        None,
        {},
        CueSpotter(cues),
        AskLadder(playbook, sheet),
        listeners,
        virtual_clock=True,
        asks=ask_spotter(playbook),
        talk=talk_nudge(playbook),
    )


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
    return _recognizers(settings, {Channel.THEM: name}, live=False)[Channel.THEM]


def light_recognizer(settings: Settings) -> Recognizer:
    """A recogniser for ME by itself, for the pre-call check. Raises ModelTrouble."""
    name = engine_for(settings, Channel.ME).name
    return _recognizers(settings, {Channel.ME: name}, live=True)[Channel.ME]


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


def _tell(listeners: Sequence[Listener], *notes: Fault | None) -> None:
    for note in notes:
        if note is not None:
            for listener in listeners:
                listener(note)


def _light(settings: Settings, them: str) -> str:
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


def _recognizers(
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
        sample("sample_call.flac"), frames=frames, dtype="int16", always_2d=True
    )
    return np.ascontiguousarray(pcm[:, 0])
