"""From a score to a likelihood ratio: logistic regression on pairs of which one knows who is whom."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.labelled_pairs import CalibrationRefused, LabelledPairs

LEAST_PAIRS = 20
"""Least pairs of each class: fewer could not carry an LR of 20 (our proposal)."""

SLOPE_SD = 10.0
"""Standard deviation of the normal prior on the slope, in natural-log units per standard deviation of
the scores. Two normal distributions six of their standard deviations apart have a slope of 19, three
apart one of 5: so the prior is felt only where the classes do not overlap at all (our proposal)."""

_MOST_STEPS = 200
_PRECISION = 1e-10
_LEAST_SPREAD = 1e-100
_LN10 = math.log(10.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """log10 LR = intercept + slope * score, kept within what the pairs can carry.

    Args:
        intercept: log10 LR of the score 0, before the caps.
        slope: log10 LR per unit of score, above 0.
        same_pairs: pairs of one person it was made of.
        different_pairs: pairs of two persons it was made of.
        lowest_score: of all these pairs; below it the line is an extrapolation.
        highest_score: of all these pairs; above it likewise.
        slope_sd: the weak prior that it was made with, as `SLOPE_SD`.
    """

    intercept: float
    slope: float
    same_pairs: int
    different_pairs: int
    lowest_score: float
    highest_score: float
    slope_sd: float = SLOPE_SD

    @property
    def highest(self) -> float:
        """Upper cap of the log10 LR, log10(n + 1) of the n pairs of two persons.

        After n pairs of which none reached a score, the rate of those that do may well be 1 / (n + 1):
        a greater LR would rest on the line alone, far from all that was seen. Why LRs must stop where
        the data stop: Vergeer et al., Science & Justice 2016;56:482, doi:10.1016/j.scijus.2016.06.003,
        whose own limits are of another form; n + 1 is our proposal.
        """
        return math.log10(self.different_pairs + 1)

    @property
    def lowest(self) -> float:
        """Lower cap of the log10 LR, -log10(n + 1) of the n pairs of one person."""
        return -math.log10(self.same_pairs + 1)

    def log10_lr(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log10 LR of some scores, in their shape; it never falls where the score rises.

        >>> calibration = Calibration(-1.0, 0.5, 99, 9_999, -3.0, 12.0)
        >>> calibration.log10_lr(np.array([-50.0, 0.0, 4.0, 50.0])).tolist()
        [-2.0, -1.0, 1.0, 4.0]

        Raises:
            ValueError: a score is not a number.
        """
        if np.isnan(scores).any():
            raise ValueError("a score is not a number; allowed are numbers")
        return np.clip(self.intercept + self.slope * scores, self.lowest, self.highest)


