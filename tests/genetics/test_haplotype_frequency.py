from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.haplotype_frequency import (
    CountRefused,
    HaplotypeCount,
    clopper_pearson_upper,
)


class TestClosedFormulas:
    @pytest.mark.parametrize("size", [1, 50, 36_000])
    @pytest.mark.parametrize("confidence", [0.9, 0.95, 0.999])
    def test_never_seen(self, size: int, confidence: float) -> None:
        """(1-p)^n = 1 - confidence."""
        expected = -math.expm1(math.log(1 - confidence) / size)
        assert clopper_pearson_upper(0, size, confidence) == pytest.approx(expected, rel=1e-9)

    def test_all_but_one(self) -> None:
        """1 - p^n = 1 - confidence."""
        assert clopper_pearson_upper(9, 10, 0.95) == pytest.approx(0.95 ** (1 / 10), rel=1e-12)

    def test_always_seen(self) -> None:
        assert clopper_pearson_upper(7, 7) == 1.0

    def test_augmented_count(self) -> None:
        assert HaplotypeCount(2, 99).frequency == 0.03
        assert HaplotypeCount(2, 99, theta=0.5).frequency == 0.5 + 0.5 * 0.03


@given(st.integers(1, 60), st.data(), st.floats(0.5, 0.999))
def test_the_limit_solves_its_equation(size: int, data: st.DataObject, confidence: float) -> None:
    seen = data.draw(st.integers(0, size - 1))
    p = clopper_pearson_upper(seen, size, confidence)
    tail = sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(seen + 1))
    assert tail == pytest.approx(1 - confidence, rel=1e-9)


@given(st.integers(0, 20), st.integers(20, 5000), st.floats(0.0, 0.5))
def test_the_limit_is_above_the_count_and_theta_raises_both(
    seen: int, size: int, theta: float
) -> None:
    plain, with_theta = HaplotypeCount(seen, size), HaplotypeCount(seen, size, theta)
    assert plain.upper_limit() > seen / size or seen == size
    assert with_theta.frequency >= plain.frequency
    assert with_theta.upper_limit() >= plain.upper_limit()


def test_a_large_database_is_summed_without_underflow() -> None:
    """Near the normal limit: x/n + 1.645 standard errors."""
    limit = clopper_pearson_upper(40_000, 100_000)
    assert limit == pytest.approx(0.4 + 1.6449 * math.sqrt(0.24 / 100_000), abs=1e-5)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0, 0), "no haplotypes"),
        ((5, 4), "seen 5 times"),
        ((-1, 4), "seen -1"),
        ((0, 4, 1.0), "theta"),
    ],
)
def test_impossible_counts_are_refused(values: tuple[int, ...], words: str) -> None:
    with pytest.raises(CountRefused, match=words):
        HaplotypeCount(*values)


def test_an_impossible_confidence_is_refused() -> None:
    with pytest.raises(CountRefused, match="confidence"):
        clopper_pearson_upper(0, 10, 1.0)
