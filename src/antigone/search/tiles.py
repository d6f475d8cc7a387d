"""Family tables in fixed point: small enough for the cache, added exactly, never losing a candidate.

A tile holds 32 families: one row of 32 numbers of 16 bits, a cache line, for each observation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

LANES = 32
"""Families side by side in a tile: 32 numbers of 16 bits are one cache line."""

LIMIT_BANS = 5
"""One marker counts for at most this much in the screen, for or against."""

FINEST = 256
"""Steps of a ban, as long as 25 rows are added: 25 · 5 · 256 stays within 16 bits."""

_LARGEST = 32767
_GUARD = 2.0**-10

Tiles = NDArray[np.int16]


@dataclass(frozen=True)
class FixedPoint:
    """How log10 LR of `rows` markers become whole numbers whose sum cannot overflow.

    x becomes v(x) = min(C, max(-C, ⌈s·x⌉)), with s steps of a ban and C = 5 s.

    No candidate is lost. Let X = Σ x_l be the log10 LR of a pair over its rows l, and
    e = Σ_l max over the rows of marker l of max(0, s·x − C), which depends on the family only.
    Then v(x_l) ≥ s·x_l where s·x_l ≤ C, since rounding goes up and the lower limit only raises; and
    v(x_l) = C ≥ s·x_l − (s·x_l − C) where it is above. Summed: Σ v(x_l) ≥ s·X − e. So X ≥ t implies
    Σ v(x_l) ≥ s·t − e, and the screen keeps every pair whose sum reaches ⌊s·t − e − 2⁻¹⁰⌋. The last
    term covers that X itself is added in float64: its error is below 10⁻¹⁰ steps, s·x is exact as s
    is a power of two. Sums stay within ± rows · C ≤ 32767, so they are exact in any order: every
    machine and any number of threads keep the same pairs. What the screen keeps beyond the threshold
    (at most one step of a ban for each row, and what the limits hide) is removed when candidates are
    computed again in float64.
    """

    rows: int

    @property
    def steps(self) -> int:
        """Steps s of a ban: a power of two, 256 for up to 25 rows."""
        steps = FINEST
        while steps > 1 and self.rows * LIMIT_BANS * steps > _LARGEST:
            steps //= 2
        return steps

    @property
    def limit(self) -> int:
        """The limit C of one row, in steps."""
        return LIMIT_BANS * self.steps

    def bound(
        self, threshold: NDArray[np.float64], excess: NDArray[np.float64] | float
    ) -> NDArray[np.int16]:
        """The least sum that a pair at or above the threshold can have; -inf lets every pair pass.

        Args:
            threshold: in bans.
            excess: e, in steps.
        """
        least = np.floor(threshold * self.steps - excess - _GUARD)
        return np.clip(least, -_LARGEST - 1, _LARGEST).astype(np.int16)


def tiles_of(
    log10_lr: NDArray[np.float64], first_row: NDArray[np.int64], fixed: FixedPoint
) -> tuple[Tiles, NDArray[np.float64]]:
    """Tiles of some families, and what the upper limit may hide of each.

    Args:
        log10_lr: shape (families, rows), as in `FamilyTables`.
        first_row: where the rows of each marker begin, and where the last end.
        fixed: the fixed point.

    Returns:
        Tiles of shape (⌈families / 32⌉, rows, 32), aligned to cache lines, empty lanes 0; and the
        excess e of each family, in steps.
    """
    families, rows = log10_lr.shape
    tiles = aligned((-(-families // LANES), rows, LANES))
    excess = np.zeros(families)
    _fill(log10_lr, first_row, float(fixed.steps), fixed.limit, tiles, excess)
    return tiles, excess


def aligned(shape: tuple[int, ...]) -> Tiles:
    """Zeros of 16 bits that begin on a cache line."""
    size = 2 * int(np.prod(shape))
    raw = np.zeros(size + 64, dtype=np.uint8)
    first = -raw.ctypes.data % 64
    return raw[first : first + size].view(np.int16).reshape(shape)


@njit(nogil=True, cache=True)
def _fill(
    log10_lr: NDArray[np.float64],
    first_row: NDArray[np.int64],
    steps: float,
    limit: int,
    tiles: Tiles,
    excess: NDArray[np.float64],
) -> None:
    for family in range(log10_lr.shape[0]):
        group, lane = divmod(family, LANES)
        for marker in range(len(first_row) - 1):
            most = 0.0
            for row in range(first_row[marker], first_row[marker + 1]):
                value = log10_lr[family, row] * steps
                most = max(most, value - limit)
                tiles[group, row, lane] = min(max(np.ceil(value), -limit), limit)
            excess[family] += most
