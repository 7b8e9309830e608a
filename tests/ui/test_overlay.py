"""What the overlay makes of the messages of a call."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from prompter.messages import CallState, Channel, Fault, FaultKind, StateChanged
from prompter.ui import overlay as overlay_module
from prompter.ui.overlay import OverlayWindow
from prompter.ui.view_settings import ViewSettings
from tests.ui.sample_messages import card, cue_hit, fault, hypothesis


@pytest.fixture
def overlay(qtbot: QtBot) -> OverlayWindow:
    """An overlay whose call listens."""
    window = OverlayWindow(ViewSettings(theme="dark"))
    qtbot.addWidget(window)
    window.open()
    window.show_state(StateChanged(CallState.LISTENING, 0.0))
    return window


def test_before_the_first_card_it_says_that_it_listens(overlay: OverlayWindow) -> None:
    assert overlay.card.quiet.isVisible()
    assert overlay.card.quiet.text() == "Listening. A card appears when it helps."
    assert not overlay.card.say.isVisible()
    assert not overlay.status.noes.isVisible()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (CallState.STARTING, "Starting"),
        (CallState.LISTENING, "Listening"),
        (CallState.PAUSED, "Paused"),
        (CallState.ENDED, "Ended"),
    ],
)
def test_the_status_is_a_word_beside_the_light(
    overlay: OverlayWindow, state: CallState, word: str
) -> None:
    overlay.show_state(StateChanged(state, 1.0))
    assert overlay.status.status.text() == word


@pytest.mark.parametrize(
    ("noes", "text", "lit"), [(1, "No 1 of 3", 1), (3, "No 3 of 3", 3), (5, "No 5", 3)]
)
def test_noes_are_counted_in_words_and_in_pips(
    overlay: OverlayWindow, noes: int, text: str, lit: int
) -> None:
    overlay.show_card(card(noes=noes))
    assert (overlay.status.noes.text(), overlay.status.pips.lit) == (text, lit)


def test_after_a_hard_stop_the_label_says_that_asking_is_over(overlay: OverlayWindow) -> None:
    overlay.show_card(card("Thank you for your time.", cue="hard_stop", goal="thanks"))
    assert overlay.card.goal.text() == "End here: thanks"


def test_a_card_is_announced_to_screen_readers(
    overlay: OverlayWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Reader:
        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802
            said.append(event.message())

    monkeypatch.setattr(overlay_module, "QAccessible", Reader)
    overlay.show_card(card("Who else should I talk to?", goal="referral"))
    overlay.show_fault(fault("The call app's sound is gone."))
    assert said == ["Goal: referral. Who else should I talk to?", "The call app's sound is gone."]


def test_of_two_faults_the_newest_is_said_and_the_other_comes_back(
    overlay: OverlayWindow,
) -> None:
    overlay.show_fault(fault("The call app's sound is gone."))
    behind = Fault(FaultKind.RECOGNIZER_BEHIND, "Words come late.", 4.0)
    overlay.show_fault(behind)
    assert overlay.faults.text() == "Words come late."
    overlay.show_fault(Fault(FaultKind.RECOGNIZER_BEHIND, "", 5.0, over=True))
    assert overlay.faults.text() == "The call app's sound is gone."


def test_a_fault_that_is_past_at_once_leaves_the_overlay_after_a_while(
    overlay: OverlayWindow,
) -> None:
    height = overlay.height()
    overlay.faults.passing.setInterval(1)
    overlay.show_fault(Fault(FaultKind.BLOCKS_DROPPED, "3 pieces of sound were lost.", 4.0))
    assert overlay.status.status.text() == "Trouble"
    overlay.faults.passing.timeout.emit()
    assert overlay.status.status.text() == "Listening"
    assert overlay.height() == height


def test_the_users_own_words_wait_until_the_employer_has_finished_a_sentence(
    overlay: OverlayWindow,
) -> None:
    overlay.show_hypothesis(hypothesis("we went with"))
    overlay.show_hypothesis(hypothesis("oh I see", channel=Channel.ME))
    assert overlay.caption.text() == "we went with"
    overlay.show_hypothesis(hypothesis("we went with someone else", final=True))
    overlay.show_hypothesis(hypothesis("oh I see", channel=Channel.ME))
    assert overlay.caption.text() == "You: oh I see"


def test_the_users_words_are_shown_when_the_employer_stopped_in_the_middle_of_a_sentence(
    overlay: OverlayWindow,
) -> None:
    overlay.show_hypothesis(hypothesis("we went with"))
    overlay.show_hypothesis(hypothesis("hello", channel=Channel.ME, start_s=10.0))
    assert overlay.caption.text() == "You: hello"


def test_a_cue_stays_marked_while_its_sentence_goes_on_and_not_in_the_next(
    overlay: OverlayWindow,
) -> None:
    overlay.show_hypothesis(hypothesis("we are on hold"))
    overlay.show_cue(cue_hit("on hold", first=2, cue="position_frozen"))
    overlay.show_hypothesis(hypothesis("we are on hold this year"))
    assert [word.text for word in overlay.caption.words if word.is_cue] == ["on", "hold"]
    overlay.show_hypothesis(hypothesis("yes on hold", utterance=2))
    assert not any(word.is_cue for word in overlay.caption.words)
