"""What is thought before any evidence: the prior odds of each pair in a joint posterior.

Every assignment with k identified remains has prior weight odds^k. Odds of 1 make all assignments
equally probable; on a long open list that favours many identifications, and fewer odds are right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from antigone.words import said


class ListKind(StrEnum):
    """What the list of the missing is taken to be."""

    FLAT = "flat"
    OPEN = "open"
    CLOSED = "closed"


class PriorError(ValueError):
    """A prior cannot be what was asked; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A prior over assignments.

    Args:
        kind: flat, open or closed list.
        log10_odds: of every pair, before the evidence.
        words: the prior as it is shown.
        expected_overlap: how many of the remains are of persons sought, where the list is open.
    """

    kind: ListKind
    log10_odds: float
    words: str
    expected_overlap: float | None = None

    def times(self, factor: float) -> Prior:
        """The same with the odds of every pair multiplied, to see how much hangs on them."""
        words = said(
            "{prior}; odds of every pair times {factor}", prior=self.words, factor=f"{factor:g}"
        )
        odds = self.log10_odds + math.log10(factor)
        return Prior(self.kind, odds, words, self.expected_overlap)


def flat() -> Prior:
    """Every assignment that sex (and pairings) allow is equally probable before the evidence."""
    words = said(
        "flat: every assignment of remains to missing persons that sex (and pairings, where given) "
        "allows is equally probable before the DNA"
    )
    return Prior(ListKind.FLAT, 0.0, words)


def closed_list() -> Prior:
    """Each of the remains is of one of the persons sought; all such assignments equally probable."""
    words = said(
        "closed list: each of the remains is one of the persons sought; all such assignments are "
        "equally probable before the evidence"
    )
    return Prior(ListKind.CLOSED, 0.0, words)


def open_list(remains: int, missing: int, expected_overlap: float) -> Prior:
    """Some of the remains are of persons sought, some of the persons sought are not among the remains.

    The odds are such that, before any evidence and without regard to sex, the expected number of
    remains that are of persons sought is `expected_overlap`: with odds x, P(k) is proportional to
    x^k C(N, k) C(M, k) k!.

    Args:
        remains: their number N.
        missing: number M of persons sought.
        expected_overlap: above 0 and below the smaller of the two numbers.

    Raises:
        PriorError: the expected overlap is out of its range.

    >>> round(open_list(2, 2, 1.0).log10_odds, 6)
    -0.150515
    """
    most = min(remains, missing)
    if not 0.0 < expected_overlap < most:
        raise PriorError(
            said(
                "an expected overlap of {expected} among {remains} remains and {missing} "
                "persons sought; allowed is above 0 and below {most}",
                expected=f"{expected_overlap:g}",
                remains=f"{remains:,}",
                missing=f"{missing:,}",
                most=f"{most:,}",
            )
        )
    k = np.arange(most + 1, dtype=np.float64)
    # log of C(N, k) C(M, k) k!, from its ratio of neighbours (N - k)(M - k) / (k + 1).
    steps = np.log((remains - k[:-1]) * (missing - k[:-1]) / k[1:])
    ways = np.concatenate([[0.0], np.cumsum(steps)])
    low, high = -200.0, 200.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (
            (middle, high) if _expected(k, ways, middle) < expected_overlap else (low, middle)
        )
    words = said(
        "open list: {expected} of {remains} remains are expected to be of the {missing} "
        "persons sought; before the evidence every pair has odds of {odds}",
        expected=f"{expected_overlap:g}",
        remains=f"{remains:,}",
        missing=f"{missing:,}",
        odds=f"{math.exp(low):.3g}",
    )
    return Prior(ListKind.OPEN, low / math.log(10.0), words, expected_overlap)


def _expected(k: NDArray[np.float64], ways: NDArray[np.float64], log_odds: float) -> float:
    logs = ways + k * log_odds
    weights = np.exp(logs - logs.max())
    return float((k * weights).sum() / weights.sum())