def fit_calibration(
    pairs: LabelledPairs, *, slope_sd: float = SLOPE_SD, least: int = LEAST_PAIRS
) -> Calibration:
    """The calibration of some pairs, by logistic regression with both classes weighted alike.

    With weights of 1/2 for each class the prior odds of the training set are 1, so the log odds of
    the regression are the log LR (Brümmer, du Preez, Computer Speech and Language 2006;20:230-275,
    doi:10.1016/j.csl.2005.08.001; Morrison, Australian Journal of Forensic Sciences 2013;45:173-197,
    doi:10.1080/00450618.2012.733025). Scores are standardised first, so that another unit or zero of
    the scores gives the same LRs. Where the classes do not overlap, the slope would grow without end; a
    normal prior on it, weighed against the pairs at their effective number 4 n1 n2 / (n1 + n2) (Kish), makes
    the fit finite and pulls LRs towards 1. It is no substitute for the caps, which such data then reach.

    Args:
        pairs: at least `least` of each class.
        slope_sd: standard deviation of the prior on the slope, above 0; see `SLOPE_SD`.
        least: least number of pairs of each class.

    Raises:
        CalibrationRefused: too few pairs of a class, scores that do not rise with the evidence, or
            scores that a double cannot tell apart.
    """
    same, different = pairs.of_same, pairs.of_different
    _refuse_few(len(same), len(different), least)
    means = float(same.mean()), float(different.mean())
    # The slope has the sign of this difference: the loss is convex, and this is its gradient at slope 0.
    if not means[0] > means[1]:
        raise CalibrationRefused(
            f"the scores do not rise with the evidence: their mean is {means[0]:.6g} in pairs of one "
            f"person and {means[1]:.6g} in pairs of two; allowed are scores that are higher for one "
            "person (turn the sign of a distance)"
        )
    centre = 0.5 * (means[0] + means[1])
    spread = math.sqrt(
        0.5 * float(np.mean((same - centre) ** 2) + np.mean((different - centre) ** 2))
    )
    if spread < _LEAST_SPREAD:
        raise CalibrationRefused(
            f"all scores lie within {_LEAST_SPREAD:g} of each other; allowed are scores in a larger unit"
        )
    effective = 4.0 * len(same) * len(different) / (len(same) + len(different))
    offset, steepness = _regression(
        (same - centre) / spread, (different - centre) / spread, 1.0 / (effective * slope_sd**2)
    )
    slope = steepness / spread / _LN10
    return Calibration(
        intercept=offset / _LN10 - slope * centre,
        slope=slope,
        same_pairs=len(same),
        different_pairs=len(different),
        lowest_score=float(pairs.scores.min()),
        highest_score=float(pairs.scores.max()),
        slope_sd=slope_sd,
    )


def _refuse_few(same: int, different: int, least: int) -> None:
    if min(same, different) < max(least, 1):
        raise CalibrationRefused(
            f"{same} pairs of one person and {different} pairs of two persons are too few; needed are "
            f"at least {max(least, 1)} of each"
        )


def _regression(
    same: NDArray[np.float64], different: NDArray[np.float64], penalty: float
) -> tuple[float, float]:
    """Offset and steepness in natural logs that minimise the loss, by Newton's method.

    Loss = ½ mean ln(1 + e^-z) over same + ½ mean ln(1 + e^z) over different + ½ penalty · steepness².
    It is strictly convex; a step that would raise it is halved.
    """
    at = np.zeros(2)
    loss = _loss(at, same, different, penalty)
    for _ in range(_MOST_STEPS):
        step = _newton_step(at, same, different, penalty)
        new = _loss(at + step, same, different, penalty)
        while new > loss * (1.0 + 1e-12):
            step = 0.5 * step
            new = _loss(at + step, same, different, penalty)
        at, loss = at + step, new
        if np.abs(step).max() <= _PRECISION * (1.0 + np.abs(at).max()):
            return float(at[0]), float(at[1])
    raise CalibrationRefused(
        "the logistic regression does not converge; the scores of nearly all pairs are equal"
    )


def _loss(
    at: NDArray[np.float64],
    same: NDArray[np.float64],
    different: NDArray[np.float64],
    penalty: float,
) -> float:
    missed = np.logaddexp(0.0, -(at[0] + at[1] * same)).mean()
    false = np.logaddexp(0.0, at[0] + at[1] * different).mean()
    return float(0.5 * (missed + false + penalty * at[1] ** 2))


def _newton_step(
    at: NDArray[np.float64],
    same: NDArray[np.float64],
    different: NDArray[np.float64],
    penalty: float,
) -> NDArray[np.float64]:
    gradient = np.array([0.0, penalty * at[1]])
    curvature = np.array([[0.0, 0.0], [0.0, penalty]])
    for scores, sign in ((same, 1.0), (different, -1.0)):
        # The probability given to the wrong class, never as a difference of numbers near 1.
        wrong = np.exp(-np.logaddexp(0.0, sign * (at[0] + at[1] * scores)))
        bend = wrong * (1.0 - wrong)
        gradient -= 0.5 * sign * np.array([wrong.mean(), (wrong * scores).mean()])
        mixed = (bend * scores).mean()
        curvature += 0.5 * np.array([[bend.mean(), mixed], [mixed, (bend * scores**2).mean()]])
    step: NDArray[np.float64] = -np.linalg.solve(curvature, gradient)
    return step
