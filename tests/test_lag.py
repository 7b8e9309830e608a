"""When the user is told that words come late."""

from __future__ import annotations

from prompter.lag import BEHIND_S, LASTS_S, LOSS_TOLD_S, LagWatch, LossWatch


def told(measured: list[tuple[float, float]]) -> list[tuple[float, bool]]:
    """(time, behind_s) in; (time, what was told) out."""
    watch = LagWatch()
    said = [(at_s, watch.take(behind_s, at_s)) for at_s, behind_s in measured]
    return [(at_s, what) for at_s, what in said if what is not None]


def steps(*stretches: tuple[float, float, float]) -> list[tuple[float, float]]:
    """(from, to, behind_s) as measurements every tenth of a second."""
    return [
        (n / 10, behind_s)
        for start, end, behind_s in stretches
        for n in range(round(start * 10), round(end * 10))
    ]


def test_a_slow_moment_is_not_told() -> None:
    assert told(steps((0, 5, 0.4), (5, 5 + LASTS_S - 0.5, 2.0), (8, 20, 0.4))) == []


def test_a_lag_that_lasts_is_told_once_and_its_end_too() -> None:
    said = told(steps((0, 5, 0.4), (5, 15, BEHIND_S + 0.5), (15, 30, 0.3)))
    assert [what for _, what in said] == [True, False]
    assert said[0][0] == 5 + LASTS_S
    assert said[1][0] == 15 + LASTS_S


def test_partials_are_shed_at_once() -> None:
    watch = LagWatch()
    watch.take(BEHIND_S + 0.1, 0.0)
    assert watch.late
    watch.take(BEHIND_S - 0.1, 0.1)
    assert not watch.late


def test_lost_sound_is_told_at_once_and_then_in_one_sum() -> None:
    watch = LossWatch()
    assert watch.take(0.0, 5.0) == 0.0
    assert watch.take(0.5, 6.0) == 0.5
    assert [watch.take(0.25, 6.0 + n) for n in (1, 2, 3)] == [0.0, 0.0, 0.0]
    assert watch.take(0.0, 6.0 + LOSS_TOLD_S) == 0.75
    assert watch.take(0.0, 7.0 + 2 * LOSS_TOLD_S) == 0.0
