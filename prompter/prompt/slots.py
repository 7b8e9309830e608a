"""Stage 4, prompt: the slots of a card, filled from the call sheet."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

SLOTS = (
    "company", "person", "role", "idea", "proof", "time1", "time2", "number", "name",
)  # fmt: skip
"""What a call sheet can fill in."""

ONCE = frozenset({"idea", "proof"})
"""An idea told twice is no idea the second time."""

_SLOT = re.compile(r"\{(\w*)\}")


def slots_in(text: str) -> list[str]:
    """The names of the slots in a card's text, in order."""
    return _SLOT.findall(text)


class SheetSlots(Mapping[str, str]):
    """A call sheet's text for each slot. An idea or a proof is given to one card only."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        """texts: slot name -> its texts, in the order in which they are to be used."""
        self._texts = {slot: list(each) for slot, each in texts.items() if each}

    def __getitem__(self, slot: str) -> str:
        return self._texts[slot][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def use(self, slots: Iterable[str]) -> None:
        """These have been given to a card; the next card gets the next, or none."""
        for slot in ONCE.intersection(slots):
            self._texts[slot].pop(0)
            if not self._texts[slot]:
                del self._texts[slot]


def filled(say: str, say_with: str, sheet: Mapping[str, str]) -> str:
    """say_with with its slots filled, when the sheet fills them all; otherwise say."""
    needed = slots_in(say_with)
    if not say_with or not all(sheet.get(slot, "").strip() for slot in needed):
        return say
    text = _SLOT.sub(lambda slot: sheet[slot.group(1)].strip(), say_with)
    if isinstance(sheet, SheetSlots):
        sheet.use(needed)
    return text


def filled_lines(
    lines: Sequence[str], lines_with: Sequence[str], sheet: Mapping[str, str]
) -> tuple[str, ...]:
    """Each line, or its counterpart with slots when the sheet fills them."""
    with_slots = itertools.chain(lines_with, itertools.repeat(""))
    return tuple(filled(line, other, sheet) for line, other in zip(lines, with_slots, strict=False))
