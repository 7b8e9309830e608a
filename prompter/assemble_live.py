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
    """What hears the employer, and the user too where the settings say so."""
    if platform.system() == "Linux":
        return _from_sound_server(settings, app or settings.call_app)
    openers: dict[Channel, Opener] = {Channel.THEM: _loopback()}
    if settings.hear_me:
        from prompter.capture.portaudio import PortAudioInput  # needs the PortAudio library

        openers[Channel.ME] = PortAudioInput(settings.microphone)
    return DeviceSource(openers)


def _from_sound_server(settings: Settings, app: str) -> AudioSource:
    from prompter.capture.pulse import PulseSource, Wish  # pulsectl is there on Linux only

    if shutil.which("parec") is None:
        raise AudioTrouble("parec is missing; install it: sudo apt install pulseaudio-utils")
    wishes = {Channel.THEM: Wish(app=app, sink=settings.call_device)}
    if settings.hear_me:
        wishes[Channel.ME] = Wish(source=settings.microphone)
    return PulseSource(wishes)


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
