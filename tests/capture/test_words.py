"""Every trouble of the sound is said in plain words, for either channel."""

from __future__ import annotations

import pytest

from prompter.capture.words import Trouble, fault
from prompter.messages import Channel

MOST_WORDS = 14
JARGON = (
    "stream", "sink", "source", "server", "monitor", "buffer", "device", "channel", "clipping",
    "sample", "loopback", "null", "daemon", "pulse", "pipewire", "THEM", "ME",
)  # fmt: skip
EACH = [
    (trouble, channel, over) for trouble in Trouble for channel in Channel for over in (False, True)
]


@pytest.mark.parametrize(("trouble", "channel", "over"), EACH)
def test_each_trouble_is_one_short_text_without_jargon(
    trouble: Trouble, channel: Channel, over: bool
) -> None:
    told = fault(trouble, channel, "Headset", 1.5, over=over)
    words = told.text.replace(".", " ").replace(":", " ").replace(",", " ").split()
    assert 4 <= len(words) <= MOST_WORDS, told.text
    assert not set(words) & set(JARGON), told.text
    assert "{" not in told.text
    assert told.text[0].isupper()
    assert told.text[-1] in ".?"
    assert (told.channel, told.over, told.at_s) == (channel, over, 1.5)


@pytest.mark.parametrize(("trouble", "channel", "over"), EACH)
def test_each_text_says_whose_sound_it_is(trouble: Trouble, channel: Channel, over: bool) -> None:
    text = fault(trouble, channel, "Headset", 0.0, over=over).text.lower()
    about_them = "employer" in text or "call" in text
    about_me = "hear you:" in text or "hear you " in text or "of you " in text or "your " in text
    assert about_them if channel is Channel.THEM else about_me, text


@pytest.mark.parametrize("channel", list(Channel))
def test_what_has_no_name_is_called_by_what_it_is(channel: Channel) -> None:
    text = fault(Trouble.LOST, channel, "", 0.0, over=False).text
    assert ("the microphone is gone" in text) is (channel is Channel.ME)
    assert ("the call's sound is gone" in text) is (channel is Channel.THEM)


def test_lost_sound_is_told_in_seconds() -> None:
    text = fault(Trouble.DROPPED, Channel.THEM, "1.2", 0.0, over=False).text
    assert "1.2 seconds of the employer were lost" in text


def test_sound_that_was_only_bad_is_not_said_to_be_heard_again() -> None:
    for trouble in (Trouble.CLIPPING, Trouble.DROPPED):
        assert "again" not in fault(trouble, Channel.THEM, "1.0", 0.0, over=True).text.replace(
            "good again", ""
        )
