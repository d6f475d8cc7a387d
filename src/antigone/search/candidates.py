"""Candidates as a search finds them: pairs of remains and missing person with their log10 LR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

BestOf = Literal["missing", "remains"]


@dataclass(frozen=True)
class Candidates:
    """Pairs by their places in the case.

    Args:
        remains, missing: shape (n,), places in the order of reporting.
        log10_lr: shape (n,).
    """

    remains: NDArray[np.int64]
    missing: NDArray[np.int64]
    log10_lr: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.remains)

    def of(self, side: BestOf) -> NDArray[np.int64]:
        """The places of one side."""
        return self.missing if side == "missing" else self.remains

    def chosen(self, places: NDArray[np.int64]) -> Candidates:
        """Some of them, in this order."""
        return Candidates(self.remains[places], self.missing[places], self.log10_lr[places])


def joined(parts: Sequence[Candidates]) -> Candidates:
    """All candidates of some parts."""
    whole = np.zeros(0, dtype=np.int64)
    return Candidates(
        np.concatenate([whole, *(p.remains for p in parts)]),
        np.concatenate([whole, *(p.missing for p in parts)]),
        np.concatenate([np.zeros(0), *(p.log10_lr for p in parts)]),
    )


def best_first(candidates: Candidates) -> Candidates:
    """Sorted by log10 LR, then by remains and missing person: the same on every machine."""
    order = np.lexsort((candidates.missing, candidates.remains, -candidates.log10_lr))
    return candidates.chosen(order)


def best_of_each(candidates: Candidates, side: BestOf, most: int) -> Candidates:
    """At most so many of each missing person, or of each remains; of equals the first by place."""
    key = candidates.of(side)
    other = candidates.remains if side == "missing" else candidates.missing
    order = np.lexsort((other, -candidates.log10_lr, key))
    sorted_key = key[order]
    _, first, count = np.unique(sorted_key, return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(first, count)
    return candidates.chosen(order[rank < most])


def raised_thresholds(
    candidates: Candidates, side: BestOf, most: int, thresholds: NDArray[np.float64]
) -> None:
    """Raise the thresholds of those who have so many candidates to the least of these.

    Args:
        candidates: as `best_of_each` leaves them.
        thresholds: by place on this side, written to.
    """
    key = candidates.of(side)
    who, first, count = np.unique(key, return_index=True, return_counts=True)
    full = count >= most
    last = first[full] + most - 1
    # Sorted by key, then from high to low: the last of each key is the least.
    thresholds[who[full]] = np.maximum(thresholds[who[full]], candidates.log10_lr[last])
