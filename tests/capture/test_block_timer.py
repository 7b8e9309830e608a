"""The call time of each piece of sound stays right, however late or in what bursts it arrives."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.capture.block_timer import BlockTimer
from prompter.messages import RATE_HZ

PIECE_S = 0.05
PIECE = round(PIECE_S * RATE_HZ)
SETTLED_S = 4.0


def recorded_s(seconds: float, ppm: float = 0.0) -> Iterator[float]:
    """When each piece's last sample was truly recorded, by a device that runs `ppm` too slow."""
    for number in range(1, round(seconds / PIECE_S) + 1):
        yield number * PIECE_S * (1 + ppm / 1e6)


def errors_s(recorded: Iterator[float] | list[float], arrived: list[float]) -> list[float]:
    """How much later than the truth each piece is timed."""
    timer = BlockTimer()
    timed = (timer.start_of(PIECE, at)[0] + PIECE_S for at in arrived)
    return [start_s - true_s for start_s, true_s in zip(timed, recorded, strict=True)]


def late(recorded: list[float], most_s: float, seed: int) -> list[float]:
    """Arrivals that are up to `most_s` late, in order."""
    chance, arrived, last = random.Random(seed), [], 0.0
    for true_s in recorded:
        last = max(last, true_s + chance.uniform(0.0, most_s))
        arrived.append(last)
    return arrived


def test_two_devices_that_drift_apart_stay_within_50_ms_over_an_hour() -> None:
    fast, slow = list(recorded_s(3600, -200)), list(recorded_s(3600, 200))
    assert slow[-1] - fast[-1] > 1.4, "what counting samples alone would be wrong by"
    of_fast = errors_s(fast, late(fast, 0.02, 1))
    of_slow = errors_s(slow, late(slow, 0.02, 2))
    settled = round(SETTLED_S / PIECE_S)
    apart = [abs(a - b) for a, b in zip(of_fast, of_slow, strict=True)][settled:]
    assert max(apart) < 0.05
    assert max(map(abs, of_fast[settled:] + of_slow[settled:])) < 0.03


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 2**32),
    ppm=st.floats(-200, 200),
    most_s=st.floats(0.0, 0.08),
)
def test_jitter_of_80_ms_moves_no_time_by_more_than_30_ms(
    seed: int, ppm: float, most_s: float
) -> None:
    recorded = list(recorded_s(60, ppm))
    errors = errors_s(recorded, late(recorded, most_s, seed))
    assert max(map(abs, errors[round(SETTLED_S / PIECE_S) :])) < 0.03


@given(
    before=st.integers(30, 200),
    missing_s=st.floats(0.3, 20.0),
    seed=st.integers(0, 2**32),
)
@settings(deadline=None, max_examples=60)
def test_sound_that_is_missing_is_said_once_and_the_times_are_right_after_it(
    before: int, missing_s: float, seed: int
) -> None:
    first = list(recorded_s(before * PIECE_S))
    second = [first[-1] + missing_s + true_s for true_s in recorded_s(10)]
    recorded = first + second
    timer = BlockTimer()
    found = [timer.start_of(PIECE, at) for at in late(recorded, 0.03, seed)]
    gaps = [(n, gap_s) for n, (_, gap_s) in enumerate(found) if gap_s]
    assert len(gaps) == 1
    number, gap_s = gaps[0]
    assert gap_s == pytest.approx(missing_s, abs=0.05)
    assert before <= number <= before + 24, "within a good second of sound"
    wrong = [s + PIECE_S - true for (s, _), true in zip(found, recorded, strict=True)]
    assert max(map(abs, wrong[number:])) < 0.05


@given(
    before=st.integers(30, 200),
    stalled_s=st.floats(0.1, 10.0),
    spread_s=st.floats(0.0, 0.02),
)
@settings(deadline=None, max_examples=60)
def test_a_stall_and_a_burst_is_no_gap(before: int, stalled_s: float, spread_s: float) -> None:
    recorded = list(recorded_s(before * PIECE_S + stalled_s + 10))
    free_s = before * PIECE_S + stalled_s
    arrived, last = [], 0.0
    for true_s in recorded:
        stalled = before * PIECE_S < true_s < free_s
        last = max(last + spread_s, free_s if stalled else true_s)
        arrived.append(last)
    timer = BlockTimer()
    found = [timer.start_of(PIECE, at) for at in arrived]
    assert [gap_s for _, gap_s in found if gap_s] == []
    wrong = [s + PIECE_S - true for (s, _), true in zip(found, recorded, strict=True)]
    assert max(map(abs, wrong)) < 0.03


def test_a_first_piece_that_came_late_is_made_good_within_seconds() -> None:
    recorded = list(recorded_s(10))
    errors = errors_s(
        recorded, [recorded[0] + 0.2, *(max(at, recorded[0] + 0.2) for at in recorded[1:])]
    )
    assert errors[0] == pytest.approx(0.2)
    assert max(map(abs, errors[round(SETTLED_S / PIECE_S) :])) < 0.02


def test_pieces_follow_each_other_without_a_hole_while_all_is_well() -> None:
    recorded = list(recorded_s(20))
    timer, end_s = BlockTimer(), None
    for at in late(recorded, 0.02, 3):
        start_s, _ = timer.start_of(PIECE, at)
        if end_s is not None:
            assert abs(start_s - end_s) < 0.002
        end_s = start_s + PIECE_S
