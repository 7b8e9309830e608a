"""What may be kept of a call, by the places of both ends: a suggestion, never legal advice.

The rules, their sources and the day on which they were read are in assets/consent_rules.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum

from prompter.paths import shipped


class Rule(IntEnum):
    """Who must agree before a call is recorded; the higher, the stricter."""

    ONE = 0
    ALL = 1
    UNCLEAR = 2
    """The rules of the place differ or aren't known here."""


@dataclass(frozen=True, slots=True)
class Place:
    """group: for the list, such as "United States". source: the law that says it."""

    name: str
    group: str
    rule: Rule
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """read_on: the day on which the sources were looked at. sentence: to read out in a call.

    sound_sentence: the same when the sound is kept too.
    """

    read_on: str
    sentence: str
    sound_sentence: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """keep: the setting of that name. why: in words for the user. sources: a line each."""

    keep: str
    why: str
    sources: tuple[str, ...]


_KEEP = {Rule.ONE: "transcript", Rule.ALL: "cards", Rule.UNCLEAR: "nothing"}
_WHY = {
    Rule.ONE: "At both ends, one person in the call may record it. Asking first is still fair.",
    Rule.ALL: "{place} asks for everybody's consent, so no word of theirs is kept. "
    "Choose the transcript only if they say yes to the sentence below.",
    Rule.UNCLEAR: "What {place} asks for differs from case to case, so nothing is kept. "
    "Choose more only if you know that you may, and they say yes.",
}
NOT_CHOSEN = Suggestion(
    "cards", "Choose both places for a suggestion. Until then: no word that is said is kept.", ()
)


def load_rules() -> Rules:
    """The shipped rules."""
    data = tomllib.loads(shipped("assets/consent_rules.toml").read_text(encoding="utf-8"))
    places = tuple(
        Place(place["name"], group["name"], Rule[place["rule"].upper()], place["source"])
        for group in data["groups"]
        for place in group["places"]
    )
    return Rules(str(data["read_on"]), data["sentence"], data["sound_sentence"], places)


def suggest(here: Place | None, there: Place | None) -> Suggestion:
    """What suits the stricter of the two ends; None: not chosen yet."""
    if here is None or there is None:
        return NOT_CHOSEN
    strict = max(here, there, key=lambda place: place.rule)
    sources = dict.fromkeys(f"{place.name}: {place.source}" for place in (here, there))
    why = _WHY[strict.rule].format(place=strict.name)
    return Suggestion(_KEEP[strict.rule], why, tuple(sources))
