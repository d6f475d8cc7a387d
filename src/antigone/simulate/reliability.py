"""Whether posteriors are as good as they say: reliability table, Brier score, calibration error."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

EDGES = (
    0.0,
    1e-4,
    1e-3,
    0.01,
    0.05,
    0.1,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.9,
    0.95,
    0.99,
    0.9995,
)
"""Lower edges of the bins; the last bin ends at 1."""

MIDDLE = (EDGES.index(0.01), EDGES.index(0.99))
"""Bins from 0.01 to 0.99."""


@dataclass(frozen=True)
class Reliability:
    """Posteriors of pairs of remains and person, and how often the pair was true.

    Args:
        pairs: by bin of `EDGES` the number of pairs.
        stated: by bin the sum of their posteriors: how many should be true.
        true: by bin how many are true.
        variance: by bin the sum of p (1 - p): variance of the number that are true, were each by itself.
        brier: sum over remains of the squared errors over all persons and "nobody".
        remains: over how many remains.
    """

    pairs: tuple[int, ...]
    stated: tuple[float, ...]
    true: tuple[int, ...]
    variance: tuple[float, ...]
    brier: float
    remains: int

    def calibration_error(self, first: int = 0, last: int = len(EDGES)) -> float:
        """Expected calibration error over some bins: mean distance of stated and true share, by pairs."""
        here = slice(first, last)
        total = sum(self.pairs[here])
        apart = sum(abs(s - t) for s, t in zip(self.stated[here], self.true[here], strict=True))
        return apart / total if total else 0.0

    def calibration_error_by_chance(self, first: int = 0, last: int = len(EDGES)) -> float:
        """What `calibration_error` would be on average, were every posterior exactly right.

        E|X - np| of a sum of n independent draws is sqrt(2 variance / pi), by the normal limit.
        """
        here = slice(first, last)
        total = sum(self.pairs[here])
        spread = sum(math.sqrt(2.0 * v / math.pi) for v in self.variance[here])
        return spread / total if total else 0.0

    @property
    def mean_brier(self) -> float:
        """Brier score per remains: 0 is certain and right, 2 certain and wrong."""
        return self.brier / self.remains if self.remains else 0.0


def reliability(rows: Iterable[tuple[dict[str, float], float, str | None]]) -> Reliability:
    """The reliability of some posteriors.

    Args:
        rows: for each of the remains the posterior of every person, of nobody, and the true owner.
    """
    size = len(EDGES)
    pairs, true = [0] * size, [0] * size
    stated, variance = [0.0] * size, [0.0] * size
    brier, remains = 0.0, 0
    for persons, nobody, owner in rows:
        remains += 1
        brier += (nobody - (owner is None)) ** 2
        if owner is not None and owner not in persons:
            brier += 1.0
        for person, p in persons.items():
            right = person == owner
            brier += (p - right) ** 2
            at = bin_of(p)
            pairs[at] += 1
            true[at] += right
            stated[at] += p
            variance[at] += p * (1.0 - p)
    return Reliability(tuple(pairs), tuple(stated), tuple(true), tuple(variance), brier, remains)


def bin_of(probability: float) -> int:
    """The place of a probability among the bins of `EDGES`.

    Two who are alike have 0.5 each, and rounding must not part them: 1e-12 below an edge is on it.

    >>> bin_of(0.0), bin_of(0.01), bin_of(1.0) == len(EDGES) - 1, bin_of(0.5 - 1e-14) == bin_of(0.5)
    (0, 3, True, True)
    """
    place = 0
    while place + 1 < len(EDGES) and probability >= EDGES[place + 1] - 1e-12:
        place += 1
    return place
