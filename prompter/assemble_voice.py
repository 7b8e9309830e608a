"""Builds what speakerphone mode needs: one microphone, and a recogniser that knows the user.

In:      Settings; the kept voice print, or one just made.
Out:     an AudioSource of one microphone; a Recognizer that gives both channels.
Thread:  the caller's; loads models, about a second.
Errors:  PrompterError: no speaker model, no voice print, or no microphone.
Source:  Vosk serves here whatever the engine: only it gives voices.
"""

from __future__ import annotations

import platform
import shutil

from prompter.capture import AudioSource
from prompter.capture.device_source import DeviceSource
from prompter.errors import AudioTrouble, ModelTrouble
from prompter.messages import Channel
from prompter.recognize.models import find_model
from prompter.recognize.speaker import (
    SpeakerJudge,
    VoicePrint,
    VoiceRecognizer,
    voice_print_file,
)
from prompter.recognize.speakerphone import SpeakerphoneRecognizer
from prompter.settings import Settings


def microphone_source(settings: Settings) -> AudioSource:
    """The microphone alone, not started; its channel is ME. Raises AudioTrouble."""
    if platform.system() == "Linux":
        from prompter.capture.pulse import PulseSource, Wish  # pulsectl is there on Linux only

        if shutil.which("parec") is None:
            raise AudioTrouble("parec is missing; install it: sudo apt install pulseaudio-utils")
        return PulseSource({Channel.ME: Wish(source=settings.microphone)})
    from prompter.capture.portaudio import PortAudioInput  # needs the PortAudio library

    return DeviceSource({Channel.ME: PortAudioInput(settings.microphone)})


def voice_recognizer(settings: Settings) -> VoiceRecognizer:
    """A recogniser that tells the voice of each utterance. Raises ModelTrouble."""
    speech = find_model(settings.vosk_model, engine="vosk")
    speakers = find_model("vosk-spk", engine="vosk-speaker")
    try:
        from prompter.recognize.vosk_engine import VoskModel, VoskRecognizer, VoskSpeakerModel
    except (ImportError, OSError) as error:
        raise ModelTrouble(
            f"voices can't be told apart here: Vosk itself can't be loaded ({error})"
        ) from error
    return VoskRecognizer(VoskModel(speech), Channel.ME, VoskSpeakerModel(speakers))


def speakerphone_recognizer(
    settings: Settings, me: VoicePrint | None = None
) -> SpeakerphoneRecognizer:
    """One recogniser for both sides. me: the user's voice; the kept one unless given.

    Raises PrompterError when the voice is not known yet or a model is missing.
    """
    print_ = me or VoicePrint.load(voice_print_file())
    return SpeakerphoneRecognizer(voice_recognizer(settings), SpeakerJudge(print_))
