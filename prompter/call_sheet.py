"""The call sheet: what the user prepared for one call, and how it is written as TOML.

A hand-edited file keeps its comments and its order when it is written again.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
import tomlkit.exceptions

from prompter.errors import BadSheet

MOST = {"ideas": 3, "proofs": 3, "times": 2, "referrals": 20}
"""How many lines each list may have."""
_HEAD = (
    "# A call sheet of Prompter: what you prepared for one call. No line has to be there.\n"
    "# ideas: up to three, for them. proofs: up to three, each with a figure.\n"
    "# times: two at which you could meet. referrals: companies that they could name.\n\n"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class CallSheet:
    """What is known before a call. Nothing in it has to be filled in.

    met: how the user and the person met. proofs: things the user has done, each with a figure.
    times: at which the user could meet them. referrals: companies that they might name.
    """

    company: str = ""
    person: str = ""
    role: str = ""
    met: str = ""
    ideas: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    notes: str = ""

    @property
    def title(self) -> str:
        """What the sheet is called in lists: "Acme – Jane"."""
        parts = [part for text in (self.company, self.person) if (part := " ".join(text.split()))]
        return " – ".join(parts) or "Untitled call"

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is filled in."""
        values = dataclasses.astuple(self)
        return not any("".join(value).strip() for value in values)

    def slots(self, name: str, number: str) -> dict[str, tuple[str, ...]]:
        """Slot name -> its texts, each on one line, in the order in which they are used.

        name, number: the user's own.
        """
        times = (*_filled(self.times), "", "")
        values = {
            "company": (self.company,),
            "person": (self.person,),
            "role": (self.role,),
            "idea": self.ideas,
            "proof": self.proofs,
            "time1": times[:1],
            "time2": times[1:2],
            "number": (number,),
            "name": (name,),
        }
        return {slot: _filled(texts) for slot, texts in values.items()}


def sheet_from(text: str, where: str) -> CallSheet:
    """The sheet that a file's text holds. where: the file, for the error.

    Raises BadSheet with file, line, what is wrong and what to do.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        reason = str(error).split(" (at")[0]
        hint = "mend that line; text stands in quotes"
        raise BadSheet(f"{where}:{line}: not valid TOML: {reason}; {hint}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; deep nesting
        raise BadSheet(f"{where}:1: a value in it is too long or too deep; remove it") from error
    values: dict[str, Any] = {}
    for key, value in data.items():
        if wrong := _wrong(key, value):
            raise BadSheet(f"{where}:{_line_of(text, key)}: {wrong}")
        values[key] = tuple(value) if isinstance(value, list) else value
    return CallSheet(**values)


def sheet_text(sheet: CallSheet, old: str = "") -> str:
    """The sheet as TOML. old: the file's text now, whose comments and order stay."""
    fields = [field.name for field in dataclasses.fields(CallSheet)]
    try:
        document = tomlkit.parse(old)
    except tomlkit.exceptions.TOMLKitError:
        old = ""
    if not old.strip():
        lines = [f"{name} = {_literal(getattr(sheet, name))}\n" for name in fields]
        return _HEAD + "".join(lines)
    known = tomllib.loads(old)
    for name in fields:
        value = getattr(sheet, name)
        as_read = list(value) if isinstance(value, tuple) else value
        if known.get(name, type(as_read)()) != as_read:
            document[name] = tomlkit.parse(f"x = {_literal(value)}\n")["x"]
    return tomlkit.dumps(document)


def _wrong(key: str, value: Any) -> str:
    """What is wrong with a value and what to do; "" for nothing."""
    known = {field.name: field.default for field in dataclasses.fields(CallSheet)}
    if key not in known:
        near = difflib.get_close_matches(key, known, 1)
        return f"unknown line {key}; " + (
            f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        )
    if key in MOST:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return f'{key} must be a list of texts, such as {key} = ["one", "two"]'
        if len(value) > MOST[key]:
            return f"{key} has {len(value)} texts; at most {MOST[key]} fit, take some out"
        return ""
    return "" if isinstance(value, str) else f'{key} must be text in quotes, such as {key} = "..."'


def _literal(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        if not value:
            return "[]"
        return "[\n" + "".join(f"  {_quoted(text)},\n" for text in value) + "]"
    if "\n" in value:
        lines = (_quoted(line)[1:-1] for line in value.split("\n"))
        return '"""\n' + "\n".join(lines) + '"""'
    return _quoted(value)


def _quoted(text: str) -> str:
    """A basic string of TOML; control characters are escaped, all else is left readable."""
    return '"' + "".join(_ESCAPES.get(c) or _escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    plain = character >= " " and character != "\x7f"
    return character if plain else f"\\u{ord(character):04x}"


def _filled(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for text in texts if (one := " ".join(text.split())))


def _line_of(text: str, key: str) -> int:
    start = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
    return next((n for n, line in enumerate(text.splitlines(), 1) if start.match(line)), 1)


def fields_of(sheet: CallSheet | None) -> Mapping[str, Any]:
    """The sheet as plain values, for the archive; empty for none."""
    return dataclasses.asdict(sheet) if sheet is not None else {}
