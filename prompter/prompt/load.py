"""Stage 4, prompt: read a playbook from TOML, or say in one line why it is refused.

In:      a TOML file.
Out:     Playbook, whole; never half of one.
Thread:  any.
Errors:  BadPlaybook with file, line and reason.
Source:  tomllib gives no lines for values, so the line is found by the value's own text.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from prompter.errors import BadPlaybook
from prompter.phrases import PhraseError, variants
from prompter.prompt.playbook import (
    CUES,
    MAX_SAY_WORDS,
    MAX_SCRIPT_WORDS,
    SLOT_WORDS,
    Card,
    Cue,
    Family,
    Goal,
    Playbook,
)
from prompter.prompt.playbook_text import read_text, toml_data
from prompter.prompt.slots import SLOTS, slots_in

FORMAT = 1
_Kind = TypeVar("_Kind", Goal, Family)
_TOP, _GOAL = {"format", "name", "language", "goals", "cues"}, {"title", "heard"}
_CUE = {"title", "family", "phrases", "never", "cards", "own", "off"}
_CARD = {"id", "tone", "goal", "say", "say_with", "why", "script", "script_with"}


def load_playbook(file: Path) -> Playbook:
    """Read and check a playbook. Raises BadPlaybook for anything wrong with it."""
    return playbook_from(read_text(file), file)


def playbook_from(text: str, file: Path) -> Playbook:
    """The playbook that `text` holds. file: named in the error. Raises BadPlaybook."""
    return _Reader(file, text, toml_data(text, file)).playbook()


class _Reader:
    """Checks the parsed data, and knows where in the text a value stands."""

    def __init__(self, file: Path, text: str, data: dict[str, Any]) -> None:
        self._file, self._text, self._data = file, text, data
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._card_ids: set[str] = set()

    def playbook(self) -> Playbook:
        data = self._data
        self._known(data, _TOP, "the playbook", 1)
        if data.get("format") != FORMAT:
            self._refuse(self._line("format"), f"format must be {FORMAT}")
        cues = self._table(data, "cues", 1)
        if not cues:
            self._refuse(1, "no cues; write at least one [cues.NAME]")
        titles, heard = self._goals(self._table(data, "goals", 1))
        on, off = dict[str, Cue](), dict[str, Cue]()
        for name, cue in cues.items():
            (off if self._is_off(name, cue) else on)[name] = self._cue(name, cue)
        return Playbook(
            name=self._need(data, "name", 1),
            cues=on,
            off=off,
            goal_titles=titles,
            goal_phrases=heard,
        )

    def _goals(self, goals: dict[str, Any]) -> tuple[dict[Goal, str], dict[Goal, tuple[str, ...]]]:
        titles, heard = {}, {}
        for name, table in goals.items():
            line = self._line(f"[goals.{name}]")
            goal = self._one_of(Goal, name, "goal", line)
            self._known(table, _GOAL, f"goal {name}", line)
            titles[goal] = self._need(table, "title", line)
            heard[goal] = self._phrases(table, "heard", line)
        for goal in Goal:
            titles.setdefault(goal, goal.value.replace("_", " ").capitalize())
            heard.setdefault(goal, ())
        return titles, heard

    def _cue(self, name: str, cue: Any) -> Cue:
        line = self._line(f"[cues.{name}]")
        if not isinstance(cue, dict):
            self._refuse(line, f"cue {name} must be a table, [cues.{name}]")
        self._known(cue, _CUE, f"cue {name}", line)
        if name not in CUES and cue.get("own") is not True:
            near = difflib.get_close_matches(name, CUES, 1)
            hint = f"did you mean {near[0]}?" if near else "Prompter has none of that name."
            self._refuse(line, f"unknown cue {name}; {hint} A cue of your own needs: own = true")
        family = cue.get("family", CUES.get(name, ""))
        cards = cue.get("cards", [])
        if not isinstance(cards, list) or not cards:
            self._refuse(line, f"cue {name} has no cards")
        phrases = self._phrases(cue, "phrases", line)
        if not phrases:
            self._refuse(line, f"cue {name} has no phrases")
        return Cue(
            id=name,
            title=self._need(cue, "title", line),
            family=self._one_of(Family, family, "family", self._line("family", line)),
            phrases=phrases,
            never=self._phrases(cue, "never", line),
            cards=tuple(self._card(name, number, card) for number, card in enumerate(cards)),
        )

    def _is_off(self, name: str, cue: dict[str, Any]) -> bool:
        off = cue.get("off", False)
        if not isinstance(off, bool):
            self._refuse(self._line("off", self._line(f"[cues.{name}]")), "off: true or false")
        return off

    def _card(self, cue: str, number: int, card: Any) -> Card:
        line = self._line(f"[[cues.{cue}.cards]]", skip=number)
        if not isinstance(card, dict):
            self._refuse(line, f"a card of {cue} must be a table")
        self._known(card, _CARD, "this card", line)
        name = self._need(card, "id", line)
        if name in self._card_ids:
            self._refuse(self._line(f'"{name}"', line), f"card id {name} is used twice")
        self._card_ids.add(name)
        texts = {key: self._need(card, key, line) for key in ("say", "why", "goal")}
        texts["say_with"] = card.get("say_with", "")
        for key in ("say", "say_with"):
            self._sayable(name, key, texts[key], line)
        if slots_in(texts["say"]):
            self._refuse(self._line("say", line), f"card {name}: put slots in say_with, not in say")
        return Card(
            id=name,
            goal=self._one_of(Goal, texts["goal"], "goal", self._line("goal", line)),
            say=texts["say"],
            why=texts["why"],
            tone=str(card.get("tone", "")),
            say_with=texts["say_with"],
            script=(script := self._script(name, "script", card, line)),
            script_with=self._script(name, "script_with", card, line, like=len(script)),
        )

    def _script(
        self, card: str, key: str, table: dict[str, Any], line: int, like: int = 0
    ) -> tuple[str, ...]:
        """The lines of a message; those with slots stand beside the `like` lines without."""
        lines = table.get(key, [])
        at = self._line(key, line)
        if not isinstance(lines, list) or not all(isinstance(text, str) for text in lines):
            self._refuse(at, f"card {card}: {key} must be a list of lines in quotes")
        if key == "script" and any(map(slots_in, lines)):
            self._refuse(at, f"card {card}: put slots in script_with, not in script")
        if key == "script_with" and len(lines) not in (0, like):
            self._refuse(at, f"card {card}: script_with needs as many lines as script, {like}")
        words = sum(self._words(card, text, at) for text in lines)
        if words > MAX_SCRIPT_WORDS:
            self._refuse(at, f"card {card}: {key} has {words} words; at most {MAX_SCRIPT_WORDS}")
        return tuple(lines)

    def _sayable(self, card: str, key: str, text: Any, line: int) -> None:
        at = self._line(key, line)
        if not isinstance(text, str):
            self._refuse(at, f"card {card}: {key} must be text in quotes")
        words = self._words(card, text, at)
        if words > MAX_SAY_WORDS:
            self._refuse(at, f"card {card} has {words} words; at most {MAX_SAY_WORDS} can be said")

    def _words(self, card: str, text: str, line: int) -> int:
        """How many words it takes to say, each filled slot counted as SLOT_WORDS."""
        slots = slots_in(text)
        for slot in slots:
            if slot not in SLOTS:
                known = ", ".join(SLOTS)
                self._refuse(line, f"card {card}: unknown slot {{{slot}}}; known are {known}")
        words = re.findall(r"\w\S*", re.sub(r"\{\w*\}", " ", text))
        return len(words) + SLOT_WORDS * len(slots)

    def _phrases(self, table: dict[str, Any], key: str, line: int) -> tuple[str, ...]:
        phrases = table.get(key, [])
        if not isinstance(phrases, list):
            self._refuse(self._line(key, line), f"{key} must be a list of phrases")
        for number, phrase in enumerate(phrases, 1):
            if not isinstance(phrase, str):
                self._refuse(self._line(key, line), f"{key}: phrase {number} is not text")
            try:
                variants(phrase)
            except PhraseError as error:
                at = self._line(f'"{phrase}"', self._line(key, line))
                self._refuse(at, f'phrase "{phrase}": {error}')
        return tuple(phrases)

    def _need(self, table: dict[str, Any], key: str, line: int) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._refuse(self._line(key, line), f"{key} is missing or empty")
        return str(value).strip()

    def _table(self, data: dict[str, Any], key: str, line: int) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self._refuse(self._line(key, line), f"{key} must be a table")
        return dict(value)

    def _one_of(self, kind: type[_Kind], value: Any, what: str, line: int) -> _Kind:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(item.value for item in kind)
            self._refuse(line, f"unknown {what} {value!r}; known are {known}")

    def _known(self, table: Any, keys: Iterable[str], where: str, line: int) -> None:
        if not isinstance(table, dict):
            self._refuse(line, f"{where} must be a table")
        for key in table:
            if key not in keys:
                self._refuse(self._line(key, line), f"unknown key {key} in {where}")

    def _line(self, needle: str, start: int = 1, skip: int = 0) -> int:
        """The first line from `start` on that holds `needle`; `start` where none does."""
        at = self._starts[min(start, len(self._starts)) - 1]
        while (at := self._text.find(needle, at)) >= 0:
            number = bisect_right(self._starts, at)
            if needle.startswith('"') or "#" not in self._text[self._starts[number - 1] : at]:
                if skip == 0:
                    return number
                skip -= 1
            if number == len(self._starts):
                break
            at = self._starts[number]
        return start

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise BadPlaybook(self._file, line, reason)
