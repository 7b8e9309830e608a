"""What cues, goals and cards are called where people read them: the playbook's own titles.

A call keeps ids alone. A playbook of the user's own has the same cues, so the shipped titles
serve for every call, also for one whose playbook is gone.
"""

from __future__ import annotations

import functools
import tomllib

from prompter.paths import shipped


def cue_name(cue: str) -> str:
    """Such as "They chose someone else"; of a cue that nobody knows, its id in words."""
    return _titles("cues").get(cue) or _in_words(cue)


def goal_name(goal: str) -> str:
    """What a card asks for, such as "A referral"."""
    return _titles("goals").get(goal) or _in_words(goal)


def card_name(card: str) -> str:
    """A card's id tells its cue and what it asks for: "They chose someone else: A referral"."""
    cue, _, rest = card.partition("-")
    goal, _, more = rest.partition("-")
    if not goal:
        return _in_words(card)
    return f"{cue_name(cue)}: {goal_name(goal)}" + (f" ({_in_words(more).lower()})" if more else "")


@functools.cache
def _titles(table: str) -> dict[str, str]:
    data = tomllib.loads(shipped("assets/playbook.toml").read_text(encoding="utf-8"))
    return {name: str(entry["title"]) for name, entry in data[table].items()}


def _in_words(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
