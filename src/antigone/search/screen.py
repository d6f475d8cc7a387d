"""The innermost loop of the blind search: rows added, sums compared, reached lanes written down."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from antigone.search.tiles import LANES, Tiles

Reached = NDArray[np.uint32]
"""Shape (n, 3): remains, tile, and a bit for each lane whose sum reaches its bound."""

Steps = NDArray[np.unsignedinteger[Any]]
"""Where rows of a tile begin: in steps of 8 bytes as numbers of 16 bits, or of 1 byte as 32 bits."""

Screen = Callable[[Tiles, Steps, NDArray[np.int16], NDArray[np.int16], Reached], int]

LINE_BYTES = 64
_STEP_BYTES = {2: 8, 4: 1}
"""Bytes of a step, by the width of the number: a processor multiplies an address by 8 at no cost."""

REMAINS_A_PASS = 2048
"""Remains that go through all tiles of a pass before the next: their row numbers stay in the cache."""

DEFAULT_CACHE_BYTES = 1 << 20
_CACHE = Path("/sys/devices/system/cpu/cpu0/cache/index2/size")

_LINE = ir.VectorType(ir.IntType(16), LANES)
_ACCUMULATORS = 4


def second_cache_bytes() -> int:
    """Size of the second cache of a core; 1 MiB where the system does not tell."""
    try:
        text = _CACHE.read_text().strip()
    except OSError:
        return DEFAULT_CACHE_BYTES
    unit = {"K": 1 << 10, "M": 1 << 20}.get(text[-1:], 1)
    digits = text.rstrip("KM")
    return int(digits) * unit if digits.isdigit() else DEFAULT_CACHE_BYTES


def steps_of(rows: NDArray[np.int64], most: int) -> Steps:
    """Row numbers as the screen takes them, in 16 bits if all rows below `most` fit."""
    if most * LINE_BYTES // _STEP_BYTES[2] <= np.iinfo(np.uint16).max + 1:
        return (rows * (LINE_BYTES // _STEP_BYTES[2])).astype(np.uint16)
    if most * LINE_BYTES > np.iinfo(np.uint32).max + 1:
        raise ValueError(f"{most} distinct observations are too many for one search")
    return (rows * LINE_BYTES).astype(np.uint32)


def tiles_a_pass(rows: int) -> int:
    """How many tiles of so many rows fill half of the second cache; at least one."""
    return max(1, second_cache_bytes() // 2 // (rows * LINE_BYTES))


def _write_lanes_reached(
    _context: Any,  # noqa: ANN401
    _tile: Any,  # noqa: ANN401
    _rows: Any,  # noqa: ANN401
    count: Any,  # noqa: ANN401
    width: Any,  # noqa: ANN401
    _bounds: Any,  # noqa: ANN401
    _floor: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Lanes whose sum of `count` rows of a tile is at least the lane's bound and the floor.

    Written in vector instructions of LLVM, which has them for any processor: one load and one
    addition for each row, 32 lanes at once. Addresses are of a tile, of `Steps` of `width` bytes
    each, and of 32 bounds.
    """
    if not (isinstance(count, types.IntegerLiteral) and isinstance(width, types.IntegerLiteral)):
        return None  # numba asks twice: once with types, once with the constants themselves.
    signature = types.uint32(types.intp, types.intp, count, width, types.intp, types.int16)
    rows_added, bytes_each = count.literal_value, width.literal_value

    def generate(_: Any, builder: Any, __: Any, arguments: Any) -> Any:  # noqa: ANN401
        tile_at, rows_at, _, _, bounds_at, floor = arguments
        i32, i64 = ir.IntType(32), ir.IntType(64)
        tile = builder.inttoptr(tile_at, ir.IntType(8).as_pointer())
        step_bytes = ir.Constant(i64, _STEP_BYTES[bytes_each])
        numbers = builder.inttoptr(rows_at, ir.IntType(8 * bytes_each).as_pointer())
        sums: list[Any] = []
        for i in range(rows_added):
            number = builder.load(builder.gep(numbers, [ir.Constant(i64, i)]))
            offset = builder.mul(builder.zext(number, i64), step_bytes)
            row = builder.bitcast(builder.gep(tile, [offset]), _LINE.as_pointer())
            line = builder.load(row, align=LINE_BYTES)
            if i < _ACCUMULATORS:
                sums.append(line)
            else:
                sums[i % _ACCUMULATORS] = builder.add(sums[i % _ACCUMULATORS], line)
        total = sums[0]
        for part in sums[1:]:
            total = builder.add(total, part)
        bounds = builder.load(builder.inttoptr(bounds_at, _LINE.as_pointer()), align=LINE_BYTES)
        lowest = builder.insert_element(ir.Constant(_LINE, None), floor, ir.Constant(i32, 0))
        lowest = builder.shuffle_vector(
            lowest, ir.Constant(_LINE, None), ir.Constant(ir.VectorType(i32, LANES), None)
        )
        reached = builder.and_(
            builder.icmp_signed(">=", total, bounds), builder.icmp_signed(">=", total, lowest)
        )
        return builder.bitcast(reached, i32)

    return signature, generate


_lanes_reached: Callable[..., int] = intrinsic(_write_lanes_reached)


@lru_cache(maxsize=64)
def screen_for(rows_added: int, width: int) -> Screen:
    """The compiled screen for sums of so many rows, told by steps of so many bytes.

    It takes tiles (tiles, rows, 32) and bounds (tiles, 32) that begin on a cache line, steps
    (remains, rows_added), a floor for each of the remains, and room for remains · tiles entries; it
    returns how many entries it wrote.
    """

    @njit(nogil=True, cache=True)
    def screen(
        tiles: Tiles,
        steps: Steps,
        bounds: NDArray[np.int16],
        floors: NDArray[np.int16],
        reached: Reached,
    ) -> int:
        found = 0
        tile_bytes = tiles.shape[1] * LINE_BYTES
        first_tile, first_row, first_bound = (
            tiles.ctypes.data,
            steps.ctypes.data,
            bounds.ctypes.data,
        )
        for start in range(0, steps.shape[0], REMAINS_A_PASS):
            stop = min(start + REMAINS_A_PASS, steps.shape[0])
            for tile in range(tiles.shape[0]):
                for remains in range(start, stop):
                    lanes = _lanes_reached(
                        first_tile + tile * tile_bytes,
                        first_row + remains * rows_added * width,
                        rows_added,
                        width,
                        first_bound + tile * LINE_BYTES,
                        floors[remains],
                    )
                    if lanes != 0:
                        reached[found, 0] = remains
                        reached[found, 1] = tile
                        reached[found, 2] = lanes
                        found += 1
        return found

    compiled: Screen = screen
    return compiled
