"""Builds what speakerphone mode needs: a recogniser that knows the user's voice.

In:      Settings; the kept voice print, or one just made.
Out:     a Recognizer that gives both channels.
Thread:  the caller's; loads models, about a second.
Errors:  PrompterError: no speaker model, or no voice print.
Source:  Moonshine gives the words, since Vosk lost most of them across a room; Vosk's speaker
         model gives the voices.
"""

from __future__ import annotations

from prompter.errors import ModelTrouble
from prompter.messages import Channel
from prompter.recognize import choose
from prompter.recognize.models import find_model
from prompter.recognize.speaker import (
    SpeakerJudge,
    VoicePrint,
    Voices,
    voice_print_file,
)
from prompter.recognize.speakerphone import SpeakerphoneRecognizer
from prompter.settings import Settings


def voices(settings: Settings) -> Voices:
    """What tells voices apart. Raises ModelTrouble."""
    speech = find_model(settings.vosk_model, engine="vosk")
    speakers = find_model("vosk-spk", engine="vosk-speaker")
    try:
        from prompter.recognize.vosk_engine import VoskModel, VoskVoices  # slow to import
    except (ImportError, OSError) as error:
        raise ModelTrouble(
            f"voices can't be told apart here: Vosk itself can't be loaded ({error})"
        ) from error
    return VoskVoices(VoskModel(speech), speakers)


def speakerphone_recognizer(
    settings: Settings, *, live: bool, me: VoicePrint | None = None
) -> SpeakerphoneRecognizer:
    """One recogniser for both sides. me: the user's voice; the kept one unless given.

    Raises PrompterError when the voice is not known yet, or a model is missing.
    """
    known = me or VoicePrint.load(voice_print_file())
    told = voices(settings)
    if not choose.moonshine_installed():
        raise ModelTrouble(
            "a call on a speakerphone needs Moonshine, whose package is not installed; "
            "Vosk hears too little of a voice from a loudspeaker"
        )
    from prompter.recognize.moonshine_engine import MoonshineRecognizer  # slow to import

    words = MoonshineRecognizer(Channel.THEM, live=live)
    return SpeakerphoneRecognizer(words, told, SpeakerJudge(known))
