from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from antigone.reconcile.gain import Cases, expected_gain, most_gain, settled, share_told

EITHER = Cases(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5]))
"""Remains that are one of two persons."""


def test_what_is_settled_counts_with_the_probability_to_be_right() -> None:
    assert settled(np.array([0.9996, 0.0004, 0.99]), 0.9995) == 0.9996
    assert settled(np.array([[1.0, 1.0], [0.5, 0.5]]), 0.9995).tolist() == [2.0, 0.0]


def test_no_sample_gains_more_than_knowing_the_case() -> None:
    assert most_gain(EITHER, 0.9995) == 1.0
    told = expected_gain(EITHER, [np.eye(2)], 0.9995, 500, np.random.default_rng(1))
    assert (told.mean, told.standard_error) == (1.0, 0.0)


def test_a_sample_that_looks_alike_in_every_case_gains_nothing() -> None:
    alike = np.array([[0.3, 0.7], [0.3, 0.7]])
    gain = expected_gain(EITHER, [alike] * 20, 0.9995, 500, np.random.default_rng(1))
    assert (gain.mean, gain.standard_error) == (0.0, 0.0)


def test_the_mean_is_that_of_all_outcomes_enumerated() -> None:
    cases = Cases(
        np.array([0.6, 0.3, 0.1]),
        np.array([[1.0, 0.0, 0.2], [0.0, 1.0, 0.9], [0.0, 0.0, 0.4]]),
        np.array([0.6, 0.3, 0.43]),
    )
    predictions = [
        np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6]]),
        np.array([[0.9, 0.1], [0.4, 0.6], [0.0, 1.0]]),
    ]
    exact = 0.0
    for first, second in product(range(3), range(2)):
        joint = cases.posterior * predictions[0][:, first] * predictions[1][:, second]
        if joint.sum() > 0.0:
            exact += joint.sum() * float(settled(joint / joint.sum() @ cases.pairs, 0.8))
    gain = expected_gain(cases, predictions, 0.8, 40_000, np.random.default_rng(2))
    assert exact > 0.1
    assert gain.mean == pytest.approx(exact, abs=4.0 * gain.standard_error)
    assert gain.standard_error < 0.01


def test_what_is_settled_already_is_no_gain_and_may_be_lost() -> None:
    cases = Cases(
        np.array([0.999, 0.001]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.999, 0.001])
    )
    doubtful = np.array([[0.9, 0.1], [0.1, 0.9]])
    gain = expected_gain(cases, [doubtful], 0.9985, 2_000, np.random.default_rng(3))
    assert gain.mean < 0.0


def test_the_same_seed_gives_the_same_gain() -> None:
    rows = [np.array([[0.7, 0.3], [0.2, 0.8]])] * 8
    first, second = (
        expected_gain(EITHER, rows, 0.99, 200, np.random.default_rng(4)) for _ in range(2)
    )
    assert first == second


def test_a_first_look_tells_nothing_some_or_all() -> None:
    assert share_told(EITHER, [np.array([[0.3, 0.7], [0.3, 0.7]])]) == pytest.approx(0.0)
    assert share_told(EITHER, [np.eye(2)]) == pytest.approx(1.0)
    # 1 - H(0.2)/log 2 of a toss-up that one marker tells with an error of 0.2.
    noisy = share_told(EITHER, [np.array([[0.8, 0.2], [0.2, 0.8]])])
    entropy = -(0.2 * np.log(0.2) + 0.8 * np.log(0.8)) / np.log(2.0)
    assert noisy == pytest.approx(1.0 - entropy)
    sure = Cases(np.array([1.0]), np.array([[1.0]]), np.array([1.0]))
    assert share_told(sure, [np.array([[0.5, 0.5]])]) == 0.0
