"""Chooses how a live call is heard on this machine, and what of it.

In:      Settings; which app, when the user named one.
Out:     an AudioSource, not started.
Thread:  the caller's.
Errors:  AudioTrouble, when nothing on this machine can hear the employer.
Source:  on Linux the sound server's own recorder; elsewhere loopback devices.
"""

from __future__ import annotations

import importlib
import platform
import shutil

from prompter.capture import AudioSource
from prompter.capture.device_source import DeviceSource, Opener
from prompter.errors import AudioTrouble
from prompter.messages import Channel
from prompter.settings import Settings


def live_source(settings: Settings, *, app: str = "") -> AudioSource:
    """What hears the employer, and the user too where the settings say so. Raises AudioTrouble."""
    if settings.speakerphone:
        return microphone_source(settings)
    channels = (Channel.THEM, Channel.ME) if settings.hear_me else (Channel.THEM,)
    return _source(settings, channels, app or settings.call_app)


def microphone_source(settings: Settings) -> AudioSource:
    """The microphone alone, not started; its channel is ME. Raises AudioTrouble."""
    return _source(settings, (Channel.ME,), "")


def _source(settings: Settings, channels: tuple[Channel, ...], app: str) -> AudioSource:
    if platform.system() != "Linux":
        return DeviceSource(
            {c: _loopback() if c is Channel.THEM else _microphone(settings) for c in channels}
        )
    from prompter.capture.pulse import PulseSource, Wish  # pulsectl is there on Linux only

    if shutil.which("parec") is None:
        raise AudioTrouble("parec is missing; install it: sudo apt install pulseaudio-utils")
    wishes = {
        Channel.THEM: Wish(app=app, sink=settings.call_device),
        Channel.ME: Wish(source=settings.microphone),
    }
    return PulseSource({channel: wishes[channel] for channel in channels})


def _microphone(settings: Settings) -> Opener:
    from prompter.capture.portaudio import PortAudioInput  # needs the PortAudio library

    return PortAudioInput(settings.microphone)


def _loopback() -> Opener:
    """What the computer plays: WASAPI on Windows, a loopback driver's input on macOS."""
    if platform.system() == "Windows":
        from prompter.capture.wasapi import WasapiLoopback

        try:
            return WasapiLoopback(importlib.import_module("pyaudiowpatch"))
        except ImportError as error:
            raise AudioTrouble(
                "PyAudioWPatch is missing; run: pip install PyAudioWPatch"
            ) from error
    from prompter.capture.portaudio import PortAudioInput, loopback_input

    driver = loopback_input()
    if driver is None:
        raise AudioTrouble(
            "no loopback driver is installed, so the employer can't be heard; "
            "install BlackHole and route the call app's sound through it"
        )
    return PortAudioInput(driver)
