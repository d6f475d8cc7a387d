"""The same screen written plainly, to be measured beside ours: NumPy, and numba without vectors."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.search.screen import Rows
from antigone.search.tiles import LANES, Tiles


def numpy_screen(tiles: Tiles, rows: Rows, bounds: NDArray[np.int16]) -> int:
    """How many pairs reach their bound; a gather and a sum for each tile."""
    count = 0
    for tile, bound in zip(tiles, bounds, strict=True):
        for start in range(0, len(rows), 512):
            sums = tile[rows[start : start + 512]].sum(axis=1, dtype=np.int16)
            count += int((sums >= bound).sum())
    return count


@njit(nogil=True)
def numba_screen(tiles: Tiles, rows: Rows, bounds: NDArray[np.int16]) -> int:
    """How many pairs reach their bound; the best of several ways to leave vectors to the compiler."""
    count = 0
    for tile in range(tiles.shape[0]):
        for remains in range(rows.shape[0]):
            for lane in range(LANES):
                total = np.int16(0)
                for i in range(rows.shape[1]):
                    total = np.int16(total + tiles[tile, np.int64(rows[remains, i]), lane])
                count += total >= bounds[tile, lane]
    return count
