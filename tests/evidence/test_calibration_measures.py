from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.calibration import fit_calibration
from antigone.evidence.calibration_measures import (
    calibration_error,
    cllr,
    measure,
    reliability_bins,
    tippett_points,
)
from antigone.evidence.cross_validation import cross_validated, fold_of_each
from antigone.evidence.labelled_pairs import CalibrationRefused, LabelledPairs
from antigone.evidence.rate_limits import Rate
from tests.evidence.labelled import labelled, normal_pairs

LRS = st.lists(st.floats(-6.0, 6.0), min_size=1, max_size=40)


def test_cllr_of_systems_that_need_no_sum() -> None:
    assert cllr(np.zeros(4), np.zeros(9)) == 1.0
    assert cllr(np.full(4, 9.0), np.full(9, -9.0)) == pytest.approx(0.0, abs=1e-8)
    assert cllr(np.array([-math.inf]), np.zeros(1)) == math.inf
    three = math.log10(3.0)
    expected = 0.5 * (math.log2(1 + 1 / 3) + math.log2(1 + 1 / 3))
    assert cllr(np.full(2, three), np.full(5, -three)) == pytest.approx(expected)


def test_a_useless_score_costs_a_bit_and_a_perfect_one_next_to_nothing() -> None:
    useless = normal_pairs(3, 2000, 2000, 0.05)
    assert measure(useless, fit_calibration(useless)).cllr == pytest.approx(1.0, abs=0.01)
    perfect = labelled([1.0] * 500, [0.0] * 500)
    found = measure(perfect, fit_calibration(perfect))
    assert found.cllr == pytest.approx(math.log2(1 + 1 / 451), rel=1e-6)
    assert found.cllr_min == found.equal_error_rate == 0.0
    assert found.misleading_same == found.misleading_different == Rate(0, 500)


def test_right_lrs_are_found_right_and_new_pairs_cost_no_less_than_old_ones() -> None:
    pairs = normal_pairs(4, 2000, 20_000, 2.5)
    found = measure(pairs, fit_calibration(pairs))
    assert found.cllr_min < found.cllr_fitted < found.cllr < found.cllr_min + 0.02
    assert found.calibration_loss == found.cllr - found.cllr_min
    assert found.calibration_error < 0.015
    assert found.equal_error_rate == pytest.approx(0.5 * math.erfc(1.25 / math.sqrt(2)), abs=0.01)
    low, high = found.misleading_different.limits()
    assert low < 0.5 * math.erfc(1.25 / math.sqrt(2)) < high
    within = [b.lowest_share <= b.stated_share <= b.highest_share for b in found.reliability]
    assert sum(within) >= len(within) - 2


def test_lrs_that_claim_too_much_are_told() -> None:
    rng = np.random.default_rng(2)
    same, different = rng.normal(1.0, 1.0, 4000), rng.normal(-1.0, 1.0, 4000)
    right = reliability_bins(2.0 * same / math.log(10), 2.0 * different / math.log(10))
    doubled = reliability_bins(4.0 * same / math.log(10), 4.0 * different / math.log(10))
    assert calibration_error(right, 4000, 4000) < 0.02
    assert calibration_error(doubled, 4000, 4000) > 0.04
    above, below = (next(b for b in doubled if b.low == low) for low in (1.0, -1.5))
    assert above.stated_share > above.highest_share
    assert below.stated_share < below.lowest_share


@given(LRS, LRS)
def test_bins_hold_every_pair_once_and_their_own_shares(
    same: list[float], different: list[float]
) -> None:
    bins = reliability_bins(np.array(same), np.array(different))
    for b in bins:
        here = (
            [x for x in same if b.low <= x < b.high],
            [x for x in different if b.low <= x < b.high],
        )
        assert (b.same, b.different) == (len(here[0]), len(here[1]))
        weight = len(here[0]) / len(same) + len(here[1]) / len(different)
        assert b.true_share == pytest.approx(len(here[0]) / len(same) / weight)
        stated = sum(1 / (1 + 10**-x) for x in here[0]) / len(same)
        stated += sum(1 / (1 + 10**-x) for x in here[1]) / len(different)
        assert b.stated_share == pytest.approx(stated / weight)
        assert b.lowest_share <= b.true_share + 1e-12
        assert b.true_share <= b.highest_share + 1e-12
    assert sum(b.same + b.different for b in bins) == len(same) + len(different)
    assert 0.0 <= calibration_error(bins, len(same), len(different)) <= 1.0


