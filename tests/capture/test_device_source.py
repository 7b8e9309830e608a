"""A live call from devices that call back (Windows, macOS), with devices that tests control."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from prompter.capture import EndOfAudio
from prompter.capture.device_source import DeviceSource, OnSound
from prompter.errors import AudioTrouble
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Level

NOTICE_S, RECOVER_S = 2.0, 3.0
PIECE_S = 0.05


class Device:
    """A device: it can be unplugged, hang, and give other sound. An Opener and a Stream."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.plugged = True
        self.hangs = False
        self.value = 1000
        self.opened = self.closed = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, on_sound: OnSound) -> Device:
        if not self.plugged:
            raise AudioTrouble(f"{self.label} can't be opened")
        self.opened += 1
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(on_sound, self._stop))
        self._thread.start()
        return self

    def close(self) -> None:
        self.closed += 1
        self._stop.set()
        assert self._thread is not None
        self._thread.join()

    def _run(self, on_sound: OnSound, stop: threading.Event) -> None:
        while not stop.wait(PIECE_S):
            if self.plugged and not self.hangs:
                on_sound(np.full(round(PIECE_S * RATE_HZ), self.value, np.int16))


class Call:
    """A running source and what it delivered."""

    def __init__(self, **devices: Device) -> None:
        self.items: list[AudioBlock | Level | Fault | EndOfAudio] = []
        self.source = DeviceSource({Channel(name): device for name, device in devices.items()})
        self.source.start(self.items.append)

    def faults(self, kind: FaultKind | None = None) -> list[tuple[Channel | None, bool]]:
        faults = [item for item in self.items if isinstance(item, Fault)]
        return [(f.channel, f.over) for f in faults if kind in (None, f.kind)]

    def values(self, channel: Channel) -> list[int]:
        blocks = [item for item in self.items if isinstance(item, AudioBlock)]
        return [int(block.samples[0]) for block in blocks if block.channel is channel]

    def until(self, there: Callable[[], bool], within_s: float) -> None:
        give_up = time.monotonic() + within_s
        while not there():
            assert time.monotonic() < give_up, [i for i in self.items if isinstance(i, Fault)]
            time.sleep(0.01)


@pytest.fixture
def start() -> Iterator[Callable[..., Call]]:
    """Begin a call from these devices; ended with the test."""
    running: list[Call] = []

    def begin(**devices: Device) -> Call:
        running.append(Call(**devices))
        return running[-1]

    yield begin
    for call in running:
        call.source.stop()


def test_each_device_is_a_channel_with_levels_and_no_faults(start: Callable[..., Call]) -> None:
    loudspeaker, microphone = Device("Speakers"), Device("Microphone")
    microphone.value = 16_384
    call = start(them=loudspeaker, me=microphone)
    call.until(lambda: len(call.items) > 40, 10.0)
    assert set(call.values(Channel.THEM)) == {1000}
    assert set(call.values(Channel.ME)) == {16_384}
    levels = [i.peak for i in call.items if isinstance(i, Level) and i.channel is Channel.ME]
    assert levels
    assert set(levels) == {0.5}
    assert call.faults() == []


@pytest.mark.parametrize("what", ["hangs", "is unplugged"])
def test_a_device_that_gives_no_more_is_said_opened_anew_and_heard_again(
    start: Callable[..., Call], what: str
) -> None:
    loudspeaker, microphone = Device("Speakers"), Device("Microphone")
    call = start(them=loudspeaker, me=microphone)
    call.until(lambda: len(call.values(Channel.ME)) > 3, 10.0)
    microphone.hangs, microphone.plugged = what == "hangs", what == "hangs"
    call.until(lambda: call.faults() == [(Channel.ME, False)], NOTICE_S)
    heard = len(call.values(Channel.THEM))
    call.until(lambda: len(call.values(Channel.THEM)) > heard + 10, NOTICE_S)
    microphone.hangs, microphone.plugged = False, True
    call.until(lambda: call.faults() == [(Channel.ME, False), (Channel.ME, True)], RECOVER_S)
    assert microphone.opened >= 2
    assert microphone.closed == microphone.opened - 1
    assert loudspeaker.opened == 1


def test_a_device_that_is_missing_at_the_start_is_one_clear_error_and_the_rest_is_closed() -> None:
    loudspeaker, microphone = Device("Speakers"), Device("Microphone")
    microphone.plugged = False
    source = DeviceSource({Channel.THEM: loudspeaker, Channel.ME: microphone})
    with pytest.raises(AudioTrouble, match="Microphone can't be opened"):
        source.start(lambda _item: None)
    assert loudspeaker.closed == 1
    source.stop()


def test_a_microphone_that_gives_pure_zeros_is_said(start: Callable[..., Call]) -> None:
    microphone = Device("Microphone")
    microphone.value = 0
    call = start(me=microphone)
    call.until(lambda: call.faults(FaultKind.SILENT) == [(Channel.ME, False)], NOTICE_S + 1)
    microphone.value = 1000
    call.until(lambda: call.faults(FaultKind.SILENT)[-1:] == [(Channel.ME, True)], RECOVER_S)


def test_a_microphone_that_is_too_loud_is_said(start: Callable[..., Call]) -> None:
    microphone = Device("Microphone")
    microphone.value = 32_767
    call = start(me=microphone)
    call.until(lambda: call.faults(FaultKind.CLIPPING) == [(Channel.ME, False)], NOTICE_S)


def test_sound_that_was_lost_in_between_is_said_with_its_length(
    start: Callable[..., Call],
) -> None:
    loudspeaker = Device("Speakers")
    call = start(them=loudspeaker)
    call.until(lambda: len(call.values(Channel.THEM)) > 30, 10.0)
    loudspeaker.hangs = True
    time.sleep(0.8)
    loudspeaker.hangs = False
    call.until(lambda: len(call.faults(FaultKind.BLOCKS_DROPPED)) == 2, NOTICE_S + 1)
    fault = next(item for item in call.items if isinstance(item, Fault))
    assert "seconds of the employer were lost" in fault.text


def test_stopping_closes_all_devices_and_may_be_done_twice(start: Callable[..., Call]) -> None:
    loudspeaker = Device("Speakers")
    call = start(them=loudspeaker)
    call.source.stop()
    call.source.stop()
    assert loudspeaker.closed == 1
    items = len(call.items)
    time.sleep(0.2)
    assert len(call.items) == items
