"""How good calibrated LRs are, where one knows who is whom."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.calibration import Calibration
from antigone.evidence.cross_validation import FOLDS, cross_validated
from antigone.evidence.isotonic import equal_error_rate, isotonic_blocks, least_cllr
from antigone.evidence.labelled_pairs import LabelledPairs
from antigone.evidence.rate_limits import Rate

BIN_WIDTH = 0.5
"""Width of a bin of the reliability table, in log10 LR."""

TIPPETT_STEPS = 10
"""Points of the Tippett plot per unit of log10 LR."""

_LN10 = math.log(10.0)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Pairs whose LRs lie close together: what they state, and what is true.

    Shares are those of pairs of one person at even prior odds: both classes weigh alike, however many
    pairs of each there are.

    Args:
        low: least log10 LR of the bin.
        high: log10 LR where the next bin begins.
        same: pairs of one person.
        different: pairs of two persons.
        stated_share: mean of LR / (1 + LR) over them.
        true_share: what it should have been.
        lowest_share: lower 95 % limit of the true share (Clopper-Pearson, pairs taken as independent).
        highest_share: upper 95 % limit of the true share.
    """

    low: float
    high: float
    same: int
    different: int
    stated_share: float
    true_share: float
    lowest_share: float
    highest_share: float


@dataclass(frozen=True, slots=True)
class TippettPoint:
    """Shares of the pairs of one person and of two whose log10 LR is at least so high."""

    log10_lr: float
    same: float
    different: float


@dataclass(frozen=True)
class CalibrationMeasures:
    """How a calibration does on pairs that it has not seen.

    Args:
        cllr: cost in bits, cross-validated: 0 always right and sure, 1 no better than saying nothing.
        cllr_min: what is left of it with the best monotone calibration of the same scores.
        cllr_fitted: cost on the very pairs it was fitted to; far below `cllr`, it is overfitted.
        equal_error_rate: of the scores, on the convex hull.
        misleading_same: pairs of one person whose log10 LR is below 0, cross-validated.
        misleading_different: pairs of two persons whose log10 LR is above 0, cross-validated.
        calibration_error: mean distance of stated and true share over the bins, both classes weighing
            alike, cross-validated.
        reliability: the bins that hold pairs, from low to high.
        tippett: points from the lowest log10 LR to the highest.
        folds: parts of the cross-validation.
        groups: groups of dependent pairs that were kept together; None: each pair by itself.
        seed: of the draw of the parts.
    """

    cllr: float
    cllr_min: float
    cllr_fitted: float
    equal_error_rate: float
    misleading_same: Rate
    misleading_different: Rate
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    tippett: tuple[TippettPoint, ...]
    folds: int
    groups: int | None
    seed: int

    @property
    def calibration_loss(self) -> float:
        """The part of Cllr that a better calibration could save, in bits."""
        return self.cllr - self.cllr_min


def measure(
    pairs: LabelledPairs, calibration: Calibration, *, folds: int = FOLDS, seed: int = 1
) -> CalibrationMeasures:
    """The measures of a calibration that was fitted to all of these pairs.

    What tells about new pairs is computed from LRs of which each comes from a calibration of the
    other parts, see `cross_validated`.

    Raises:
        CalibrationRefused: without one part the rest has no calibration.
    """
    new = cross_validated(pairs, folds=folds, seed=seed, slope_sd=calibration.slope_sd)
    same, different = new[pairs.same], new[~pairs.same]
    blocks = isotonic_blocks(pairs)
    fitted = calibration.log10_lr(pairs.scores)
    bins = reliability_bins(same, different)
    groups = None if pairs.groups is None else len(np.unique(pairs.groups))
    return CalibrationMeasures(
        cllr=cllr(same, different),
        cllr_min=least_cllr(blocks),
        cllr_fitted=cllr(fitted[pairs.same], fitted[~pairs.same]),
        equal_error_rate=equal_error_rate(blocks),
        misleading_same=Rate(int((same < 0.0).sum()), len(same)),
        misleading_different=Rate(int((different > 0.0).sum()), len(different)),
        calibration_error=calibration_error(bins, len(same), len(different)),
        reliability=bins,
        tippett=tippett_points(same, different),
        folds=folds if groups is None else min(folds, groups),
        groups=groups,
        seed=seed,
    )


