"""iCalendar (.ics): the next step of a call as an event of one day, with a reminder.

Source: RFC 5545, sections 3.1 (folding), 3.3.11 (escapes), 3.6.1 and 3.6.6 (event, alarm).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prompter.errors import PrompterError
from prompter.record.calls import CallSummary
from prompter.record.export.timeline import without_controls

_LINE_BYTES = 75


def render(call: CallSummary, now: datetime) -> str:
    """The calendar file. now: when it is written. Raises PrompterError without a date."""
    details = call.details
    day = details.next_step_on
    if day is None:
        raise PrompterError(f"Call {call.id} has no date for its next step; give it one first")
    people = ", ".join(one for one in (details.person, details.company) if one)
    title = details.next_step or "Next step"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Prompter//Prompter//EN",
        "BEGIN:VEVENT",
        f"UID:call-{call.id}-{call.started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}@prompter.invalid",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{title} ({people})' if people else title)}",
        f"DESCRIPTION:{_escaped(_about(call))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        # Nine in the morning of that day.
        "TRIGGER:PT9H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _about(call: CallSummary) -> str:
    about = f"After the call of {call.started_at.astimezone():%Y-%m-%d %H:%M}: {call.name}"
    return f"{about}\n{call.details.notes}" if call.details.notes else about


def _escaped(text: str) -> str:
    lines = [without_controls(line) for line in text.splitlines()]
    whole = "\n".join(lines).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return whole.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of 75 bytes at most, never cut inside a character."""
    pieces: list[str] = [""]
    for character in line:
        room = _LINE_BYTES - (1 if len(pieces) > 1 else 0)
        if len((pieces[-1] + character).encode()) > room:
            pieces.append("")
        pieces[-1] += character
    return "\r\n ".join(pieces)
