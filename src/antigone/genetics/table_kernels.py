"""The two inner loops of family tables: numbers into a program's slots, and its results into rows."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.marker_arrays import Codes
from antigone.genetics.program import Lanes
from antigone.genetics.stable_log import log10

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@njit(nogil=True, cache=True)
def fill_inputs(
    visible: Whole,
    frequencies: Real,
    female: Real,
    male: Real,
    at: Whole,
    alleles: Codes,
    seen: Whole,
    silent: bool,
    lumped: bool,
    arena: Lanes,
) -> None:
    """Write constants, frequencies and transmissions of each lane, in the order of `Inputs`.

    The states of a lane are the alleles that relatives have, in the order of the pattern; then all
    others, as one state where they are lumped; then the silent allele.

    Args:
        visible, frequencies, female, male: of all markers, as in `MarkerArrays`.
        at: shape (lanes,), marker of each lane.
        alleles, seen: of each lane, as in `Patterns`.
        silent, lumped: of all lanes.
        arena: shape (slots, lanes or more).
    """
    order = np.empty(frequencies.shape[1] + 1, dtype=np.int64)
    for lane in range(len(at)):
        marker, known = at[lane], seen[lane]
        count = _states_of(visible[marker], alleles[lane], known, order)
        states = known + 1 if lumped else count
        arena[0, lane], arena[1, lane], arena[2, lane] = 0.0, 0.5, 1.0
        if silent:
            order[count] = visible[marker]
            count += 1
            states += 1
        for state in range(states):
            total = 0.0
            for i in range(*_members(state, known, count, silent, lumped)):
                total += frequencies[marker, order[i]]
            arena[3 + state, lane] = total
        first = 3 + states
        population = first + 2 * states * states
        for side in range(2):
            matrix = female[marker] if side == 0 else male[marker]
            for child in range(states):
                arena[population + side * states + child, lane] = 0.0
            for parent in range(states):
                begin, end = _members(parent, known, count, silent, lumped)
                for child in range(states):
                    total = 0.0
                    if begin < end:
                        for i in range(*_members(child, known, count, silent, lumped)):
                            total += matrix[order[begin], order[i]]
                    arena[first + (side * states + parent) * states + child, lane] = total
                    arena[population + side * states + child, lane] += (
                        arena[3 + parent, lane] * total
                    )


@njit(nogil=True, cache=True)
def _states_of(visible: int, alleles: NDArray[np.int16], known: int, order: Whole) -> int:
    """Write the visible alleles of a marker in the order of the states; their number."""
    count = 0
    for i in range(known):
        order[count] = alleles[i]
        count += 1
    for allele in range(visible):
        new = True
        for i in range(known):
            if alleles[i] == allele:
                new = False
        if new:
            order[count] = allele
            count += 1
    return count


@njit(nogil=True, cache=True)
def _members(state: int, known: int, count: int, silent: bool, lumped: bool) -> tuple[int, int]:
    """Which alleles of the order belong to a state: from, and up to."""
    if not lumped or state < known:
        return state, state + 1
    last_visible = count - 1 if silent else count
    if state == known:
        return known, last_visible
    return last_visible, count


@njit(nogil=True, cache=True)
def fill_rows(
    log10_lr: Real,
    families: Whole,
    at: Whole,
    alleles: Codes,
    seen: Whole,
    lumped: bool,
    frequencies: Lanes,
    joint: Lanes,
    usable: NDArray[np.bool_],
    visible: Whole,
    first_row: Whole,
    terms: Whole,
    first: Whole,
    second: Whole,
    weights: Real,
) -> None:
    """Write log10 LR of every row of a marker, for each lane.

    The LR of a genotype is P(genotype | relatives) / P(genotype): what joined alleles share of a
    state's probability is their share of its frequency, and cancels.

    Args:
        log10_lr: shape (families, rows), written to.
        families, at: shape (lanes,), family and marker of each lane.
        alleles, seen, lumped: as for `fill_inputs`.
        frequencies: shape (states, lanes or more), of the states.
        joint: shape (states², lanes), P(missing person's alleles, relatives' genotypes).
        usable: shape (lanes,), whether the joint is.
        visible, first_row, terms, first, second, weights: as in `MarkerArrays` and `RemainsRows`.
    """
    states = len(frequencies)
    state_of = np.empty(visible.max() + 1, dtype=np.int64)
    ratio = np.empty((states, states))
    logarithm = np.empty((states, states))
    for lane in range(len(families)):
        if not usable[lane]:
            continue
        marker = at[lane]
        _state_of_alleles(visible[marker], alleles[lane], seen[lane], lumped, states, state_of)
        _ratios(joint[:, lane], frequencies[:, lane], ratio, logarithm)
        out = log10_lr[families[lane]]
        for row in range(first_row[marker], first_row[marker + 1]):
            begin, end = terms[row], terms[row + 1]
            if end == begin + 1:
                out[row] = logarithm[state_of[first[begin]], state_of[second[begin]]]
                continue
            total = 0.0
            for term in range(begin, end):
                total += weights[term] * ratio[state_of[first[term]], state_of[second[term]]]
            out[row] = log10(total)


@njit(nogil=True, cache=True)
def _state_of_alleles(
    visible: int, alleles: NDArray[np.int16], known: int, lumped: bool, states: int, state_of: Whole
) -> None:
    for allele in range(visible):
        state_of[allele] = -1
    for i in range(known):
        state_of[alleles[i]] = i
    following = known
    for allele in range(visible):
        if state_of[allele] < 0:
            state_of[allele] = following
            if not lumped:
                following += 1
    state_of[visible] = states - 1


@njit(nogil=True, cache=True)
def _ratios(joint: Real, frequencies: Real, ratio: Real, logarithm: Real) -> None:
    """LR of each unordered pair of states, and its logarithm; 0 where a state has frequency 0."""
    states = len(frequencies)
    scale = 1.0 / joint.sum()
    for a in range(states):
        for b in range(a, states):
            population = 2.0 * frequencies[a] * frequencies[b]
            both = joint[a * states + b] + joint[b * states + a]
            value = both * scale / population if population > 0.0 else 0.0
            ratio[a, b] = ratio[b, a] = value
            logarithm[a, b] = logarithm[b, a] = log10(value)
