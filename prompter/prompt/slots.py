"""Stage 4, prompt: the slots of a card, filled from the call sheet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

SLOTS = (
    "company", "person", "role", "idea", "proof", "time1", "time2", "number", "name",
)  # fmt: skip
"""What a call sheet can fill in."""

_SLOT = re.compile(r"\{(\w*)\}")


def slots_in(text: str) -> list[str]:
    """The names of the slots in a card's text, in order."""
    return _SLOT.findall(text)


def filled(say: str, say_with: str, sheet: Mapping[str, str]) -> str:
    """say_with with its slots filled, when the sheet fills them all; otherwise say."""
    needed = slots_in(say_with)
    if not say_with or not all(sheet.get(slot, "").strip() for slot in needed):
        return say
    return _SLOT.sub(lambda slot: sheet[slot.group(1)].strip(), say_with)


def filled_lines(
    lines: Sequence[str], lines_with: Sequence[str], sheet: Mapping[str, str]
) -> tuple[str, ...]:
    """Each line, or its counterpart with slots when the sheet fills them."""
    with_slots = itertools.chain(lines_with, itertools.repeat(""))
    return tuple(filled(line, other, sheet) for line, other in zip(lines, with_slots, strict=False))
