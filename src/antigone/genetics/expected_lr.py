"""What log10 LR the remains of a missing person would have, before they are found.

If remains are of the missing person, their genotypes are distributed as the family's table says; so
the distribution of their log10 LR follows from the table alone, marker by marker.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.program import Lanes
from antigone.genetics.stable_log import log10

STEPS = 16
"""Steps of a ban: each marker's log10 LR is rounded to these. Over 24 markers that moves the sum by
0.09 bans (standard deviation)."""

LOWEST_BANS, HIGHEST_BANS = -16, 64
BINS = (HIGHEST_BANS - LOWEST_BANS) * STEPS
"""A marker that would lead beyond these moves the sum as far as they reach."""

NEGLIGIBLE = 1e-9
"""Outcomes of a marker that are less probable are left out."""

Distributions = NDArray[np.float64]
"""Shape (families, BINS): probability of each value of log10 LR, complete profiles assumed."""


def certain_zero(families: int) -> Distributions:
    """The distribution before any marker is known: log10 LR is 0."""
    start = np.zeros((families, BINS))
    start[:, -LOWEST_BANS * STEPS] = 1.0
    return start


def probability_to_reach(distributions: Distributions, threshold: float) -> NDArray[np.float64]:
    """Probability that complete remains of each family's missing person reach a threshold."""
    first = int(np.ceil((threshold - LOWEST_BANS) * STEPS))
    reached: NDArray[np.float64] = distributions[:, max(0, first) :].sum(axis=1)
    return np.minimum(reached, 1.0)


@njit(nogil=True, cache=True)
def add_marker(
    distributions: Distributions,
    families: NDArray[np.int64],
    frequencies: Lanes,
    joint: Lanes,
    usable: NDArray[np.bool_],
) -> None:
    """Add what one marker may say to the distributions of some families.

    Silent alleles are taken as if they showed.

    Args:
        distributions: written to.
        families: shape (lanes,).
        frequencies, joint, usable: as for `table_kernels.fill_rows`.
    """
    states = frequencies.shape[0]
    before = np.empty(BINS)
    for lane in range(len(families)):
        if not usable[lane]:
            continue
        row = distributions[families[lane]]
        low, high = 0, BINS - 1
        while low < high and row[low] < NEGLIGIBLE:
            low += 1
        while high > low and row[high] < NEGLIGIBLE:
            high -= 1
        before[:] = row
        row[:] = 0.0
        scale = 1.0 / joint[:, lane].sum()
        for a in range(states):
            for b in range(a, states):
                probability = joint[a * states + b, lane] * scale
                population = frequencies[a, lane] * frequencies[b, lane]
                if a != b:
                    probability += joint[b * states + a, lane] * scale
                    population *= 2.0
                if probability < NEGLIGIBLE or population == 0.0:
                    continue
                shift = int(np.floor(log10(probability / population) * STEPS + 0.5))
                shift = min(max(shift, -low), BINS - 1 - high)
                # Slices, not sums of places: so the compiler knows that no place is negative.
                source = before[low : high + 1]
                target = row[low + shift : high + 1 + shift]
                for place in range(len(source)):
                    target[place] += probability * source[place]
