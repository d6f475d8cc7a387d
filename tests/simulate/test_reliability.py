from __future__ import annotations

import numpy as np
import pytest

from antigone.simulate.reliability import EDGES, MIDDLE, bin_of, reliability


def test_bins_hold_their_lower_edge() -> None:
    assert [bin_of(edge) for edge in EDGES] == list(range(len(EDGES)))
    assert bin_of(0.0099999) == MIDDLE[0] - 1
    assert bin_of(0.99) == MIDDLE[1]
    assert bin_of(1.0) == len(EDGES) - 1


def test_scores_of_few_posteriors_are_the_closed_ones() -> None:
    rows: list[tuple[dict[str, float], float, str | None]] = [
        ({"A": 0.75, "B": 0.0}, 0.25, "A"),
        ({"A": 0.25, "B": 0.5}, 0.25, None),
        ({"A": 0.0, "B": 1.0}, 0.0, "C"),
    ]
    found = reliability(rows)
    first = 0.25**2 + 0.25**2
    second = 0.25**2 + 0.5**2 + 0.75**2
    assert found.mean_brier == pytest.approx((first + second + 2.0) / 3)
    middle = (abs(0.75 - 1) + 0.25 + 0.5) / 3
    assert found.calibration_error(*MIDDLE) == pytest.approx(middle)
    assert sum(found.pairs) == 6
    assert sum(found.true) == 1


def test_right_posteriors_err_by_chance_only_and_wrong_ones_by_more() -> None:
    rng = np.random.default_rng(1)
    chance, stated_too_high = [], []
    for _ in range(200):
        p = rng.uniform(0.01, 0.9, 500)
        true = rng.random(500) < p
        right = reliability(
            ({"A": q}, 1 - q, "A" if t else None)
            for q, t in zip(p.tolist(), true.tolist(), strict=True)
        )
        wrong = reliability(
            ({"A": min(1.0, q + 0.1)}, max(0.0, 0.9 - q), "A" if t else None)
            for q, t in zip(p.tolist(), true.tolist(), strict=True)
        )
        chance.append(right.calibration_error(*MIDDLE) / right.calibration_error_by_chance(*MIDDLE))
        stated_too_high.append(wrong.calibration_error(*MIDDLE))
    assert np.mean(chance) == pytest.approx(1.0, abs=0.08)
    assert np.mean(stated_too_high) > 0.09
