"""Labelled pairs for the tests of calibrations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.labelled_pairs import LabelledPairs


def labelled(
    same: Sequence[float] | NDArray[np.float64], different: Sequence[float] | NDArray[np.float64]
) -> LabelledPairs:
    """Pairs by the scores of both kinds."""
    scores = np.concatenate([np.asarray(same, float), np.asarray(different, float)])
    return LabelledPairs(scores, np.arange(len(scores)) < len(same))


def normal_pairs(seed: int, same: int, different: int, apart: float) -> LabelledPairs:
    """Scores of two normal distributions of spread 1: their exact natural-log LR is apart * (score - apart/2)."""
    rng = np.random.default_rng(seed)
    return labelled(rng.normal(apart, 1.0, same), rng.normal(0.0, 1.0, different))
