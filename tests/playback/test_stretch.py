"""Speech is heard faster or slower, at the pitch in which it was spoken."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.assemble import sample
from prompter.messages import RATE_HZ
from prompter.playback.stretch import FASTEST, SLOWEST, Stretcher
from prompter.record.sound import Samples

FRAME_S = 0.04


def tone(hz: float, length_s: float) -> Samples:
    at_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    return np.asarray(8000 * np.sin(2 * np.pi * hz * at_s), np.int16)


def stretched(samples: Samples, speed: float, chunk: int) -> Samples:
    stretcher = Stretcher(speed)
    starts = range(0, len(samples), chunk)
    return np.concatenate([stretcher.feed(samples[at : at + chunk]) for at in starts])


def pitch_hz(samples: Samples) -> float:
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    return float(np.argmax(spectrum) * RATE_HZ / len(middle))


@settings(max_examples=20, deadline=None)
@given(
    st.floats(SLOWEST, FASTEST), st.integers(400, 40_000), st.sampled_from([110.0, 220.0, 440.0])
)
def test_length_changes_and_pitch_does_not(speed: float, chunk: int, hz: float) -> None:
    given_ = tone(hz, 3.0)
    out = stretched(given_, speed, chunk)
    if speed != 1.0:
        assert len(out) / RATE_HZ == pytest.approx(3.0 / speed, abs=0.06 + 2 * FRAME_S)
    assert pitch_hz(out) == pytest.approx(hz, abs=3.0)


@pytest.mark.parametrize("speed", [0.75, 1.25, 1.5, 2.0])
def test_nothing_clicks_where_chunks_meet(speed: float) -> None:
    steepest = np.abs(np.diff(tone(220.0, 1.0).astype(int))).max()
    out = stretched(tone(220.0, 3.0), speed, 1600).astype(int)[RATE_HZ // 10 :]
    assert np.abs(np.diff(out)).max() < 1.5 * steepest


def test_how_chunks_are_cut_changes_nothing() -> None:
    speech, _ = soundfile.read(sample("sample_call.flac"), dtype="int16", frames=5 * RATE_HZ)
    few, many = (stretched(speech[:, 0], 1.5, chunk) for chunk in (RATE_HZ, 333))
    assert np.array_equal(few[: len(many)], many[: len(few)])


def test_as_fast_as_spoken_is_left_as_it_was() -> None:
    assert np.array_equal(stretched(tone(220.0, 1.0), 1.0, 700), tone(220.0, 1.0))
