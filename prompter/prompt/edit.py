"""Stage 4, prompt: change the text of a playbook, so that notes and order in it stay.

In:      a playbook's TOML, and one change.
Out:     the TOML with that change, checked whole.
Thread:  any; a playbook of a thousand phrases takes about a second.
Errors:  BadEdit for a change that makes no sense; BadPlaybook when the whole no longer holds.
Source:  tomlkit keeps what tomllib and dataclasses would lose: comments, order, line breaks.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array

from prompter.errors import PrompterError
from prompter.phrases import PhraseError, normal_words, variants
from prompter.prompt.load import playbook_from


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
    """Other words on a card. key: "say" or "why"."""

    card: str
    key: str
    text: str

    def __str__(self) -> str:
        return f'change the card {self.card}: "{self.text}"'


@dataclass(frozen=True, slots=True)
class CueEdit:
    """A cue switched on or off; all of it stays in the file."""

    cue: str
    on: bool

    def __str__(self) -> str:
        return f"switch {self.cue} {'on' if self.on else 'off'}"


Edit = WordingEdit | CardEdit | CueEdit


def wording_of(said: str) -> str:
    """What was said as a phrase is written: small letters, short forms written out."""
    return " ".join(normal_words(said))


def edited(text: str, edit: Edit, file: Path) -> str:
    """The playbook's text with the edit made. file: named in errors."""
    document = tomlkit.parse(text)
    if isinstance(edit, CardEdit):
        _card(document, edit.card)[edit.key] = edit.text
    elif isinstance(edit, CueEdit):
        _switch(_cue(document, edit.cue, file), edit.on)
    else:
        _change_wording(_cue(document, edit.cue, file), edit)
    changed = tomlkit.dumps(document)
    playbook_from(changed, file)
    return changed


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
            cue.add(edit.kind.value, tomlkit.array())
        _append(cue[edit.kind.value], edit.wording)


def _switch(cue: Any, on: bool) -> None:
    if on:
        cue.pop("off", None)
    else:
        cue["off"] = True


def _card(document: MutableMapping[str, Any], name: str) -> Any:
    for cue in document["cues"].values():
        for card in cue["cards"]:
            if card["id"] == name:
                return card
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


def _append(array: Array, wording: str) -> None:
    """At the end, on a line of its own where the others stand so."""
    if "\n" in array.as_string():
        array.add_line(wording, indent="  ")
    else:
        array.append(wording)
