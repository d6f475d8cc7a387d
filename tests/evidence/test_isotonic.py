from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.calibration_measures import cllr
from antigone.evidence.isotonic import Block, equal_error_rate, isotonic_blocks, least_cllr
from antigone.evidence.labelled_pairs import LabelledPairs
from tests.evidence.labelled import labelled

FEW = st.lists(st.integers(0, 8).map(float), min_size=1, max_size=25)


def naive_share(pairs: LabelledPairs) -> list[Fraction]:
    """The isotonic regression of each score, by the max-min formula over all runs of scores."""
    values = np.unique(pairs.scores)
    same = [int(pairs.same[pairs.scores == value].sum()) for value in values]
    both = [int((pairs.scores == value).sum()) for value in values]
    shares = [
        max(
            min(Fraction(sum(same[i:j]), sum(both[i:j])) for j in range(place + 1, len(values) + 1))
            for i in range(place + 1)
        )
        for place in range(len(values))
    ]
    return [shares[place] for place in np.searchsorted(values, np.sort(pairs.scores))]


@given(FEW, FEW)
def test_blocks_are_the_isotonic_regression(same: list[float], different: list[float]) -> None:
    pairs = labelled(same, different)
    found = [
        Fraction(block.same, block.same + block.different)
        for block in isotonic_blocks(pairs)
        for _ in range(block.same + block.different)
    ]
    assert found == naive_share(pairs)


@given(FEW, FEW)
def test_no_monotone_calibration_costs_less(same: list[float], different: list[float]) -> None:
    pairs = labelled(same, different)
    least = least_cllr(isotonic_blocks(pairs))
    assert 0.0 <= least <= 1.0 + 1e-12
    for slope in (0.0, 0.2, 1.0):
        for middle in (2.0, 4.0):
            lr = slope * (pairs.scores - middle)
            assert least <= cllr(lr[pairs.same], lr[~pairs.same]) + 1e-12


@given(FEW, FEW)
def test_the_equal_error_rate_is_the_lowest_tangent_of_all_thresholds(
    same: list[float], different: list[float]
) -> None:
    pairs = labelled(same, different)
    found = equal_error_rate(isotonic_blocks(pairs))
    corners = [(0.0, 1.0), (1.0, 0.0)] + [
        (float(np.mean(pairs.of_same < t)), float(np.mean(pairs.of_different >= t)))
        for t in np.unique(pairs.scores)
    ]
    # Where two thresholds lie on both sides of the diagonal, a mixture of them has equal errors.
    mixtures = []
    for missed, false in corners:
        for other_missed, other_false in corners:
            here, there = missed - false, other_missed - other_false
            if here <= 0.0 <= there:
                part = 0.0 if here == there else -here / (there - here)
                mixtures.append(missed + part * (other_missed - missed))
    assert found == pytest.approx(min(mixtures), abs=1e-12)


def test_closed_cases() -> None:
    apart = isotonic_blocks(labelled([3.0, 4.0], [1.0, 2.0, 2.0]))
    assert (least_cllr(apart), equal_error_rate(apart)) == (0.0, 0.0)
    alike = isotonic_blocks(labelled([1.0] * 3, [1.0] * 7))
    assert alike == (Block(3, 7),)
    assert (least_cllr(alike), equal_error_rate(alike)) == (1.0, 0.5)
    upside_down = isotonic_blocks(labelled([1.0], [2.0]))
    assert upside_down == (Block(1, 1),)


def test_many_equal_pairs_change_no_rate() -> None:
    once, often = (labelled([1, 2, 3] * n, [0, 1, 2] * n * n) for n in (1, 50))
    assert least_cllr(isotonic_blocks(once)) == pytest.approx(least_cllr(isotonic_blocks(often)))
    assert equal_error_rate(isotonic_blocks(once)) == pytest.approx(1 / 3)
    assert equal_error_rate(isotonic_blocks(often)) == pytest.approx(1 / 3)
