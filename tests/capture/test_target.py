"""What is recorded for each channel, given what the user wishes and what is there."""

from __future__ import annotations

import pytest

from prompter.capture.pulse.server import Device, Snapshot, Stream
from prompter.capture.pulse.target import Target, Wish, find_target, playing_apps
from prompter.messages import Channel

HEADSET = Device("headset.monitor", "Monitor of Headset", monitors="headset")
SPEAKERS = Device("speakers.monitor", "Monitor of Speakers", monitors="speakers")
MICROPHONE = Device("mic", "Desk microphone")
WEBCAM = Device("webcam", "Webcam")
ALL_HEADSET = Target("headset.monitor", "Headset")


def there(
    *streams: Stream,
    sources: tuple[Device, ...] = (HEADSET, SPEAKERS, MICROPHONE, WEBCAM),
    default_sink: str = "headset",
    default_source: str = "mic",
) -> Snapshot:
    return Snapshot(streams, sources, default_sink, default_source)


def plays(app: str, index: int = 1, sink: str = "headset", playing: bool = True) -> Stream:
    return Stream(index, app, sink, playing)


def them(now: Snapshot, wish: Wish | None = None) -> Target | None:
    return find_target(Channel.THEM, wish or Wish(), now)


def me(now: Snapshot, wish: Wish | None = None) -> Target | None:
    return find_target(Channel.ME, wish or Wish(), now)


def test_while_nothing_plays_all_that_the_default_loudspeaker_plays_is_heard() -> None:
    assert them(there()) == ALL_HEADSET
    assert them(there(default_sink="speakers")) == Target("speakers.monitor", "Speakers")


@pytest.mark.parametrize("app", ["ZOOM VoiceEngine", "Microsoft Teams", "Linphone", "Google Meet"])
def test_a_call_app_that_plays_is_heard_alone_without_being_asked_for(app: str) -> None:
    now = there(plays("Spotify", 1), plays(app, 2, "speakers"))
    assert them(now) == Target("speakers.monitor", app, stream=2)


def test_a_call_app_that_is_silent_now_is_not_chosen_by_itself() -> None:
    assert them(there(plays("Zoom", playing=False))) == ALL_HEADSET


def test_music_alone_does_not_count_as_the_call() -> None:
    assert them(there(plays("Spotify"))) == ALL_HEADSET


def test_a_remembered_app_is_heard_alone_even_beside_another_call_app() -> None:
    now = there(plays("Zoom", 1), plays("Firefox", 2))
    assert them(now, Wish(app="Firefox")) == Target("headset.monitor", "Firefox", stream=2)


def test_of_two_streams_of_the_remembered_app_the_one_that_plays_is_heard() -> None:
    now = there(plays("Firefox", 1, playing=False), plays("Firefox", 2))
    assert them(now, Wish(app="Firefox")) == Target("headset.monitor", "Firefox", stream=2)


def test_a_remembered_app_that_is_silent_but_there_is_waited_for_at_its_stream() -> None:
    now = there(plays("Firefox", 3, playing=False))
    assert them(now, Wish(app="Firefox")) == Target("headset.monitor", "Firefox", stream=3)


def test_a_remembered_app_that_is_gone_is_never_replaced_by_another() -> None:
    assert them(there(plays("Zoom"), plays("Spotify")), Wish(app="Firefox")) is None


def test_a_stream_whose_loudspeaker_can_not_be_recorded_is_left_out() -> None:
    now = there(plays("Zoom", 1, sink="hdmi"), plays("Zoom", 2, sink="headset"))
    assert them(now) == Target("headset.monitor", "Zoom", stream=2)


def test_a_remembered_loudspeaker_is_heard_whole_whatever_plays() -> None:
    now = there(plays("Zoom"))
    assert them(now, Wish(sink="speakers")) == Target("speakers.monitor", "Speakers")


def test_a_remembered_loudspeaker_that_is_gone_is_never_replaced_by_another() -> None:
    assert them(there(sources=(HEADSET, MICROPHONE)), Wish(sink="speakers")) is None


def test_without_any_loudspeaker_the_employer_is_not_sought_in_the_microphone() -> None:
    assert them(there(sources=(MICROPHONE,))) is None


def test_the_user_is_heard_through_the_default_microphone() -> None:
    assert me(there()) == Target("mic", "Desk microphone")
    assert me(there(default_source="webcam")) == Target("webcam", "Webcam")


def test_a_remembered_microphone_goes_before_the_default_one() -> None:
    assert me(there(), Wish(source="webcam")) == Target("webcam", "Webcam")


def test_a_remembered_microphone_that_is_gone_is_never_replaced_by_another() -> None:
    assert me(there(), Wish(source="usb")) is None


@pytest.mark.parametrize("default", ["headset.monitor", "", "gone"])
def test_the_employers_side_is_never_taken_for_a_microphone(default: str) -> None:
    assert me(there(default_source=default)) == Target("mic", "Desk microphone")
    assert me(there(default_source=default, sources=(HEADSET, SPEAKERS))) is None
    assert me(there(), Wish(source="headset.monitor")) is None


def test_apps_that_play_are_listed_once_with_call_apps_first() -> None:
    now = there(
        plays("Spotify", 1), plays("Zoom", 2), plays("Zoom", 3), plays("Idle", 4, playing=False)
    )
    assert playing_apps(now) == ["Zoom", "Spotify"]


A2DP = "bluez_sink.00_1B_66_AA_BB_CC.a2dp_sink"
HEAD_UNIT = Device(
    "bluez_sink.00_1B_66_AA_BB_CC.handsfree_head_unit.monitor",
    "Monitor of Momentum",
    monitors="bluez_sink.00_1B_66_AA_BB_CC.handsfree_head_unit",
)
OTHER_HEADSET = Device(
    "bluez_sink.00_1B_66_DD_EE_FF.a2dp_sink.monitor",
    "Monitor of Momentum",
    monitors="bluez_sink.00_1B_66_DD_EE_FF.a2dp_sink",
)
HEADSET_MIC = Device("bluez_input.00_1B_66_AA_BB_CC.headset-head-unit", "Momentum")


def test_a_bluetooth_headset_is_the_same_after_its_profile_has_changed() -> None:
    now = there(sources=(SPEAKERS, MICROPHONE, OTHER_HEADSET, HEAD_UNIT))
    assert them(now, Wish(sink=A2DP)) == Target(HEAD_UNIT.name, "Momentum")


def test_another_bluetooth_headset_of_the_same_name_is_never_taken_for_it() -> None:
    now = there(sources=(SPEAKERS, MICROPHONE, OTHER_HEADSET))
    assert them(now, Wish(sink=A2DP)) is None


def test_a_bluetooth_microphone_is_the_same_after_its_profile_has_changed() -> None:
    wish = Wish(source="bluez_input.00_1B_66_AA_BB_CC.0")
    now = there(sources=(SPEAKERS, MICROPHONE, HEADSET_MIC))
    assert me(now, wish) == Target(HEADSET_MIC.name, "Momentum")
    assert me(there(), wish) is None
