from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.calibration import LEAST_PAIRS, Calibration, fit_calibration
from antigone.evidence.labelled_pairs import CalibrationRefused, LabelledPairs
from tests.evidence.labelled import labelled, normal_pairs

SCORES = st.lists(st.floats(-50.0, 50.0), min_size=LEAST_PAIRS, max_size=60)


@pytest.mark.parametrize(
    ("hits", "same", "false", "different"),
    [(30, 40, 5, 100), (20, 25, 900, 4000), (21, 40, 20, 40)],
)
def test_two_scores_have_their_exact_lr_where_the_prior_is_flat(
    hits: int, same: int, false: int, different: int
) -> None:
    pairs = labelled(
        [7.0] * hits + [3.0] * (same - hits), [7.0] * false + [3.0] * (different - false)
    )
    found = fit_calibration(pairs, slope_sd=1e8).log10_lr(np.array([3.0, 7.0]))
    high = (hits / same) / (false / different)
    low = (1 - hits / same) / (1 - false / different)
    assert found == pytest.approx([math.log10(low), math.log10(high)], abs=1e-9)


def test_the_prior_is_hardly_felt_where_the_classes_overlap() -> None:
    pairs = normal_pairs(1, 400, 4000, 3.0)
    weak, none = fit_calibration(pairs), fit_calibration(pairs, slope_sd=1e8)
    assert weak.slope == pytest.approx(none.slope, rel=2e-3)
    assert weak.slope < none.slope


def test_the_lr_of_normal_scores_is_found() -> None:
    found = fit_calibration(normal_pairs(1, 20_000, 200_000, 2.0))
    assert found.slope == pytest.approx(2.0 / math.log(10.0), rel=0.02)
    assert found.intercept == pytest.approx(-2.0 / math.log(10.0), rel=0.02)


def test_the_number_of_pairs_of_each_class_is_no_prior() -> None:
    few = labelled([1, 2, 3] * 10, [0, 1, 2] * 10)
    many = labelled([1, 2, 3] * 10, [0, 1, 2] * 1000)
    first, second = (fit_calibration(pairs, slope_sd=1e8) for pairs in (few, many))
    assert (first.intercept, first.slope) == pytest.approx((second.intercept, second.slope))


def test_classes_apart_have_a_finite_slope_and_reach_the_caps() -> None:
    found = fit_calibration(labelled([1.0] * 30, [0.0] * 500))
    assert 0 < found.slope < 100
    assert found.log10_lr(np.array([0.0, 1.0])) == pytest.approx([-math.log10(31), math.log10(501)])


@given(SCORES, SCORES, st.floats(0.001, 1000.0), st.floats(-1e4, 1e4))
@settings(deadline=None)
def test_another_unit_and_zero_of_the_scores_change_no_lr(
    same: list[float], different: list[float], unit: float, zero: float
) -> None:
    # Steps of 1/64: no two scores fall together when they are moved.
    first = labelled(
        np.round(np.array(same) * 64) / 64 + 1.0, np.round(np.array(different) * 64) / 64
    )
    if first.of_same.mean() <= first.of_different.mean() + 0.01:
        return
    second = LabelledPairs(first.scores * unit + zero, first.same)
    before = fit_calibration(first).log10_lr(first.scores)
    assert fit_calibration(second).log10_lr(second.scores) == pytest.approx(before, abs=1e-5)


@given(SCORES, SCORES)
@settings(deadline=None)
def test_lrs_rise_with_the_score_within_the_caps(same: list[float], different: list[float]) -> None:
    pairs = labelled(same, different)
    try:
        found = fit_calibration(pairs)
    except CalibrationRefused:
        assert np.mean(same) <= np.mean(different) or np.ptp(pairs.scores) < 1e-90
        return
    lr = found.log10_lr(np.concatenate([np.sort(pairs.scores), [1e9]]))
    assert np.all(np.diff(lr) >= 0)
    assert found.slope > 0
    assert -math.log10(len(same) + 1) <= lr[0] <= lr[-1] <= math.log10(len(different) + 1)


@given(SCORES, SCORES)
@settings(deadline=None)
def test_at_the_end_the_loss_is_flat(same: list[float], different: list[float]) -> None:
    if np.mean(same) <= np.mean(different) + 1e-6:
        return
    found = fit_calibration(labelled(same, different), slope_sd=10.0)
    centre = 0.5 * float(np.mean(same) + np.mean(different))
    spread = math.sqrt(
        0.5
        * (np.mean((np.array(same) - centre) ** 2) + np.mean((np.array(different) - centre) ** 2))
    )
    effective = 4 * len(same) * len(different) / (len(same) + len(different))

    def loss(offset: float, steepness: float) -> float:
        z = [offset + steepness * (np.array(s) - centre) / spread for s in (same, different)]
        return float(
            0.5 * np.logaddexp(0, -z[0]).mean()
            + 0.5 * np.logaddexp(0, z[1]).mean()
            + steepness**2 / (200.0 * effective)
        )

    steepness = found.slope * spread * math.log(10)
    offset = (found.intercept + found.slope * centre) * math.log(10)
    least = loss(offset, steepness)
    for step in (1e-4, -1e-4):
        assert loss(offset + step, steepness) >= least
        assert loss(offset, steepness + step) >= least


def test_caps_are_those_of_the_class_that_would_be_wrong() -> None:
    found = Calibration(0.0, 1.0, 99, 99_999, -1.0, 1.0)
    assert (found.lowest, found.highest) == (-2.0, 5.0)
    assert found.log10_lr(np.array([-1e300, 1e300])).tolist() == [-2.0, 5.0]


def test_the_range_of_the_scores_is_kept() -> None:
    found = fit_calibration(labelled([1.0, 9.0] * 10, [0.0, -4.0] * 10))
    assert (found.lowest_score, found.highest_score) == (-4.0, 9.0)
    assert (found.same_pairs, found.different_pairs) == (20, 20)


@pytest.mark.parametrize(
    ("same", "different", "words"),
    [
        ([1.0] * 19, [0.0] * 50, "19 pairs of one person and 50 pairs of two persons are too few"),
        ([1.0] * 50, [], "at least 20 of each"),
        ([0.0] * 20, [1.0] * 20, "turn the sign of a distance"),
        ([1.0] * 20, [1.0] * 20, "do not rise"),
        ([1e-120] * 20, [0.0] * 20, "a larger unit"),
    ],
)
def test_pairs_that_teach_nothing_are_refused(
    same: list[float], different: list[float], words: str
) -> None:
    with pytest.raises(CalibrationRefused, match=words):
        fit_calibration(labelled(same, different))


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf, 2e9])
def test_scores_that_are_no_numbers_are_refused(score: float) -> None:
    with pytest.raises(CalibrationRefused, match="allowed are numbers from"):
        labelled([score], [0.0])


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(CalibrationRefused, match="for each pair"):
        LabelledPairs(np.zeros(3), np.zeros(2, dtype=np.bool_))
    with pytest.raises(CalibrationRefused, match="for each pair"):
        LabelledPairs(np.zeros(3), np.zeros(3, dtype=np.bool_), np.zeros(4, dtype=np.int64))


def test_not_a_number_has_no_lr() -> None:
    with pytest.raises(ValueError, match="not a number"):
        Calibration(0.0, 1.0, 20, 20, 0.0, 1.0).log10_lr(np.array([math.nan]))
