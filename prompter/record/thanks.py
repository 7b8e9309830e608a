"""Stage 5, record: a thank-you note drafted from what is known of a call.

In:      StoredCall.
Out:     plain text that the user changes as they like.
Thread:  any; pure, the same call always gives the same note.
Errors:  none; what isn't known is left out, nothing is invented.
Source:  a note is sent the same day, is short, and names one thing and the next step.
"""

from __future__ import annotations

from prompter.record.calls import Outcome, StoredCall

_OPENING = {
    Outcome.MEETING: "Thank you for your time on the phone, and for agreeing to meet.",
    Outcome.REFERRAL: "Thank you for your time on the phone, and for pointing me further.",
    Outcome.FOLLOW_UP: "Thank you for your time on the phone.",
    Outcome.NO: "Thank you for your time on the phone, and for telling me straight.",
    Outcome.HARD_STOP: "Thank you for your time on the phone.",
    Outcome.NONE: "Thank you for your time on the phone.",
}
_ASKED = {
    "feedback": "An honest word about what was missing would help me, whenever it suits you.",
    "referral": "If somebody comes to mind who could use my help, a name would mean a lot.",
    "proof": "My offer of a small trial stands: you would see at no risk what I can do.",
}
_ENDS_IT = (Outcome.NO, Outcome.HARD_STOP)


def thank_you_note(call: StoredCall, name: str = "") -> str:
    """The note. name: the user's own; without one a blank to fill in."""
    details = call.summary.details
    day = call.summary.started_at.astimezone()
    lines = [
        f"Dear {details.person}," if details.person else "Hello,",
        "",
        _OPENING[details.outcome],
    ]
    if details.company:
        lines.append(
            f"It was good to learn more about {details.company} on {day:%A}."
            if details.outcome not in _ENDS_IT
            else f"I enjoyed learning about {details.company}, and wish you and the team well."
        )
    asked = {ask.goal for ask in call.asks}
    if details.outcome is not Outcome.HARD_STOP:
        # One thing is enough: the first that was asked.
        goal = next((goal for goal in _ASKED if goal in asked), None)
        if goal:
            lines.append(_ASKED[goal])
        lines += _next_step(call)
    lines += ["", "Kind regards,", name or "[your name]"]
    return "\n".join(lines) + "\n"


def _next_step(call: StoredCall) -> list[str]:
    details = call.summary.details
    if details.next_step_on is None:
        return []
    on = f"{details.next_step_on:%A}, {details.next_step_on.day} {details.next_step_on:%B}"
    match details.outcome:
        case Outcome.MEETING:
            return [f"I look forward to meeting you on {on}."]
        case _:
            return [f"I will be in touch on {on}."]
