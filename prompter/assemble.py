"""Builds a call session from settings: the only place that chooses adapters.

In:      Settings, and what is to be heard.
Out:     CallSession, ready to start, and notes for the user (Fault).
Thread:  the caller's; loads models, so up to a few seconds.
Errors:  PrompterError when no engine can serve at all, or a file is refused.
Source:  the engine for each channel as measured, see recognize.choose.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from prompter import paths
from prompter.assemble_engines import engine_for, light_engine, recognizers_of
from prompter.call_sheet import CallSheet
from prompter.capture import AudioSource
from prompter.messages import AskHeard, AudioBlock, CardShown, Channel, Fault, FaultKind
from prompter.prompt import AskLadder, Family, Playbook, SheetSlots, TalkNudge, load_playbook
from prompter.recognize import Recognizer
from prompter.recognize.echo import EchoFilter
from prompter.session import CallSession
from prompter.settings import Settings
from prompter.spot import AskSpotter, CueSpotter, FusedSpotter, Phrases, load_learned
from prompter.stages import Listener

_LEARNED_GONE = "Only plain phrases are heard, so most cues will be missed: {}."


def playbook_of(settings: Settings) -> Playbook:
    """The user's playbook, or the one that is shipped."""
    own = settings.playbook
    return load_playbook(Path(own).expanduser()) if own else shipped_playbook()


@functools.cache
def shipped_playbook() -> Playbook:
    """Read once: a thousand phrases take a fifth of a second, and every call needs them."""
    return load_playbook(sample("playbook.toml"))


def sample(name: str) -> Path:
    """A shipped asset, such as "sample_call.flac"."""
    return paths.shipped(f"assets/{name}")


def fused_spotter(playbook: Playbook) -> tuple[FusedSpotter, Fault | None]:
    """A spotter for the cues of a playbook; the Fault says when phrases must serve alone."""
    learned, why = load_learned(paths.shipped("models/cues"))
    spotter = FusedSpotter(phrases_of(playbook), learned, phrases_of(shipped_playbook()))
    note = None if learned else Fault(FaultKind.SPOTTER_MISSING, _LEARNED_GONE.format(why), 0.0)
    return spotter, note


def phrases_of(playbook: Playbook) -> dict[str, Phrases]:
    """What the phrase spotter listens for, by cue."""
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
    sound: Callable[[AudioBlock], None] | None = None,
) -> CallSession:
    """A session that hears `source`. Faults about engines are told before anything else.

    recognizers: instead of those that the settings ask for. sheet: fills the cards' slots.
    sheet: slot name -> text, what the user prepared for this call.
    before: cards and asks of the part of this call that was cut off.
    sound: gets every block that is heard.
    """
    book = playbook or playbook_of(settings)
    cues, cue_note = fused_spotter(book)
    _tell(listeners, cue_note)
    two_sides = recognizers is None and Channel.ME in source.channels
    if recognizers is None:
        engine = engine_for(settings, Channel.THEM)
        _tell(listeners, engine.note)
        names = {Channel.THEM: engine.name, Channel.ME: light_engine(settings, engine.name)}
        wanted = {channel: names[channel] for channel in source.channels}
        recognizers = recognizers_of(settings, wanted, live=not virtual_clock)
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
        sound=sound,
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


def _tell(listeners: Sequence[Listener], *notes: Fault | None) -> None:
    for note in notes:
        if note is not None:
            for listener in listeners:
                listener(note)