def test_limits_are_those_of_the_counts_where_both_classes_are_as_many() -> None:
    bins = reliability_bins(np.array([0.1] * 3 + [2.1] * 7), np.array([0.2] * 5 + [-1.0] * 5))
    middle = next(b for b in bins if b.low == 0.0)
    assert (middle.lowest_share, middle.highest_share) == pytest.approx(Rate(3, 8).limits())


@given(LRS, LRS)
def test_tippett_points_count_what_reaches_them(same: list[float], different: list[float]) -> None:
    points = tippett_points(np.array(same), np.array(different))
    assert any(p.log10_lr == 0.0 for p in points)
    assert (points[0].same, points[0].different) == (1.0, 1.0)
    assert (points[-1].same, points[-1].different) == (0.0, 0.0)
    for p in points:
        assert p.same == pytest.approx(sum(x >= p.log10_lr for x in same) / len(same))
        assert p.different == pytest.approx(
            sum(x >= p.log10_lr for x in different) / len(different)
        )


def test_each_part_has_its_share_of_both_classes() -> None:
    pairs = normal_pairs(1, 100, 1000, 1.0)
    fold = fold_of_each(pairs, 10, seed=5)
    assert np.bincount(fold[pairs.same]).tolist() == [10] * 10
    assert np.bincount(fold[~pairs.same]).tolist() == [100] * 10
    assert fold.tolist() == fold_of_each(pairs, 10, seed=5).tolist()
    assert fold.tolist() != fold_of_each(pairs, 10, seed=6).tolist()


def grouped(pairs: LabelledPairs, groups: int) -> LabelledPairs:
    return LabelledPairs(pairs.scores, pairs.same, np.arange(len(pairs.scores)) % groups)


def test_a_group_is_left_out_as_a_whole() -> None:
    pairs = grouped(normal_pairs(1, 60, 60, 2.0), 17)
    fold = fold_of_each(pairs, 5, seed=1)
    assert pairs.groups is not None
    for group in range(17):
        assert len(set(fold[pairs.groups == group].tolist())) == 1
    assert sorted(set(fold.tolist())) == [0, 1, 2, 3, 4]
    alone = fold_of_each(pairs, 100, seed=1)
    assert len(set(alone.tolist())) == 17
    found = measure(pairs, fit_calibration(pairs), folds=100)
    assert (found.folds, found.groups) == (17, 17)


def test_each_pair_is_judged_by_the_calibration_of_the_others() -> None:
    pairs = normal_pairs(2, 40, 60, 2.0)
    fold = fold_of_each(pairs, 4, seed=3)
    found = cross_validated(pairs, folds=4, seed=3)
    for number in range(4):
        here = fold == number
        others = fit_calibration(pairs.subset(~here))
        assert found[here].tolist() == others.log10_lr(pairs.scores[here]).tolist()


def test_dependent_pairs_look_better_when_they_are_taken_apart() -> None:
    # 30 groups of 20 equal scores: what looks like 600 pairs of each class is 15.
    rng = np.random.default_rng(11)
    scores = np.repeat(rng.normal(0.0, 1.0, 30) + np.arange(30) % 2, 20)
    same = np.repeat(np.arange(30) % 2 == 1, 20)
    groups = np.repeat(np.arange(30), 20)
    apart = LabelledPairs(scores, same)
    together = LabelledPairs(scores, same, groups)
    calibration = fit_calibration(apart)
    assert measure(apart, calibration).cllr < measure(together, calibration, folds=30).cllr


def test_what_cannot_be_judged_is_refused() -> None:
    pairs = normal_pairs(1, 20, 20, 2.0)
    one = LabelledPairs(pairs.scores, pairs.same, np.zeros(40, dtype=np.int64))
    with pytest.raises(CalibrationRefused, match="two groups or more"):
        cross_validated(one)
    by_class = LabelledPairs(pairs.scores, pairs.same, pairs.same.astype(np.int64))
    with pytest.raises(
        CalibrationRefused, match="without part 1 of 2 the rest cannot be calibrated"
    ):
        cross_validated(by_class)
    with pytest.raises(ValueError, match="2 or more"):
        fold_of_each(pairs, 1, seed=1)
