"""A call with the names and numbers in its words blacked out, so that it can be shown around.

Done by rules, so it is not perfect: what is meant to be shown should be read before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from prompter.record.calls import Details, StoredCall

NAME, NUMBER, ADDRESS = "[name]", "[number]", "[address]"

_ADDRESS = re.compile(r"\S+@\S+\.\w+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_DIGITS = re.compile(r"[+(]?\d[\d\s().,:/-]*\d|\d")
_DIGIT_WORDS = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|hundred|thousand|million|double|triple"
)
_SPOKEN = re.compile(
    rf"\b(?:{_DIGIT_WORDS})(?:[\s-]+(?:and\s+)?(?:{_DIGIT_WORDS}))+\b", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"\b((?i:my name is|this is|i am called|my name's|mister|missus|mr\.?|mrs\.?|ms\.?|dr\.?|"
    r"speak to|speak with|ask for|regards to)\s+)([A-Za-z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)"
)
_NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        "a an the my your our his her their me you him them us it not just about for one some any "
        "somebody someone anybody anyone people in on at so very really what who where why how",
    )
)
# A capital inside a sentence: a name, but for the words that are always written so.
_CAPITALS = re.compile(
    r"(?<=[\w,;:'’)] )[A-Z][\w'’-]*[a-z][\w'’-]*(?: [A-Z][\w'’-]*[a-z][\w'’-]*)*"
)
_ALWAYS_CAPITAL = frozenset(
    re.findall(
        r"\S+",
        "I'm I’m I'll I’ll I've I’ve I'd I’d Monday Tuesday Wednesday Thursday Friday "
        "Saturday Sunday "
        "January February March April May June July August September October November December "
        "English",
    )
)


def redacted(call: StoredCall) -> StoredCall:
    """The same call; names, numbers and addresses in all its words are blacked out."""
    black = _Black(call)
    details = call.summary.details
    summary = replace(
        call.summary,
        title="",
        source=black.out(call.summary.source),
        details=Details(
            outcome=details.outcome,
            next_step=black.out(details.next_step),
            next_step_on=details.next_step_on,
            notes=black.out(details.notes),
        ),
    )
    return replace(
        call,
        summary=summary,
        segments=tuple(
            replace(
                said,
                text=black.out(said.text),
                words=(),  # word by word, a name could not be told
                original_text=said.original_text and black.out(said.original_text),
            )
            for said in call.segments
        ),
        cue_hits=tuple(replace(hit, text=black.out(hit.text)) for hit in call.cue_hits),
        cards=tuple(
            replace(
                card,
                shown=replace(
                    card.shown,
                    say=black.out(card.shown.say),
                    script=tuple(black.out(line) for line in card.shown.script),
                ),
            )
            for card in call.cards
        ),
        faults=tuple(replace(fault, text=black.out(fault.text)) for fault in call.faults),
    )


class _Black:
    """Blacks out what is a name in one call."""

    def __init__(self, call: StoredCall) -> None:
        details = call.summary.details
        known = {
            word
            for text in (details.company, details.person, call.summary.title)
            for word in re.findall(r"\w[\w'’-]{2,}", text)
            if word.lower() not in _NO_NAMES
        }
        pattern = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
        self._known = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) if known else None

    def out(self, text: str) -> str:
        """`text` without names, numbers and addresses."""
        text = _ADDRESS.sub(ADDRESS, text)
        if self._known:
            text = self._known.sub(NAME, text)
        text = _INTRODUCED.sub(_introduced, text)
        text = _CAPITALS.sub(_capital, text)
        text = _SPOKEN.sub(NUMBER, _DIGITS.sub(NUMBER, text))
        return re.sub(r"\[name\](?:\s+\[name\])+", NAME, text)


def _introduced(found: re.Match[str]) -> str:
    first = found[2].split()[0].lower()
    return found[0] if first in _NO_NAMES else found[1] + NAME


def _capital(found: re.Match[str]) -> str:
    words = [word if word in _ALWAYS_CAPITAL else NAME for word in found[0].split()]
    return " ".join(words)
