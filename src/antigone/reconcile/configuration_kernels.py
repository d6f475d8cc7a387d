"""Configurations of one family, weighed one by one on bare arrays."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@njit(nogil=True, cache=True)
def likely_combinations(
    tables: Floats,
    starts: Ints,
    strides: Ints,
    places: Ints,
    best_of_last: Floats,
    best_starts: Ints,
    widths: Ints,
    sizes: Ints,
    remains: Ints,
    gains: Floats,
    least: float,
    most_found: int,
) -> tuple[Ints, Floats, Floats, int]:
    """The combinations of options whose log10 weight reaches `least`, and the sums of the others.

    The options of all persons but the last are walked through; those of the last are weighed side by
    side. Where even the best of them would stay below, they are left out at once, all at that bound.

    Args:
        tables: log10 weights of distinct observations of all persons, marker after marker, flat.
        starts: shape (M,), where each marker begins.
        strides: shape (M, K), of each person's axis in a marker's table; the last is 1.
        places: shape (M, K, N), which distinct observation an option is, padded.
        best_of_last: the largest weight over the last axis, marker after marker, flat.
        best_starts: shape (M,), where each marker begins in it.
        widths: shape (M,), distinct observations of the last person.
        sizes: shape (K,), options of each person.
        remains: shape (K, N), the number of the remains of each option; -1 for none.
        gains: shape (K, N), log10 that other evidence may add, at least 0.
        least: of weight and gains together.
        most_found: the search ends when there are more.

    Returns:
        Options of each combination found, shape (found, K); their log10 weights, without gains; by number
        of persons the sum of weights with gains of what was left out, shape (K + 1,); how many were found,
        `most_found + 1` where the search ended early.
    """
    markers, persons = strides.shape
    last = persons - 1
    capacity = 1024
    rows = np.empty((capacity, persons), dtype=np.int64)
    weights = np.empty(capacity)
    left_out = np.zeros(persons + 1)
    found = 0
    at = np.zeros(persons, dtype=np.int64)
    base = np.empty(markers, dtype=np.int64)
    total = np.empty(sizes[last])
    most_gain = gains[last, : sizes[last]].max()
    while True:
        used, gain, single = 0, 0.0, True
        for i in range(last):
            item = remains[i, at[i]]
            gain += gains[i, at[i]]
            used += item >= 0
            for j in range(i):
                if item >= 0 and item == remains[j, at[j]]:
                    single = False
        if single:
            bound = gain + most_gain
            for m in range(markers):
                place = 0
                for i in range(last):
                    place += strides[m, i] * places[m, i, at[i]]
                base[m] = starts[m] + place
                bound += best_of_last[best_starts[m] + place // widths[m]]
            if bound < least and used > 0:
                # The last person may be none of the remains, or any of them.
                left_out[used] += 10.0**bound
                left_out[used + 1] += sizes[last] * 10.0**bound
            else:
                total[:] = 0.0
                for m in range(markers):
                    for o in range(sizes[last]):
                        total[o] += tables[base[m] + places[m, last, o]]
                for o in range(sizes[last]):
                    item = remains[last, o]
                    free = True
                    for i in range(last):
                        if item >= 0 and item == remains[i, at[i]]:
                            free = False
                    if not free or total[o] == -np.inf:
                        continue
                    count = used + (item >= 0)
                    most = total[o] + gain + gains[last, o]
                    if most < least and count > 0:
                        left_out[count] += 10.0**most
                        continue
                    if found == most_found:
                        return rows[:found], weights[:found], left_out, most_found + 1
                    if found == capacity:
                        capacity *= 2
                        more_rows = np.empty((capacity, persons), dtype=np.int64)
                        more_rows[:found] = rows
                        rows = more_rows
                        more_weights = np.empty(capacity)
                        more_weights[:found] = weights
                        weights = more_weights
                    rows[found, :last] = at[:last]
                    rows[found, last] = o
                    weights[found] = total[o]
                    found += 1
        axis = last - 1
        while axis >= 0:
            at[axis] += 1
            if at[axis] < sizes[axis]:
                break
            at[axis] = 0
            axis -= 1
        if axis < 0:
            return rows[:found], weights[:found], left_out, found
