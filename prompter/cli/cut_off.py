"""A call that ended with Prompter itself, by a crash or a power cut: told of once, resumed."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prompter import paths
from prompter.errors import ArchiveTrouble
from prompter.record import ArchiveReader, Continued, Keep, go_on_with
from prompter.record.calls import CallSummary, NoSuchCall
from prompter.record.going_on import cut_off, forget, goes_on

_CARDS_ONLY = " (cues and cards)"


@dataclass(frozen=True, slots=True)
class CutOff:
    """What the user is told. can_resume: it was a live call, which may still go on."""

    text: str
    can_resume: bool


def take_news() -> CutOff | None:
    """The calls that were cut off since this was last asked, in one sentence."""
    archive = paths.archive_file()
    numbers = cut_off(archive)
    if not numbers:
        return None
    found: list[CallSummary] = []
    try:
        with ArchiveReader.open(archive) as reader:
            for number in numbers:
                with contextlib.suppress(NoSuchCall):
                    found.append(reader.call(number).summary)
    except ArchiveTrouble:
        return None  # the marks stay for a better day
    for number in numbers:
        forget(archive, number)
    open_ones = [summary for summary in found if summary.interrupted]
    if not open_ones:
        return None
    return CutOff(_in_words(open_ones), open_ones[0].source == "live")


def say_news() -> None:
    """The same as a line on stderr."""
    news = take_news()
    if news is not None:
        resume = "; go on with it: prompter run --resume" if news.can_resume else ""
        print(f"prompter: {news.text}{resume}", file=sys.stderr)


def call_to_resume(keep: Keep) -> Continued:
    """The newest call, if it is a live one that was cut off.

    Raises ArchiveTrouble when there is none, or nothing may be kept.
    """
    if keep is Keep.NOTHING:
        raise ArchiveTrouble("nothing may be kept, so no call can be resumed; leave out --resume")
    archive = paths.archive_file()
    with ArchiveReader.open(archive) as reader:
        live = next((call for call in reader.calls(limit=20) if call.source == "live"), None)
        if live is None or not live.interrupted or goes_on(archive, live.id):
            raise ArchiveTrouble("no call was cut off; start a new one with: prompter run")
        forget(archive, live.id)
        return go_on_with(reader.call(live.id), datetime.now(UTC))


def keep_of_both(rest_of: Continued, wanted: Keep) -> Keep:
    """The poorer of what the call keeps and what is wanted now."""
    both = (rest_of.summary.keep, wanted)
    return Keep.CARDS if Keep.CARDS in both else Keep.TRANSCRIPT


def _in_words(calls: list[CallSummary]) -> str:
    newest = calls[0]
    began = newest.started_at.astimezone()
    last = began + timedelta(seconds=newest.length_s)
    today = datetime.now().astimezone().date()
    when = f"{began:%H:%M}" if began.date() == today else f"{began:%d %B, %H:%M}"
    what = _CARDS_ONLY if newest.keep is Keep.CARDS else ""
    more = f" (and {len(calls) - 1} more: prompter calls list)" if len(calls) > 1 else ""
    return f"The call of {when} ended without a goodbye: it is kept up to {last:%H:%M}{what}{more}"
