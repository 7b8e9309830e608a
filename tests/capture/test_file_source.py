"""A recording comes in as audio blocks at 16 kHz, whatever its format; bad ones say why."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.capture import EndOfAudio, FileSource
from prompter.errors import BadAudio
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind, Level

FORMATS = Path(__file__).parent.parent / "speech" / "formats"


def played(file: Path, *, realtime: bool = False) -> list[AudioBlock | Level | Fault | EndOfAudio]:
    source = FileSource(file, realtime=realtime)
    items: list[AudioBlock | Level | Fault | EndOfAudio] = []
    source.start(items.append)
    while not any(isinstance(item, EndOfAudio) for item in items):
        time.sleep(0.01)
    source.stop()
    return items


def blocks(
    items: list[AudioBlock | Level | Fault | EndOfAudio], channel: Channel
) -> list[AudioBlock]:
    return [i for i in items if isinstance(i, AudioBlock) and i.channel is channel]


def tone(seconds: float, rate_hz: int, hz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)


@pytest.mark.parametrize("file", sorted(FORMATS.iterdir()), ids=lambda file: file.name)
def test_every_format_and_rate_gives_the_same_speech_at_16_khz(file: Path) -> None:
    them = blocks(played(file), Channel.THEM)
    seconds = sum(len(block.samples) for block in them) / RATE_HZ
    assert seconds == pytest.approx(soundfile.info(str(file)).duration, abs=0.05)
    assert np.abs(np.concatenate([block.samples for block in them])).max() > 3000


def test_left_is_the_employer_and_right_is_the_user(tmp_path: Path) -> None:
    file = tmp_path / "call.wav"
    soundfile.write(file, np.stack([tone(1, 48_000), np.zeros(48_000)], 1), 48_000)
    items = played(file)
    them, me = blocks(items, Channel.THEM), blocks(items, Channel.ME)
    assert max(np.abs(block.samples).max() for block in them) > 10_000
    assert max(np.abs(block.samples).max() for block in me) < 50
    assert [block.start_s for block in them] == [block.start_s for block in me]


def test_mono_is_the_employer(tmp_path: Path) -> None:
    file = tmp_path / "call.flac"
    soundfile.write(file, tone(0.5, 8000), 8000)
    assert blocks(played(file), Channel.ME) == []


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40_000), st.sampled_from([8000, 11_025, 16_000, 44_100, 96_000]))
def test_blocks_follow_each_other_without_gap_or_loss(
    tmp_path_factory: pytest.TempPathFactory, frames: int, rate_hz: int
) -> None:
    file = tmp_path_factory.mktemp("audio") / "x.wav"
    soundfile.write(file, tone(frames / rate_hz, rate_hz), rate_hz)
    at = 0
    for block in blocks(played(file), Channel.THEM):
        assert block.start_s == pytest.approx(at / RATE_HZ)
        assert len(block.samples) > 0
        at += len(block.samples)
    assert at == pytest.approx(frames * RATE_HZ / rate_hz, abs=2)


def test_at_its_own_pace_a_recording_takes_as_long_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "x.wav"
    soundfile.write(file, tone(0.6, 16_000), 16_000)
    started = time.monotonic()
    played(file, realtime=True)
    assert time.monotonic() - started >= 0.6


def test_stopping_ends_the_reader_in_the_middle(tmp_path: Path) -> None:
    file = tmp_path / "x.wav"
    soundfile.write(file, tone(60, 16_000), 16_000)
    source = FileSource(file, realtime=True)
    items: list[object] = []
    source.start(items.append)
    source.stop()
    source.stop()
    assert not any(isinstance(item, EndOfAudio) for item in items)


def test_a_truncated_mp3_is_heard_to_its_end_and_said_to_be_damaged(tmp_path: Path) -> None:
    whole = next(FORMATS.glob("*.mp3")).read_bytes()
    file = tmp_path / "cut.mp3"
    file.write_bytes(whole[: len(whole) // 2])
    items = played(file)
    faults = [item for item in items if isinstance(item, Fault)]
    assert [fault.kind for fault in faults] == [FaultKind.SOURCE_ENDED_EARLY]
    assert str(file) in faults[0].text
    assert len(blocks(items, Channel.THEM)) > 10


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _text(file: Path) -> None:
    file.write_text("This is no recording.\n")


def _no_frames(file: Path) -> None:
    soundfile.write(file, np.zeros((0, 1)), 16_000)


def _six_channels(file: Path) -> None:
    soundfile.write(file, np.zeros((9600, 6)), 96_000)


def _folder(file: Path) -> None:
    file.mkdir()


def _nothing(file: Path) -> None:
    assert not file.exists()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_nothing, "no such file"),
        (_folder, "is a folder"),
        (_empty, "the file is empty"),
        (_text, "not a recording"),
        (_no_frames, "holds no sound"),
        (_six_channels, "6 channels"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_line(tmp_path: Path, make, why) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "call.wav"
    make(file)
    with pytest.raises(BadAudio, match=why) as refusal:
        FileSource(file, realtime=False)
    assert str(file) in str(refusal.value)
    assert "\n" not in str(refusal.value)
