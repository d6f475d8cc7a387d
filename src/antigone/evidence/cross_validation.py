"""Labelled pairs judged by a calibration that never saw them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.calibration import SLOPE_SD, fit_calibration
from antigone.evidence.labelled_pairs import CalibrationRefused, LabelledPairs

FOLDS = 10
"""Parts that the pairs are split into, where nobody says another number."""


def fold_of_each(pairs: LabelledPairs, folds: int, seed: int) -> NDArray[np.int64]:
    """The part that each pair stands in, shape (pairs,), numbered from 0; drawn with the seed.

    With groups, a group stands in one part as a whole; where there are no more groups than parts, each
    is a part of its own (leave one group out). Without, each part has its share of both classes.

    Raises:
        CalibrationRefused: fewer than two groups.
        ValueError: fewer than two folds.
    """
    if folds < 2:
        raise ValueError(f"{folds} folds; allowed are 2 or more")
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(pairs.scores), dtype=np.int64)
    if pairs.groups is not None:
        groups, place = np.unique(pairs.groups, return_inverse=True)
        if len(groups) < 2:
            raise CalibrationRefused("all pairs are of one group; needed are two groups or more")
        return (rng.permutation(len(groups)) % min(folds, len(groups)))[place]
    for chosen in (pairs.same, ~pairs.same):
        fold[chosen] = rng.permutation(int(chosen.sum())) % folds
    return fold


def cross_validated(
    pairs: LabelledPairs, *, folds: int = FOLDS, seed: int = 1, slope_sd: float = SLOPE_SD
) -> NDArray[np.float64]:
    """The log10 LR of each pair by a calibration fitted to all parts but its own, shape (pairs,).

    Each part is capped by the pairs that its own calibration had, so caps are a little lower than
    those of the calibration of all pairs.

    Raises:
        CalibrationRefused: without one part the rest has no calibration.
    """
    fold = fold_of_each(pairs, folds, seed)
    log10_lr = np.zeros(len(pairs.scores))
    for number in np.unique(fold).tolist():
        left_out = fold == number
        try:
            calibration = fit_calibration(pairs.subset(~left_out), slope_sd=slope_sd, least=1)
        except CalibrationRefused as error:
            raise CalibrationRefused(
                f"without part {number + 1} of {int(fold.max()) + 1} the rest cannot be calibrated, so "
                f"nothing can be said of new pairs: {error}"
            ) from error
        log10_lr[left_out] = calibration.log10_lr(pairs.scores[left_out])
    return log10_lr
