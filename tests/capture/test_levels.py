"""How loud a channel is, and when it counts as silent or as too loud."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from prompter.capture.levels import CLIPPING_STAYS_S, PATIENCE_S, LevelWatch
from prompter.messages import RATE_HZ

PIECE_S = 0.05
Pcm = npt.NDArray[np.int16]


def speech(seconds: float, peak: int = 8000) -> Pcm:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(np.clip(peak * np.sin(2 * np.pi * 200 * at), -32_768, 32_767), np.int16)


def zeros(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE_HZ), np.int16)


def feed(watch: LevelWatch, sound: Pcm) -> list[float]:
    """Take it in pieces; the levels that came."""
    size = round(PIECE_S * RATE_HZ)
    taken = [watch.take(sound[at : at + size]) for at in range(0, len(sound), size)]
    return [level for level in taken if level is not None]


def test_four_levels_come_each_second_and_are_the_peaks() -> None:
    levels = feed(LevelWatch(1.5), np.concatenate([speech(1.0, 16_384), zeros(1.0)]))
    assert levels == pytest.approx([0.5] * 4 + [0.0] * 4, abs=0.001)


def test_the_lowest_sample_counts_as_a_full_peak() -> None:
    assert feed(LevelWatch(1.5), np.full(RATE_HZ // 4, -32_768, np.int16)) == [1.0]


def test_pure_zeros_are_silence_only_after_the_given_time_and_sound_ends_it() -> None:
    watch, seen = LevelWatch(1.5), []
    for piece in (zeros(1.4), zeros(0.1), speech(0.05)):
        feed(watch, piece)
        seen.append(watch.silent)
    assert seen == [False, True, False]


def test_the_faintest_noise_of_a_microphone_is_no_silence() -> None:
    watch = LevelWatch(1.5)
    feed(watch, np.random.default_rng(1).integers(-3, 4, RATE_HZ * 10).astype(np.int16))
    assert not watch.silent


def test_a_dither_of_one_step_around_zero_is_silence() -> None:
    watch = LevelWatch(1.5)
    feed(watch, np.random.default_rng(1).integers(-1, 2, RATE_HZ * 2).astype(np.int16))
    assert watch.silent


def test_a_microphone_that_gives_zeros_in_each_pause_is_not_complained_of_again_and_again() -> None:
    watch, complaints, was_silent = LevelWatch(1.5), 0, False
    for _ in range(30):
        for piece in (speech(2.0), zeros(4.0)):
            feed(watch, piece)
            complaints += watch.silent and not was_silent
            was_silent = watch.silent
    assert complaints <= 2
    feed(watch, zeros(PATIENCE_S))
    assert watch.silent, "one that has died is still noticed"


def test_speech_at_full_scale_is_clipping_and_loud_speech_below_is_not() -> None:
    loud, torn = LevelWatch(1.5), LevelWatch(1.5)
    feed(loud, speech(1.0, 32_000))
    feed(torn, speech(1.0, 40_000))
    assert not loud.clipping
    assert torn.clipping


def test_a_single_click_is_no_clipping() -> None:
    watch, sound = LevelWatch(1.5), speech(1.0)
    sound[5000:5005] = 32_767
    feed(watch, sound)
    assert not watch.clipping


def test_clipping_that_comes_and_goes_with_the_vowels_is_one_trouble() -> None:
    watch, seen = LevelWatch(1.5), []
    for _ in range(10):
        for piece in (speech(0.25, 40_000), speech(0.5)):
            feed(watch, piece)
            seen.append(watch.clipping)
    assert all(seen)
    feed(watch, speech(CLIPPING_STAYS_S + 0.25))
    assert not watch.clipping