def cllr(same: NDArray[np.float64], different: NDArray[np.float64]) -> float:
    """The cost of log10 LRs in bits, both classes weighing alike.

    ½ mean log2(1 + 1/LR) over pairs of one person + ½ mean log2(1 + LR) over pairs of two (Brümmer, du Preez
    2006, doi:10.1016/j.csl.2005.08.001).

    >>> cllr(np.zeros(3), np.zeros(5)), cllr(np.array([np.inf]), np.array([-np.inf]))
    (1.0, 0.0)
    """
    missed = np.logaddexp(0.0, -_LN10 * same).mean()
    false = np.logaddexp(0.0, _LN10 * different).mean()
    return float(0.5 * (missed + false) / math.log(2.0))


def reliability_bins(
    same: NDArray[np.float64], different: NDArray[np.float64]
) -> tuple[ReliabilityBin, ...]:
    """The reliability of finite log10 LRs of pairs of one person and of two, in bins of `BIN_WIDTH`."""
    of_same = np.floor(same / BIN_WIDTH).astype(np.int64)
    of_different = np.floor(different / BIN_WIDTH).astype(np.int64)
    weights = 1.0 / len(same), 1.0 / len(different)
    bins = []
    for number in np.union1d(of_same, of_different).tolist():
        here = same[of_same == number], different[of_different == number]
        counts = len(here[0]), len(here[1])
        weight = counts[0] * weights[0] + counts[1] * weights[1]
        stated = sum(w * float(_share(lr).sum()) for w, lr in zip(weights, here, strict=True))
        low, high = Rate(counts[0], sum(counts)).limits()
        bins.append(
            ReliabilityBin(
                low=number * BIN_WIDTH,
                high=(number + 1) * BIN_WIDTH,
                same=counts[0],
                different=counts[1],
                stated_share=stated / weight,
                true_share=counts[0] * weights[0] / weight,
                lowest_share=_at_even_odds(low, weights),
                highest_share=_at_even_odds(high, weights),
            )
        )
    return tuple(bins)


def _share(log10_lr: NDArray[np.float64]) -> NDArray[np.float64]:
    """LR / (1 + LR)."""
    return np.exp(-np.logaddexp(0.0, -_LN10 * log10_lr))


def _at_even_odds(share: float, weights: tuple[float, float]) -> float:
    """A share among pairs as they were counted, as one where both classes weigh alike."""
    same, different = share * weights[0], (1.0 - share) * weights[1]
    return same / (same + different)


def calibration_error(bins: tuple[ReliabilityBin, ...], same: int, different: int) -> float:
    """Expected calibration error: mean distance of stated and true share, at even prior odds.

    Args:
        bins: as of `reliability_bins`.
        same: all pairs of one person.
        different: all pairs of two persons.
    """
    return math.fsum(
        0.5 * (b.same / same + b.different / different) * abs(b.stated_share - b.true_share)
        for b in bins
    )


def tippett_points(
    same: NDArray[np.float64], different: NDArray[np.float64]
) -> tuple[TippettPoint, ...]:
    """The Tippett plot of finite log10 LRs: at each tenth, the shares that lie there or above.

    The first point is at or below all of them, the last above all of them, and 0 is among the points.
    """
    both = np.concatenate([same, different])
    first = min(math.floor(float(both.min()) * TIPPETT_STEPS), 0)
    last = max(math.floor(float(both.max()) * TIPPETT_STEPS) + 1, 0)
    places = np.arange(first, last + 1) / TIPPETT_STEPS
    shares = [1.0 - np.searchsorted(np.sort(lr), places) / len(lr) for lr in (same, different)]
    return tuple(
        TippettPoint(*point)
        for point in zip(places.tolist(), *(share.tolist() for share in shares), strict=True)
    )
