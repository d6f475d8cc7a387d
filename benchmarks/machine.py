"""What the core can do at most: how fast it reads its second cache."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from antigone.search.screen import LINE_BYTES, second_cache_bytes
from antigone.search.tiles import LANES, aligned

_LINE = ir.VectorType(ir.IntType(16), LANES)
_AT_ONCE = 32


def _write_sum_of_lines(_context: Any, _address: Any) -> Any:  # noqa: ANN401
    """Add lines one after the other in eight registers: loads, and nothing that could wait."""
    signature = types.int16(types.intp)

    def generate(_: Any, builder: Any, __: Any, arguments: Any) -> Any:  # noqa: ANN401
        first = builder.inttoptr(arguments[0], _LINE.as_pointer())
        sums = [ir.Constant(_LINE, None)] * 8
        for i in range(_AT_ONCE):
            at = builder.gep(first, [ir.Constant(ir.IntType(64), i)])
            sums[i % 8] = builder.add(sums[i % 8], builder.load(at, align=LINE_BYTES))
        total = sums[0]
        for part in sums[1:]:
            total = builder.xor(total, part)
        return builder.extract_element(total, ir.Constant(ir.IntType(32), 0))

    return signature, generate


_sum_of_lines: Callable[..., int] = intrinsic(_write_sum_of_lines)


@njit(nogil=True)
def _read(first: int, size: int, times: int) -> int:
    total = 0
    for _ in range(times):
        for at in range(first, first + size, _AT_ONCE * LINE_BYTES):
            total += _sum_of_lines(at)
    return total


def read_bytes_per_second(size: int | None = None, rounds: int = 25) -> float:
    """Bytes read each second from a buffer of half the second cache, best of many rounds."""
    size = size or second_cache_bytes() // 2
    size -= size % (_AT_ONCE * LINE_BYTES)
    buffer = aligned((size // LINE_BYTES, LANES))
    first = buffer.ctypes.data
    _read(first, size, 1)
    times = max(1, 400_000_000 // size)
    best = np.inf
    for _ in range(rounds):
        start = time.perf_counter()
        _read(first, size, times)
        best = min(best, time.perf_counter() - start)
    return float(size * times / best)
