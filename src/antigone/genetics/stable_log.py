"""The decimal logarithm made of additions, multiplications and divisions only.

Mathematical libraries differ in the last bit from machine to machine; IEEE 754 fixes these operations,
so that every machine gets the same bits.
"""

from __future__ import annotations

import math

from numba import njit

_LOG10_OF_2 = 0.3010299956639812
_TWO_OVER_LN_10 = 0.8685889638065036
_ROOT_HALF = 0.7071067811865476
_TERMS = tuple(1.0 / (2 * k + 1) for k in range(11, -1, -1))


@njit(nogil=True, cache=True)
def log10(value: float) -> float:
    """log10 of a number that is not negative; 0 gives -inf.

    The number is split into m · 2^e with m within a factor √2 of 1; ln m = 2 artanh((m - 1) / (m + 1))
    by its series, whose first left-out term is below 1e-18. Error: below 2e-16 (1 + |result|).

    >>> log10(1000.0), log10(1.0), log10(0.0)
    (3.0, 0.0, -inf)
    """
    if value == 0.0:
        return -math.inf
    mantissa, exponent = math.frexp(value)
    if mantissa < _ROOT_HALF:
        mantissa *= 2.0
        exponent -= 1
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    total = 0.0
    for term in _TERMS:
        total = total * square + term
    return exponent * _LOG10_OF_2 + _TWO_OVER_LN_10 * (ratio * total)
