"""Likelihood ratios of many pairs of charts: plain loops over arrays."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int32]


@njit(nogil=True, cache=True, fastmath={"contract"})
def fill_log10_lr(
    result: Array,
    pm_rows: NDArray[np.int64],
    am_rows: NDArray[np.int64],
    pm_codes: Codes,
    am_codes: Codes,
    steps: NDArray[np.int8],
    step: int,
    joint: Array,
    am: Array,
    pm: Array,
    shares: Array,
    misfiled: float,
) -> None:
    """Fill the log10 LR of those pairs of the given rows whose interval is this step.

    For one chart of remains the factors of every finding of the other side lie together, three for
    each class: both charts, the other alone, this one alone. A place where one of them is silent (code
    0) has factor 1 in all three, so that only places where both speak count.

    Args:
        result: shape (remains, persons), filled in place; nan stays where nothing is compared.
        pm_rows, am_rows: where in `result` the charts coded here stand.
        pm_codes, am_codes: by row and place the number of the finding.
        steps: shape (pm_rows, am_rows), the interval of each pair.
        step: the one to fill.
        joint, am, pm: as in `Likelihoods`.
        shares: of the classes.
        misfiled: probability that a chart is somebody else's.
    """
    places, _, findings, classes = joint.shape
    factors = np.empty((places, findings, 3 * classes))
    product = np.empty(3 * classes)
    for row in range(len(pm_rows)):
        own = pm_codes[row]
        speaking = np.flatnonzero(own)
        for place in speaking:
            for finding in range(findings):
                for c in range(classes):
                    factors[place, finding, c] = joint[place, own[place], finding, c]
                    factors[place, finding, classes + c] = am[place, finding, c]
                    factors[place, finding, 2 * classes + c] = pm[place, own[place], c]
            factors[place, 0] = 1.0
        for column in range(len(am_rows)):
            if steps[row, column] != step:
                continue
            other = am_codes[column]
            product[:] = 1.0
            compared = 0
            for place in speaking:
                finding = other[place]
                compared += finding != 0
                for c in range(3 * classes):
                    product[c] *= factors[place, finding, c]
            if compared:
                both = one = two = 0.0
                for c in range(classes):
                    both += shares[c] * product[c]
                    one += shares[c] * product[classes + c]
                    two += shares[c] * product[2 * classes + c]
                ratio = np.log10(both) - np.log10(one) - np.log10(two)
                result[pm_rows[row], am_rows[column]] = np.log10(
                    (1.0 - misfiled) * 10.0**ratio + misfiled
                )
