"""Stage 5, record: what a call's figures are, and those of all calls together.

In:      StoredCall; CallOutline of every call.
Out:     CallFigures, AllFigures.
Thread:  any; pure.
Errors:  none; what can't be known is None.
Source:  MONOLOGUE_GAP_S: a breath between two utterances ends no monologue.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from prompter.messages import CardShown, Channel
from prompter.record.calls import CallOutline, Outcome, OutlineCard, StoredCall, StoredSegment

MONOLOGUE_GAP_S = 3.0

# A recognizer may write no question marks: then the words that open a question tell.
_QUESTION = re.compile(
    r"^(?:(?:and|so|but|well|okay|thanks|thank you)\s+)*"
    r"(?:(?:who|what|when|where|why|how|which|whose)\b"
    r"|(?:is|are|was|were|do|does|did|can|could|would|will|should|may|might|have|has|had)"
    r"\s+(?:i|you|we|they|he|she|it|there|that|this|anyone|anybody|someone|somebody|your)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class No:
    """One no of the employer. pause_s: from its end until the user spoke; None: they didn't."""

    cue: str
    at_s: float
    pause_s: float | None


@dataclass(frozen=True, slots=True)
class CallFigures:
    """One call. Of a call without a transcript, all that needs words is None.

    me_share: the user's part of all talk, 0 to 1. past_first_no_s: how long the user talked
    after the first no. asked, left: goals that were asked for, and those whose card was shown
    but which were not. monologue_s: the longest stretch of the user alone.
    card_delays_s: from a cue's last word to its card.
    """

    length_s: float
    me_share: float | None
    questions: int | None
    noes: tuple[No, ...]
    past_first_no_s: float | None
    asked: tuple[str, ...]
    left: tuple[str, ...]
    monologue_s: float | None
    card_delays_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CardFigures:
    """One card over all calls: how often it was shown, asked, and what these calls led to."""

    card: str
    shown: int
    asked: int
    outcomes: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class AllFigures:
    """All calls. noes_by_cue: the most frequent first. funnel: stages with counts, in order."""

    calls: int
    noes_by_cue: tuple[tuple[str, int], ...]
    cards: tuple[CardFigures, ...]
    funnel: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[Outcome, int], ...]


def figures_of(call: StoredCall) -> CallFigures:
    """The figures of one call."""
    said = sorted(call.segments, key=lambda segment: segment.start_s)
    mine = [segment for segment in said if segment.channel is Channel.ME]
    stood = [card.shown for card in call.cards if card.withdrawn_s is None]
    noes = tuple(No(card.cue, card.cue_end_s, _pause_s(mine, card)) for card in _noes(stood))
    asked = tuple(dict.fromkeys(ask.goal for ask in call.asks))
    return CallFigures(
        length_s=call.summary.length_s,
        me_share=_share(said, mine),
        questions=sum(questions_in(segment.text) for segment in mine) if said else None,
        noes=noes,
        past_first_no_s=_talked_after(mine, noes[0].at_s) if said and noes else None,
        asked=asked,
        left=tuple(dict.fromkeys(card.goal for card in stood if card.goal not in asked)),
        monologue_s=_longest_monologue_s(said) if said else None,
        card_delays_s=tuple(card.at_s - card.cue_end_s for card in stood),
    )


def figures_of_all(calls: tuple[CallOutline, ...]) -> AllFigures:
    """The figures of all calls together."""
    noes: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    led_to: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for call in calls:
        noes.update(card.cue for card in _outline_noes(call.cards))
        shown.update(card.card for card in call.cards)
        for name in {card.card for card in call.cards if card.asked}:
            asked[name] += 1
            if call.outcome is not Outcome.NONE:
                led_to[name][call.outcome] += 1
    won = {Outcome.MEETING, Outcome.REFERRAL, Outcome.FOLLOW_UP}
    after_no = [call for call in calls if call.noes]
    asked_on = [call for call in after_no if call.asks]
    return AllFigures(
        calls=len(calls),
        noes_by_cue=tuple(noes.most_common()),
        cards=tuple(
            CardFigures(name, times, asked[name], tuple(led_to[name].most_common()))
            for name, times in shown.most_common()
        ),
        funnel=(
            ("Calls", len(calls)),
            ("They answered", sum(call.answered for call in calls)),
            ("Heard a no", len(after_no)),
            ("Asked on after it", len(asked_on)),
            ("Meeting, referral or follow-up", sum(call.outcome in won for call in asked_on)),
        ),
        outcomes=tuple(Counter(call.outcome for call in calls).most_common()),
    )


def questions_in(text: str) -> int:
    """How many questions are in what the user said: by marks, or by how a sentence opens."""
    marks = text.count("?")
    if marks:
        return marks
    sentences = re.split(r"[.!]\s+", text.strip())
    return sum(1 for sentence in sentences if _QUESTION.match(sentence.replace(",", " ").strip()))


def _noes(cards: list[CardShown]) -> list[CardShown]:
    """The cards with which the count of noes went up."""
    before = [0, *(card.noes for card in cards)]
    return [card for card, (was, now) in zip(cards, pairwise(before), strict=True) if now > was]


def _outline_noes(cards: tuple[OutlineCard, ...]) -> list[OutlineCard]:
    before = [0, *(card.noes for card in cards)]
    return [card for card, (was, now) in zip(cards, pairwise(before), strict=True) if now > was]


def _pause_s(mine: list[StoredSegment], card: CardShown) -> float | None:
    """0.0 when the user was speaking as the no ended. mine: one voice, so also by end."""
    after = bisect_right(mine, card.cue_end_s, key=lambda segment: segment.end_s)
    return max(0.0, mine[after].start_s - card.cue_end_s) if after < len(mine) else None


def _share(said: list[StoredSegment], mine: list[StoredSegment]) -> float | None:
    total = sum(segment.end_s - segment.start_s for segment in said)
    return sum(segment.end_s - segment.start_s for segment in mine) / total if total > 0 else None


def _talked_after(mine: list[StoredSegment], at_s: float) -> float:
    return sum(max(0.0, segment.end_s - max(segment.start_s, at_s)) for segment in mine)


def _longest_monologue_s(said: list[StoredSegment]) -> float:
    longest = began_s = ended_s = 0.0
    goes_on = False
    for segment in said:
        if segment.channel is Channel.ME:
            if not goes_on or segment.start_s - ended_s > MONOLOGUE_GAP_S:
                began_s = segment.start_s
            ended_s = segment.end_s
            longest = max(longest, ended_s - began_s)
        goes_on = segment.channel is Channel.ME
    return longest
