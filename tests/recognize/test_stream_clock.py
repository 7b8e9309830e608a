"""Words keep their place on the call clock, whatever gaps the sound had."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompter.messages import RATE_HZ, AudioBlock, Channel
from prompter.recognize.stream_clock import JITTER_S, MAX_SILENCE_S, StreamClock


def block(start_s: float, seconds: float = 0.1) -> AudioBlock:
    return AudioBlock(Channel.THEM, start_s, np.zeros(round(seconds * RATE_HZ), np.int16))


def test_sound_that_starts_late_in_the_call_is_timed_from_there() -> None:
    clock = StreamClock()
    assert clock.silence_before(block(5.0)) == 0
    assert clock.call_s(0.05) == pytest.approx(5.05)


def test_a_gap_is_filled_with_silence_of_its_length() -> None:
    clock = StreamClock()
    clock.silence_before(block(0.0))
    assert clock.silence_before(block(1.1)) == RATE_HZ
    assert clock.call_s(1.15) == pytest.approx(1.15)


def test_a_long_gap_costs_only_a_little_silence_and_later_words_keep_their_time() -> None:
    clock = StreamClock()
    clock.silence_before(block(0.0))
    assert clock.silence_before(block(600.1)) == round(MAX_SILENCE_S * RATE_HZ)
    assert clock.call_s(0.1 + MAX_SILENCE_S + 0.05) == pytest.approx(600.15)
    assert clock.call_s(0.05) == pytest.approx(0.05)


def test_jitter_is_no_gap() -> None:
    clock = StreamClock()
    clock.silence_before(block(0.0))
    assert clock.silence_before(block(0.1 + JITTER_S / 2)) == 0


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0.01, 0.3)), min_size=1, max_size=30))
def test_every_block_is_found_where_it_was(gaps: list[tuple[float, float]]) -> None:
    clock, now_s = StreamClock(), 0.0
    places = []
    for gap_s, length_s in gaps:
        now_s += gap_s
        one = block(now_s, length_s)
        clock.silence_before(one)
        places.append((clock.fed_samples / RATE_HZ - len(one.samples) / RATE_HZ, one.start_s))
        now_s = one.end_s
    for stream_s, call_s in places:
        assert clock.call_s(stream_s + 0.001) == pytest.approx(call_s + 0.001, abs=2 * JITTER_S)
