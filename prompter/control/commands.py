"""The commands of `prompter ctl` and of the hotkeys, and the line in which each is answered.

A request is one line, the command's word; the answer is one line of JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from prompter.messages import UserAct

MOST_BYTES = 64
"""The longest request that is read; the longest command has 13 letters."""
MOST_ANSWER_BYTES = 16_384
"""The longest answer that is read; a card with a long script has some 2,000 letters."""


class Command(StrEnum):
    """What can be asked of a running call."""

    NEXT = "next"
    DISMISS = "dismiss"
    PIN = "pin"
    ASKED = "asked"
    MARK = "mark"
    HIDE = "hide"
    SHOW = "show"
    FOCUS = "focus"
    CLICK_THROUGH = "click-through"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    STATE = "state"


CARD_ACTS = {
    Command.NEXT: UserAct.NEXT,
    Command.DISMISS: UserAct.DISMISS,
    Command.PIN: UserAct.PIN,
    Command.ASKED: UserAct.ASKED,
    Command.MARK: UserAct.MARK,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command. error: one clear line, empty when it was done."""

    error: str = ""
    state: dict[str, Any] = field(default_factory=dict)

    def to_line(self) -> bytes:
        """As it goes over the socket."""
        fields: dict[str, Any] = {"ok": not self.error}
        if self.error:
            fields["error"] = self.error
        if self.state:
            fields["state"] = self.state
        return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def read_command(line: bytes) -> Command | None:
    """The command that a line asks for; None when it asks for none."""
    try:
        return Command(line.decode("ascii").strip())
    except ValueError:  # also what isn't ASCII
        return None


def read_answer(line: bytes) -> Answer | None:
    """What a running call answered; None when that can't be an answer."""
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    if not isinstance(fields, dict) or not isinstance(fields.get("ok"), bool):
        return None
    state = fields.get("state", {})
    error = str(fields.get("error", "")) if not fields["ok"] else ""
    return Answer(error, state if isinstance(state, dict) else {})
