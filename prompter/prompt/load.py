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
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from prompter.errors import BadPlaybook
from prompter.phrases import PhraseError, variants
from prompter.prompt.playbook import (
    CUES,
    MAX_SAY_WORDS,
    SLOT_WORDS,
    Card,
    Cue,
    Family,
    Goal,
    Playbook,
)
from prompter.prompt.slots import SLOTS, slots_in

FORMAT = 1
_Kind = TypeVar("_Kind", Goal, Family)
_TOP = {"format", "name", "language", "goals", "cues"}
_GOAL = {"title", "heard"}
_CUE = {"title", "family", "phrases", "never", "cards", "own"}
_CARD = {"id", "tone", "goal", "say", "say_with", "why"}


def load_playbook(file: Path) -> Playbook:
    """Read and check a playbook. Raises BadPlaybook for anything wrong with it."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadPlaybook(file, 1, f"can't read this playbook: {reason}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else text.count("\n") + 1
        reason = str(error).split(" (at")[0]
        raise BadPlaybook(file, number, f"not valid TOML: {reason}") from error
    return _Reader(file, text, data).playbook()


class _Reader:
    """Checks the parsed data, and knows where in the text a value stands."""

    def __init__(self, file: Path, text: str, data: dict[str, Any]) -> None:
        self._file, self._lines, self._data = file, text.splitlines(), data
        self._card_ids: set[str] = set()

    def playbook(self) -> Playbook:
        data = self._data
        self._known(data, _TOP, "the playbook", 1)
        if data.get("format") != FORMAT:
            self._refuse(self._line("format"), f"format must be {FORMAT}")
        goals = self._table(data, "goals", 1)
        cues = self._table(data, "cues", 1)
        if not cues:
            self._refuse(1, "no cues; write at least one [cues.NAME]")
        titles, heard = self._goals(goals)
        return Playbook(
            name=self._text(data, "name", 1),
            cues={name: self._cue(name, cue) for name, cue in cues.items()},
            goal_titles=titles,
            goal_phrases=heard,
        )

    def _goals(self, goals: dict[str, Any]) -> tuple[dict[Goal, str], dict[Goal, tuple[str, ...]]]:
        titles, heard = {}, {}
        for name, table in goals.items():
            line = self._line(f"[goals.{name}]")
            goal = self._one_of(Goal, name, "goal", line)
            self._known(table, _GOAL, f"goal {name}", line)
            titles[goal] = self._text(table, "title", line)
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
            hint = f"did you mean {near[0]}?" if near else "see prompter playbook check --help"
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
            title=self._text(cue, "title", line),
            family=self._one_of(Family, family, "family", self._line("family", line)),
            phrases=phrases,
            never=self._phrases(cue, "never", line),
            cards=tuple(self._card(name, number, card) for number, card in enumerate(cards)),
        )

    def _card(self, cue: str, number: int, card: Any) -> Card:
        line = self._line(f"[[cues.{cue}.cards]]", skip=number)
        if not isinstance(card, dict):
            self._refuse(line, f"a card of {cue} must be a table")
        self._known(card, _CARD, "this card", line)
        name = self._text(card, "id", line)
        if name in self._card_ids:
            self._refuse(self._line(f'"{name}"', line), f"card id {name} is used twice")
        self._card_ids.add(name)
        texts = {key: self._text(card, key, line) for key in ("say", "why", "goal")}
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
        )

    def _sayable(self, card: str, key: str, text: Any, line: int) -> None:
        at = self._line(key, line)
        if not isinstance(text, str):
            self._refuse(at, f"card {card}: {key} must be text in quotes")
        slots = slots_in(text)
        words = len(re.findall(r"\w\S*", re.sub(r"\{\w*\}", " ", text)))
        words += SLOT_WORDS * len(slots)
        if words > MAX_SAY_WORDS:
            self._refuse(at, f"card {card} has {words} words; at most {MAX_SAY_WORDS} can be said")
        for slot in slots:
            if slot not in SLOTS:
                known = ", ".join(SLOTS)
                self._refuse(at, f"card {card}: unknown slot {{{slot}}}; known are {known}")

    def _phrases(self, table: dict[str, Any], key: str, line: int) -> tuple[str, ...]:
        phrases = table.get(key, [])
        if not isinstance(phrases, list):
            self._refuse(self._line(key, line), f"{key} must be a list of phrases")
        for number, phrase in enumerate(phrases, 1):
            if not isinstance(phrase, str):
                self._refuse(self._line(key, line), f"{key}: phrase {number} is not text")
            at = self._line(f'"{phrase}"', self._line(key, line))
            try:
                variants(phrase)
            except PhraseError as error:
                self._refuse(at, f'phrase "{phrase}": {error}')
        return tuple(phrases)

    def _text(self, table: dict[str, Any], key: str, line: int) -> str:
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
        for number, line in enumerate(self._lines[start - 1 :], start):
            if needle in line.split("#")[0] or (needle in line and needle.startswith('"')):
                if skip == 0:
                    return number
                skip -= 1
        return start

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise BadPlaybook(self._file, line, reason)
