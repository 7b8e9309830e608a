"""An archive with a few calls, and the window of past calls on it, without a display."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from prompter.messages import (
    RATE_HZ,
    AskHeard,
    AudioBlock,
    CallEvent,
    CardShown,
    Channel,
    CueHit,
    Hypothesis,
    MomentMarked,
    Word,
)
from prompter.record import Archive, Keep, Recorder
from prompter.record.calls import Details, Outcome
from prompter.record.sound import SoundPieces
from prompter.ui.review.review_window import ReviewWindow
from prompter.ui.view_settings import ViewSettings

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RTL = "שלום תודה שהתקשרת 🙂 we chose someone else"


def said(channel: Channel, text: str, at_s: float, utterance: int = 0) -> Hypothesis:
    words = tuple(Word(word, at_s, at_s + 2.0) for word in text.split())
    return Hypothesis(channel, utterance, text, words, True, at_s, at_s + 2.0)


def events() -> list[CallEvent]:
    """A short call with one no, a card, an ask and a mark."""
    return [
        said(Channel.THEM, "we have gone with somebody else", 4.0),
        CueHit("chose_other", Channel.THEM, 0, "gone with somebody else", 4.5, 6.0, 0.9, "p", True),
        CardShown(
            "who-one", "chose_other", "referral", "Who else could use help?", "w", 1, 6.0, 6.3
        ),
        said(Channel.ME, "who else could use my help", 9.0),
        AskHeard("who-one", "referral", 11.0),
        MomentMarked(12.0),
        said(Channel.THEM, "try the bakery in mill street", 14.0, 1),
    ]


def keep(
    path: Path,
    title: str,
    what: list[CallEvent],
    began: datetime = MONDAY,
    *,
    sound_s: float = 0.0,
) -> int:
    """sound_s: so much silence is kept as the call's sound."""
    with Archive.open(path, on_fault=lambda fault: pytest.fail(fault.text)) as archive:
        recorder = Recorder(
            archive, Keep.TRANSCRIPT, on_fault=lambda fault: pytest.fail(fault.text),
            now=lambda: began,
        )  # fmt: skip
        recorder.begin(title, "live")
        for event in what:
            recorder.take(event)
        silence = np.zeros(round(sound_s * RATE_HZ), np.int16)
        pieces = SoundPieces()
        recorder.take_sound(pieces.take(AudioBlock(Channel.THEM, 0.0, silence)))
        recorder.end(60.0)
        assert recorder.call_id is not None
        return recorder.call_id


def a_few_calls(path: Path) -> None:
    """Three calls: Acme, Bright with an outcome and a next step long due, and one in Hebrew."""
    keep(path, "Acme", events(), sound_s=60.0)
    bright = keep(path, "Bright", [said(Channel.THEM, "call the manager on friday", 3.0)],
                  MONDAY + timedelta(days=1))  # fmt: skip
    keep(path, RTL, [said(Channel.THEM, RTL, 3.0)], MONDAY + timedelta(days=2))
    with Archive.open(path, on_fault=lambda fault: pytest.fail(fault.text)) as opened:
        opened.save_details(
            bright,
            Details(
                "Bright Ltd", "Mrs Bell", Outcome.MEETING, "Send the plan", date(2026, 3, 9),
                "kind voice", ("bakery",),
            ),
        )  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with a few calls."""
    path = tmp_path / "data" / "archive.db"
    a_few_calls(path)
    return path


@pytest.fixture
def window(archive: Path, qtbot: QtBot) -> Iterator[ReviewWindow]:
    """On the archive, with its list on show."""
    opened = ReviewWindow(archive, ViewSettings("dark"))
    qtbot.addWidget(opened)
    opened.show()
    qtbot.waitUntil(lambda: opened.calls.model.rowCount() == 3)
    yield opened
    opened.stop()
