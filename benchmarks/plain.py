"""The same screen written plainly, to be measured beside ours: NumPy, and numba without vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.search.tiles import LANES, Tiles

Whole = NDArray[np.int64]


def numpy_screen(tiles: Tiles, rows: Whole, bounds: NDArray[np.int16]) -> int:
    """How many pairs reach their bound; a gather and a sum for each tile."""
    count = 0
    for tile, bound in zip(tiles, bounds, strict=True):
        for start in range(0, len(rows), 512):
            sums = tile[rows[start : start + 512]].sum(axis=1, dtype=np.int16)
            count += int((sums >= bound).sum())
    return count


def numba_screen_for(rows_added: int) -> Callable[[Tiles, Whole, NDArray[np.int16]], int]:
    """How many pairs reach their bound; the best of several ways to leave vectors to the compiler."""

    @njit(nogil=True)
    def screen(tiles: Tiles, rows: Whole, bounds: NDArray[np.int16]) -> int:
        count = 0
        for tile in range(tiles.shape[0]):
            for remains in range(rows.shape[0]):
                for lane in range(LANES):
                    total = np.int16(0)
                    for i in range(rows_added):
                        total = np.int16(total + tiles[tile, rows[remains, i], lane])
                    count += total >= bounds[tile, lane]
        return count

    compiled: Callable[[Tiles, Whole, NDArray[np.int16]], int] = screen
    return compiled
