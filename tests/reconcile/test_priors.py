from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.reconcile.priors import PriorError, flat, open_list


@given(st.integers(1, 7), st.integers(1, 7), st.floats(0.01, 0.99))
def test_an_open_list_expects_the_overlap(remains: int, missing: int, share: float) -> None:
    overlap = share * min(remains, missing)
    odds = 10 ** open_list(remains, missing, overlap).log10_odds
    weights = [
        math.comb(remains, k) * math.comb(missing, k) * math.factorial(k) * odds**k
        for k in range(min(remains, missing) + 1)
    ]
    expected = sum(k * w for k, w in enumerate(weights)) / sum(weights)
    assert expected == pytest.approx(overlap, rel=1e-9)


def test_a_long_list_has_small_odds() -> None:
    odds = 10 ** open_list(10_000, 10_000, 7_500).log10_odds
    assert odds == pytest.approx(7_500 / 2_500**2, rel=1e-3)


def test_no_person_can_be_found_more_often_than_there_are() -> None:
    with pytest.raises(PriorError, match="allowed is above 0 and below 4"):
        open_list(4, 9, 4.0)


def test_odds_are_multiplied_and_the_words_say_so() -> None:
    varied = flat().times(0.1)
    assert varied.log10_odds == pytest.approx(-1.0)
    assert varied.words.endswith("times 0.1")
