"""The settings in plain words: where each stands, what it is called, what its choices mean.

A setting without words here still gets a row: its name and its line in the settings' own
description serve instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from prompter.settings import Settings

CALL, KEPT, YOU, LOOK, KEYS, EXPERT = (
    "Hearing the call",
    "What is kept",
    "You",
    "How it looks",
    "Keys during a call",
    "For experts",
)
MORE = "More"
GROUPS = (KEPT, YOU, CALL, LOOK, KEYS, MORE, EXPERT)
"""In this order from top to bottom."""


@dataclass(frozen=True, slots=True)
class Words:
    """choices: what each allowed value is called. example: shown in an empty text field."""

    group: str
    title: str
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    unit: str = ""


WORDS: Mapping[str, Words] = {
    "keep": Words(
        KEPT,
        "A call leaves on this computer",
        "Notes hold no word that is said.",
        {
            "transcript": "A transcript",
            "cards": "Notes: cues and cards",
            "nothing": "Nothing",
        },
    ),
    "keep_sound": Words(
        KEPT,
        "Keep the sound of each call too",
        "To listen to it afterwards. Ask the employer first. The start page asks for each call.",
    ),
    "protect": Words(
        KEPT,
        "A new archive is protected by",
        "The one that is there is changed by: prompter archive protect",
        {"auto": "A key in the keyring", "passphrase": "A passphrase", "plain": "Nothing"},
    ),
    "my_name": Words(YOU, "Your name", "For cards in which you say it.", example="Jo Berg"),
    "my_number": Words(YOU, "Your phone number", "For messages you leave.", example="555 0134"),
    "call_sheet": Words(
        EXPERT, "Call sheet of the last call", "By its name; the start page writes it."
    ),
    "hear_me": Words(CALL, "Hear my side too", "Ticks off what you have asked already."),
    "auto_start": Words(CALL, "Start by itself", "As soon as an app begins to play and to record."),
    "speakerphone": Words(
        CALL,
        "The call is on a phone beside the computer",
        "One microphone hears both sides. First run: prompter voice enrol",
    ),
    "nudge": Words(CALL, "Tell me to pause", "When you talk on for over 20 seconds after a no."),
    "call_app": Words(CALL, "Hear only this app", "Empty: the one that plays.", example="Zoom"),
    "call_device": Words(
        CALL, "Hear this loudspeaker", "Used when no app is chosen. Empty: the system's own."
    ),
    "microphone": Words(CALL, "Your microphone", "Empty: the system's own."),
    "theme": Words(
        LOOK,
        "Colors",
        "",
        {"auto": "As the desktop", "dark": "Dark", "light": "Light"},
    ),
    "font_size_pt": Words(LOOK, "Size of a card's text", unit=" pt"),
    "captions": Words(LOOK, "Show what is said", "One line under the card."),
    "overlay_opacity": Words(LOOK, "How solid the overlay is", "1 is solid."),
    "overlay_width_px": Words(LOOK, "Width of the overlay", unit=" px"),
    "overlay_height_px": Words(LOOK, "Height of the overlay", unit=" px"),
    "overlay_place": Words(EXPERT, "Place of the overlay", "Written when you drag it."),
    "click_through": Words(LOOK, "Let clicks through the overlay", "They reach what lies below."),
    "hide_from_shares": Words(LOOK, "Leave the overlay out of screen shares", "Where that can be."),
    "first_run": Words(LOOK, "Show the first steps at the next start"),
    "engine": Words(
        EXPERT,
        "Who recognizes the employer's words",
        "By itself: measured once on this computer.",
        {"auto": "By itself", "vosk": "Vosk: light", "moonshine": "Moonshine: better, heavier"},
    ),
    "vosk_model": Words(EXPERT, "Model for Vosk", "As `prompter models list` has it, or a folder."),
    "playbook": Words(EXPERT, "Playbook of your own", "A file. Empty: the one that is shipped."),
    "hotkeys.next": Words(KEYS, "Another card"),
    "hotkeys.asked": Words(KEYS, "I have asked this"),
    "hotkeys.pin": Words(KEYS, "Hold the card"),
    "hotkeys.dismiss": Words(KEYS, "Put the card away"),
    "hotkeys.mark": Words(KEYS, "Mark this moment"),
    "hotkeys.hide": Words(KEYS, "Hide or show the overlay"),
    "hotkeys.focus": Words(KEYS, "Give the overlay the keyboard"),
    "hotkeys.click_through": Words(KEYS, "Let clicks through"),
    "hotkeys.pause": Words(KEYS, "Pause or go on"),
}


def words_for(key: str) -> Words:
    """What a setting is called. A new one is called by its name."""
    if key in WORDS:
        return WORDS[key]
    name = key.rpartition(".")[2].replace("_", " ")
    title = re.sub(r" (px|pt|s|ms|hz)$", r" (\1)", name).capitalize()
    return Words(MORE, title, _described(key))


def _described(key: str) -> str:
    """The sentence on this setting in the description of Settings."""
    text = " ".join((Settings.__doc__ or "").split())
    found = re.search(rf"(?:^|[ ,]){re.escape(key)}(?:, \w+)*: ([^.:]*?)[.:](?: |$)", text)
    return found.group(1).strip().capitalize() + "." if found else ""
