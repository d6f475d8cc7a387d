from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.rate_limits import Rate, at_most, upper_limit


def naive_at_most(events: int, trials: int, rate: float) -> float:
    return math.fsum(
        math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(events + 1)
    )


def test_without_an_event_the_limit_is_the_closed_formula() -> None:
    for trials in (1, 10, 10_000):
        assert upper_limit(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials), rel=1e-12)
    assert upper_limit(0, 10_000) == pytest.approx(3 / 10_000, rel=0.002)
    assert upper_limit(7, 7) == 1.0


@pytest.mark.parametrize(("events", "trials"), [(1, 10), (2, 50), (5, 50), (3, 10_000), (9, 10)])
def test_at_the_limit_so_few_events_have_one_chance_in_twenty(events: int, trials: int) -> None:
    rate = upper_limit(events, trials)
    assert naive_at_most(events, trials, rate) == pytest.approx(0.05, rel=1e-6)


def test_published_limits_are_found() -> None:
    assert upper_limit(1, 10) == pytest.approx(0.39416, abs=1e-5)
    assert upper_limit(5, 100, 0.975) == pytest.approx(0.11284, abs=1e-5)


@pytest.mark.parametrize(("events", "trials"), [(-1, 5), (6, 5)])
def test_counts_that_cannot_be_are_refused(events: int, trials: int) -> None:
    with pytest.raises(ValueError, match="allowed"):
        upper_limit(events, trials)


@given(st.integers(0, 150), st.integers(0, 150), st.floats(0.0, 1.0))
def test_the_fraction_is_the_sum(events: int, more: int, rate: float) -> None:
    trials = events + more
    expected = naive_at_most(events, trials, rate)
    assert at_most(events, trials, rate) == pytest.approx(expected, rel=1e-9, abs=1e-250)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_limits_hold_the_share_and_mirror_each_other(events: int, more: int) -> None:
    trials = max(events + more, 1)
    low, high = Rate(events, trials).limits()
    assert 0.0 <= low <= events / trials <= high <= 1.0
    mirrored = Rate(trials - events, trials).limits()
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


def test_many_trials_approach_the_normal_limits() -> None:
    low, high = Rate(250_000, 1_000_000).limits()
    spread = 1.959964 * math.sqrt(0.25 * 0.75 / 1_000_000)
    assert (low, high) == pytest.approx((0.25 - spread, 0.25 + spread), abs=2e-6)


@pytest.mark.parametrize(("events", "trials"), [(1, 0), (0, 0), (-1, 3), (4, 3)])
def test_a_rate_of_nothing_is_refused(events: int, trials: int) -> None:
    with pytest.raises(ValueError, match="at least one trial"):
        Rate(events, trials)
