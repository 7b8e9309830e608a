"""Stage 4, prompt: what an edited playbook would change in talk that is known.

In:      nothing: what the back-test fills and the front ends show.
Out:     Effect: cues heard anew or no longer, and how that agrees with labels.
Thread:  any.
Errors:  none.
Source:  the four questions are those of a change to any detector: gains, losses, collisions,
         false alarms.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN = 8
"""Lines of each kind that are listed; a change that touches more is wrong anyway."""


@dataclass(frozen=True, slots=True)
class TestLine:
    """Something an employer said. where: for people. labels: the right cues, when known."""

    __test__ = False  # not a class of tests, whatever its name begins with

    text: str
    where: str
    labels: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A cue that a line gains or loses. right: whether the labels agree; None: not labelled."""

    line: TestLine
    cue: str
    right: bool | None
    beside: tuple[str, ...] = ()
    """Other cues heard in the same line."""


@dataclass(slots=True)
class Effect:
    """What would change, in the order of the lines."""

    lines: int = 0
    gained: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)

    @property
    def wrong(self) -> list[Change]:
        """False alarms and losses, going by the lines whose cues are known."""
        return [change for change in (*self.gained, *self.lost) if change.right is False]

    @property
    def collisions(self) -> list[Change]:
        """Cues gained in lines in which another cue is heard as well."""
        return [change for change in self.gained if change.beside]


def effect_lines(effect: Effect) -> list[str]:
    """What a change does, for people."""
    lines = [f"Tried on {effect.lines} lines of kept calls and examples."]
    if not effect.gained and not effect.lost:
        return [*lines, "Nothing changes in them."]
    for title, changes in (("Heard anew", effect.gained), ("No longer heard", effect.lost)):
        if changes:
            lines.append(f"{title}: {len(changes)}")
            lines += [f"  {_change_line(change)}" for change in changes[:SHOWN]]
            if len(changes) > SHOWN:
                lines.append(f"  … and {len(changes) - SHOWN} more")
    if effect.wrong:
        lines.append(f"Wrong, going by the examples: {len(effect.wrong)}")
    if effect.collisions:
        lines.append(f"In lines that hold another cue too: {len(effect.collisions)}")
    return lines


def _change_line(change: Change) -> str:
    wrong = "  (wrong)" if change.right is False else ""
    beside = f"  (beside {', '.join(change.beside)})" if change.beside else ""
    return (
        f"{change.cue.replace('_', ' ')}: “{change.line.text}” — {change.line.where}{beside}{wrong}"
    )
