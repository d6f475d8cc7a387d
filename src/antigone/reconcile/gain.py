"""How many more remains a sample or test is expected to settle, by simulated outcomes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.reconcile.predicted import Predicted

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cases:
    """The ways in which a block of remains may be settled, as far as a new sample tells them apart.

    Args:
        posterior: shape (cases,), of each before the sample; they exclude each other.
        pairs: shape (cases, pairs), posterior of each pair of remains and person in each case.
        now: shape (pairs,), posterior of each pair before the sample.
    """

    posterior: Floats
    pairs: Floats
    now: Floats


@dataclass(frozen=True, slots=True)
class Gain:
    """Expected number of further remains whose person reaches the threshold, with its standard error."""

    mean: float
    standard_error: float


def settled(pairs: Floats, threshold: float) -> Floats:
    """Expected number of remains that are rightly settled, where pairs have these posteriors.

    A pair that reaches the threshold is settled, and right with its posterior; shape (..., pairs).
    """
    return np.asarray(np.where(pairs >= threshold, pairs, 0.0).sum(axis=-1))


def most_gain(cases: Cases, threshold: float) -> float:
    """What would be gained if it were known which case is true; no sample can tell more."""
    known = float(cases.posterior @ settled(cases.pairs, threshold))
    return known - float(settled(cases.now, threshold))


def share_told(cases: Cases, predictions: Sequence[Predicted]) -> float:
    """How much of what is not known of the case these markers tell, at most all of it: a first look.

    Their information on the case (mutual information, summed over markers), over its entropy.
    """
    posterior = cases.posterior / cases.posterior.sum()
    unknown = float(-(posterior * np.log(posterior)).sum())
    told = 0.0
    for rows in predictions:
        mean = posterior @ rows
        ratio = np.divide(rows, mean, out=np.ones_like(rows), where=rows > 0.0)
        told += float(posterior @ (rows * np.log(ratio)).sum(axis=1))
    return min(1.0, told / unknown) if unknown > 0.0 else 0.0


def expected_gain(
    cases: Cases,
    predictions: Sequence[Predicted],
    threshold: float,
    worlds: int,
    rng: Generator,
) -> Gain:
    """The gain of a sample, over simulated worlds.

    In each world the true case is drawn from its posterior, and what the sample shows at every marker
    from its exact distribution in that case. Then the posterior of all cases is taken anew by Bayes'
    rule, and with it that of every pair: given the case, a sample of a relative says nothing more.
    Whoever reaches the threshold counts with the posterior to be right, which over all worlds is the
    same number as counting those who are right, with less noise. Cases are drawn in even steps
    (systematic sampling), so that the standard error, as of independent draws, is on the safe side.

    Args:
        cases: what the sample tells apart.
        predictions: for each marker the distribution of what it shows in each case.
        threshold: least posterior, the error of the block added.
        worlds: how many.
        rng: the same generator state gives the same numbers.
    """
    # No pair can end above its highest posterior in any single case.
    within_reach = (cases.pairs >= threshold).any(axis=0)
    pairs = cases.pairs[:, within_reach]
    true = _drawn_evenly(cases.posterior, worlds, rng)
    with np.errstate(divide="ignore"):
        logs = np.repeat(np.log(cases.posterior)[:, None], worlds, axis=1)
        for rows in predictions:
            logs += np.log(rows)[:, _outcomes(rows, true, rng)]
    logs -= logs.max(axis=0)
    posterior = np.exp(logs)
    posterior /= posterior.sum(axis=0)
    gained = settled(posterior.T @ pairs, threshold) - float(settled(cases.now, threshold))
    return Gain(float(gained.mean()), float(gained.std(ddof=1)) / math.sqrt(worlds))


def _drawn_evenly(posterior: Floats, worlds: int, rng: Generator) -> NDArray[np.intp]:
    steps = (np.arange(worlds) + rng.random()) / worlds
    sums = np.cumsum(posterior / posterior.sum())
    return np.minimum(np.searchsorted(sums, steps, side="right"), posterior.size - 1)


def _outcomes(rows: Predicted, true: NDArray[np.intp], rng: Generator) -> NDArray[np.intp]:
    """What each world's sample shows at a marker; `true` is sorted."""
    found = np.empty(true.size, dtype=np.intp)
    at = rng.random(true.size)
    for case in np.unique(true).tolist():
        here = true == case
        possible = np.flatnonzero(rows[case])
        sums = np.cumsum(rows[case, possible])
        place = np.searchsorted(sums / sums[-1], at[here], side="right")
        found[here] = possible[np.minimum(place, possible.size - 1)]
    return found
