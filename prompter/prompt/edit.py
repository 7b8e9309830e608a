"""Stage 4, prompt: change the text of a playbook, so that notes and order in it stay.

In:      a playbook's TOML, and one change.
Out:     the TOML with that change, checked whole.
Thread:  any; a playbook of a thousand phrases takes about a second.
Errors:  BadEdit for a change that makes no sense or has no place in this text; BadPlaybook
         when the whole no longer holds.
Source:  tomlkit keeps what tomllib and dataclasses would lose: comments, order, line breaks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from prompter.errors import PrompterError
from prompter.phrases import PhraseError, normal_words, variants
from prompter.prompt.load import playbook_from
from prompter.prompt.playbook import Goal
from prompter.prompt.playbook_text import toml_data


class BadEdit(PrompterError):
    """A change that can't be made; the message says why and what to do."""


class WordingKind(StrEnum):
    """What a wording does: give its cue away, or block it."""

    PHRASE = "phrases"
    VETO = "never"


@dataclass(frozen=True, slots=True)
class WordingEdit:
    """One wording put into a cue, or taken out of it. wording: in the phrase syntax."""

    cue: str
    wording: str
    kind: WordingKind = WordingKind.PHRASE
    remove: bool = False

    def __str__(self) -> str:
        what = "phrase" if self.kind is WordingKind.PHRASE else "do-not-trigger phrase"
        return f'{"remove" if self.remove else "add"} the {what} "{self.wording}" ({self.cue})'


@dataclass(frozen=True, slots=True)
class CardEdit:
    """Other words on a card. key: say, say_with (empty: none) or why."""

    card: str
    key: str
    text: str

    def __str__(self) -> str:
        return f'change the card {self.card}: "{self.text}"'


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card at the end of a cue's own; it gets an id by itself."""

    cue: str
    goal: Goal
    say: str
    why: str
    tone: str = ""
    say_with: str = ""

    def __str__(self) -> str:
        return f'add the card "{self.say}" ({self.cue})'


@dataclass(frozen=True, slots=True)
class CardRemoval:
    """A card taken out."""

    card: str

    def __str__(self) -> str:
        return f"remove the card {self.card}"


@dataclass(frozen=True, slots=True)
class CueEdit:
    """A cue switched on or off; all of it stays in the file."""

    cue: str
    on: bool

    def __str__(self) -> str:
        return f"switch {self.cue} {'on' if self.on else 'off'}"


Edit = WordingEdit | CardEdit | NewCard | CardRemoval | CueEdit


def wording_of(said: str) -> str:
    """What was said as a phrase is written: small letters, short forms written out."""
    return " ".join(normal_words(said))


def edited(text: str, edit: Edit, file: Path) -> str:
    """The playbook's text with the edit made. file: named in errors."""
    playbook_from(text, file)
    wanted = toml_data(text, file)
    _make(wanted, edit, file)
    changed = _in_place(text, edit, file, wanted)
    playbook_from(changed, file)
    return changed


def _in_place(text: str, edit: Edit, file: Path, wanted: dict[str, Any]) -> str:
    """The edit made between notes and line breaks; it must come to what is wanted."""
    try:
        document = tomlkit.parse(text)
        _make(document, edit, file)
        changed = tomlkit.dumps(document)
        if tomllib.loads(changed) == wanted:
            return changed
    except (TOMLKitError, tomllib.TOMLDecodeError):
        pass  # TOML that is rare and right, but can't be changed in its place
    raise BadEdit(
        f"{file}: can't {edit}: this cue is not written in one piece; do it in a text editor"
    )


def _make(document: MutableMapping[str, Any], edit: Edit, file: Path) -> None:
    """The edit on plain tables or on those that remember how they are written."""
    match edit:
        case CardEdit():
            card = _cards_with(document, edit.card)[0]
            if edit.text or edit.key != "say_with":
                card[edit.key] = edit.text
            else:
                card.pop(edit.key, None)
        case CardRemoval():
            card, cards = _cards_with(document, edit.card)
            cards.remove(card)
        case NewCard():
            cards = _cue(document, edit.cue, file)["cards"]
            _append_card(cards, _new_card(edit, {card["id"] for card in cards}))
        case CueEdit():
            _switch(_cue(document, edit.cue, file), edit.on)
        case WordingEdit():
            _change_wording(_cue(document, edit.cue, file), edit)


def _change_wording(cue: Any, edit: WordingEdit) -> None:
    _check(edit.wording)
    there = cue.get(edit.kind.value, [])
    if edit.remove:
        if edit.wording not in there:
            raise BadEdit(f'{edit.cue} has no such phrase: "{edit.wording}"')
        there.remove(edit.wording)
    else:
        _refuse_known(cue, edit)
        if edit.kind.value not in cue:
            cue[edit.kind.value] = []
        _append(cue[edit.kind.value], edit.wording)


def _new_card(edit: NewCard, ids: set[str]) -> dict[str, str]:
    made = f"{edit.cue}-{edit.goal.value}"
    name, number = made, 2
    while name in ids:
        name, number = f"{made}-{number}", number + 1
    card = {"id": name, "tone": edit.tone, "goal": edit.goal.value}
    card |= {"say": edit.say, "say_with": edit.say_with, "why": edit.why}
    return {key: text for key, text in card.items() if text}


def _switch(cue: Any, on: bool) -> None:
    if on:
        cue.pop("off", None)
    else:
        cue["off"] = True


def _cards_with(document: MutableMapping[str, Any], name: str) -> tuple[Any, Any]:
    """The card of that id, and the list that it stands in."""
    for cue in document["cues"].values():
        for card in cue["cards"]:
            if card["id"] == name:
                return card, cue["cards"]
    raise BadEdit(f"there is no card {name}")


def _cue(document: MutableMapping[str, Any], name: str, file: Path) -> Any:
    cues = document.get("cues", {})
    if name not in cues:
        raise BadEdit(f"{file}: there is no cue {name}; it has {', '.join(sorted(cues))}")
    return cues[name]


def _check(wording: str) -> None:
    try:
        variants(wording)
    except PhraseError as error:
        raise BadEdit(f'"{wording}": {error}') from error


def _refuse_known(cue: Any, edit: WordingEdit) -> None:
    for kind in WordingKind:
        if edit.wording in cue.get(kind.value, []):
            does = "gives this cue away" if kind is WordingKind.PHRASE else "blocks this cue"
            raise BadEdit(f'"{edit.wording}" already {does}; there is nothing to add')


def _append(phrases: Array | list[str], wording: str) -> None:
    """At the end, on a line of its own where the others stand so."""
    written = phrases.as_string() if isinstance(phrases, Array) else ""
    if isinstance(phrases, Array) and "\n" in written:
        indent = re.search(r"\n([ \t]+)\S", written)
        phrases.add_line(wording, indent=indent[1] if indent else "  ")
    else:
        phrases.append(wording)


def _append_card(cards: AoT | list[Any], card: dict[str, str]) -> None:
    """With an empty line behind it, where cards are tables."""
    if isinstance(cards, AoT):
        table = tomlkit.table()
        table.update(card)
        table.add(tomlkit.nl())
        cards.append(table)
    else:
        cards.append(card)
