"""The archive with very many calls: made, opened, searched; printed as a table.

`python -m tests.bench.archive [CALLS] [plain]`: encrypted unless said otherwise; calls of 30
minutes, with 60 short segments each (a real one has 200 to 400), both sides, cues, cards, asks and
details; all of it invented.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psutil

from prompter.messages import AskHeard, CardShown, Channel, CueHit, Hypothesis, MomentMarked, Word
from prompter.record import Archive, ArchiveReader, Keep
from prompter.record.calls import Details, Outcome
from prompter.record.figures import figures_of_all
from prompter.record.keep import KeptEvent
from prompter.record.keys import KEYS, ArchiveKey, Protect
from prompter.record.listing import CallQuery

FIRST_DAY = datetime(2023, 1, 2, 9, 0, tzinfo=UTC)
COMPANIES = ("Acme", "Hartwell", "Brightside", "Norvane", "Quillon", "Fairmont", "Tessel", "Lumen")
PEOPLE = ("Bell", "Ortiz", "Novak", "Haddad", "Lindqvist", "Mwangi", "Petrov", "Sato", "Byrne")
THEM_SAYS = (
    "thank you for calling us back we have looked at your papers",
    "we have decided to go with someone else who had more experience in the field",
    "we are not hiring at the moment but we will keep your resume on file",
    "that is really up to the manager of the branch she is out until monday",
    "the budget for this year is spent I am afraid",
    "what kind of work have you been doing since you left",
    "could you send me that in writing and I will pass it on",
)
ME_SAYS = (
    "thank you for telling me straight what would have made me your first choice",
    "I cut the waste in our kitchen by half within a year",
    "who else in your field should I be talking to",
    "would tuesday at ten suit you for a short visit",
    "I would be glad to show you on a trial day at no cost",
)
CUES = ("chose_other", "not_hiring", "on_file", "no_budget", "gatekeeper")
GOALS = ("feedback", "referral", "meeting", "follow_up", "owner")


def events_of(chance: random.Random, segments: int, length_s: float) -> Iterator[KeptEvent]:
    """What happens in one call."""
    step_s = length_s / segments
    noes = 0
    for number in range(segments):
        at_s = number * step_s
        channel = Channel.THEM if number % 2 == 0 else Channel.ME
        text = chance.choice(THEM_SAYS if channel is Channel.THEM else ME_SAYS)
        text = f"{text} {chance.choice(COMPANIES).lower()} {chance.randrange(1000)}"
        texts = text.split()
        word_s = min(0.35, step_s / len(texts))
        words = tuple(
            Word(one, at_s + n * word_s, at_s + (n + 1) * word_s) for n, one in enumerate(texts)
        )
        end_s = words[-1].end_s
        yield Hypothesis(channel, number // 2, text, words, True, at_s, end_s)
        if channel is Channel.THEM and chance.random() < 0.12:
            place = chance.randrange(len(CUES))
            noes += 1
            yield CueHit(CUES[place], channel, number // 2, text[:30], at_s, end_s, 0.9, "p", True)
            yield CardShown(
                f"{CUES[place]}-one", CUES[place], GOALS[place],
                "Thank you for telling me. Who else should I be talking to?",
                "A kind question opens doors.", noes, end_s, end_s + 0.3,
            )  # fmt: skip
            if chance.random() < 0.6:
                yield AskHeard(f"{CUES[place]}-one", GOALS[place], end_s + 4.0)
    yield MomentMarked(length_s / 2)


def make_archive(path: Path, calls: int, *, segments: int = 60, length_s: float = 1800.0) -> None:
    """An archive of so many calls; the same each time."""
    chance = random.Random(7)
    with Archive.open(path, on_fault=lambda fault: print(fault.text)) as archive:
        for first in range(0, calls, 200):
            with archive.transaction():
                for number in range(first, min(first + 200, calls)):
                    began = FIRST_DAY + timedelta(hours=3 * number)
                    company = chance.choice(COMPANIES)
                    call_id = archive.begin_call(began, company, "live", "default", Keep.TRANSCRIPT)
                    for event in events_of(chance, segments, length_s):
                        archive.add(call_id, event)
                    ended = began + timedelta(seconds=length_s)
                    archive.end_call(call_id, ended, length_s)
    with Archive.open(path, on_fault=lambda fault: print(fault.text)) as archive:
        for number in range(1, min(calls, 40) + 1):
            archive.save_details(
                number,
                Details(
                    chance.choice(COMPANIES), f"Mrs {chance.choice(PEOPLE)}",
                    chance.choice(list(Outcome)), chance.choice(["", "Send the plan"]),
                    chance.choice([None, date(2026, 12, 1)]), "", ("kitchen",),
                ),
            )  # fmt: skip


Times = tuple[float, float, float]
"""By the clock the middle and the worst, then the middle of the computing time, all in ms."""


def timed_ms(work: Callable[[], object], times: int = 15) -> Times:
    """The times of some runs. Computing time is of all threads; a busy machine adds none."""
    taken, computed = [], []
    for _ in range(times):
        began, computing = time.perf_counter(), time.process_time()
        work()
        computed.append((time.process_time() - computing) * 1000)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), max(taken), statistics.median(computed)


def row(name: str, found: Times) -> str:
    """A line of the table."""
    return f"| {name} | {found[0]:.0f} | {found[1]:.0f} | {found[2]:.0f} |"


def main() -> None:
    """Print the table."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    KEYS.choose(Protect.PLAIN if "plain" in sys.argv else Protect.PASSPHRASE)
    KEYS.remember(ArchiveKey.for_keyring(), passphrase=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        began = time.perf_counter()
        make_archive(path, calls)
        print(f"{calls} calls, {path.stat().st_size / 1e6:.0f} MB, made in "
              f"{time.perf_counter() - began:.0f} s\n")  # fmt: skip
        print("| what | middle ms | worst ms | computing ms |\n|---|---|---|---|")

        def listed(query: CallQuery) -> object:
            with ArchiveReader.open(path) as reader:
                return reader.page(query)

        print(row("first 100 rows of the list", timed_ms(lambda: listed(CallQuery()))))
        for words in ("the", "someone else", "budget hartwell 123", "zebra"):
            found = timed_ms(lambda words=words: listed(CallQuery(text=words)))  # type: ignore[misc]
            print(row(f'list, searched for "{words}"', found))
        with ArchiveReader.open(path) as reader:
            print(row("one call read", timed_ms(lambda: reader.call(calls))))
            all_of_it = timed_ms(lambda: figures_of_all(reader.outlines()), times=3)
            print(row("figures of all calls", all_of_it))
        _windows(path, calls)


def _windows(path: Path, calls: int) -> None:
    """The same through the window, from typing to the rows on show."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from prompter.ui.review.review_window import ReviewWindow
    from prompter.ui.view_settings import ViewSettings

    long_call = path.with_name("long.db")
    make_archive(long_call, 1, segments=2400, length_s=10_800.0)
    app = QApplication.instance() or QApplication(["bench"])

    def opened(file: Path) -> tuple[ReviewWindow, Times]:
        began, computing = time.perf_counter(), time.process_time()
        window = ReviewWindow(file, ViewSettings("dark"))
        window.show()
        while not window.calls.model.rowCount():
            app.processEvents()
        window.calls.table.viewport().repaint()
        taken_ms = (time.perf_counter() - began) * 1000
        return window, (taken_ms, taken_ms, (time.process_time() - computing) * 1000)

    window, first = opened(path)
    print(row("window open, rows painted", first))
    window.stop()
    window.deleteLater()
    window, _ = opened(long_call)

    def open_long() -> None:
        window.one.call = None
        window.pages.setCurrentWidget(window.calls)
        window.open_call(1)
        while window.pages.currentWidget() is not window.one:
            app.processEvents()
        window.one.picture.repaint()
        window.one.transcript.viewport().repaint()

    # Widths of texts are kept once they are measured, so the first time is another matter.
    print(row("a call of 3 hours (2,400 segments) opened first", timed_ms(open_long, times=1)))
    print(row("the same call opened again", timed_ms(open_long, times=9)))
    window.stop()
    memory_mb = psutil.Process().memory_info().rss / 1e6
    print(f"\nMemory of the whole process afterwards: {memory_mb:.0f} MB; {calls} calls.")


if __name__ == "__main__":
    main()
