"""The distinct observations of remains, marker by marker: each is one row of a family's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.locus import locus_of
from antigone.genetics.marker_arrays import NOT_TYPED, Codes, MarkerArrays
from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.observation import Degraded, Observation, observation_table
from antigone.words import said

EXACT = Degraded()
"""A sample that shows what is there and nothing else."""

Levels = tuple[Degraded, ...]
"""The ways in which samples are degraded; the first is `EXACT`. Few, since each makes rows of its own."""


@dataclass(frozen=True)
class RemainsRows:
    """Rows for everything that some remains show; row 0 is "nothing is known".

    A row is a weighted mean of genotypes: the weights are P(observed | genotype) P(genotype),
    scaled to sum to 1, so that the row's LR is the weighted mean of the genotypes' LRs. A complete
    genotype is one term of weight 1.

    Args:
        first_row: shape (L + 1,), where the rows of each marker begin and those of the last end.
        terms: shape (rows + 1,), where the terms of each row begin.
        first, second: alleles of each term; a silent allele has the code after the last visible one.
        weights: of each term.
        observed: shape (rows, 3), two alleles as codes and the level; zeros in row 0.
    """

    first_row: NDArray[np.int64]
    terms: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    weights: NDArray[np.float64]
    observed: NDArray[np.int64]

    @property
    def count(self) -> int:
        """Number of rows, row 0 included."""
        return int(self.first_row[-1])


def levels_of(
    markers: Sequence[Marker], degraded: Sequence[Mapping[str, Degraded]]
) -> tuple[Levels, NDArray[np.int64]]:
    """The levels of some samples, and which each sample has at each marker, shape (samples, L)."""
    levels = {EXACT: 0}
    level = [
        [levels.setdefault(one.get(marker.name, EXACT), len(levels)) for marker in markers]
        for one in degraded
    ]
    return tuple(levels), np.array(level, dtype=np.int64).reshape(-1, len(markers))


def remains_rows(
    markers: MarkerArrays, genotypes: Codes, levels: Levels, level: NDArray[np.int64]
) -> tuple[RemainsRows, NDArray[np.uint32]]:
    """The rows that profiles need, and the row of each profile at each marker.

    Drop-out alone does not change what two different alleles say: none of them has dropped out.

    Args:
        markers: L of them.
        genotypes: shape (remains, L, 2).
        levels: how samples may be degraded.
        level: shape (remains, L), which of these each sample is at each marker.

    Returns:
        Rows, and row numbers of shape (remains, L).

    Raises:
        MarkerError: remains show an allele of frequency 0.
    """
    rows = np.zeros(genotypes.shape[:2], dtype=np.uint32)
    found = [np.zeros((1, 3), dtype=np.int64)]
    first_row = [1]
    may_drop_in = np.array([one.dropin > 0.0 for one in levels])
    for place in range(genotypes.shape[1]):
        here = level[:, place]
        observations, number = _distinct(genotypes[:, place], here, may_drop_in[here])
        typed = observations[:, 0] != NOT_TYPED
        numbers = np.where(typed, first_row[-1] - 1 + np.cumsum(typed), 0)
        rows[:, place] = numbers[number]
        found.append(observations[typed])
        first_row.append(first_row[-1] + int(typed.sum()))
    terms = [
        _terms(markers, levels, place, observation)
        for place, observations in enumerate(found[1:])
        for observation in observations
    ]
    none = np.zeros(0, dtype=np.int64)
    return RemainsRows(
        first_row=np.array(first_row, dtype=np.int64),
        terms=np.cumsum([0, 0, *(len(weights) for _, _, weights in terms)]),
        first=np.concatenate([none, *(first for first, _, _ in terms)]),
        second=np.concatenate([none, *(second for _, second, _ in terms)]),
        weights=np.concatenate([np.zeros(0), *(weights for _, _, weights in terms)]),
        observed=np.concatenate(found),
    ), rows


Terms = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def _distinct(
    genotypes: Codes, level: NDArray[np.int64], may_drop_in: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct observations at one marker as (allele, allele, level), and which one each is."""
    alleles = genotypes.astype(np.int64)
    low, high = alleles.min(axis=1), alleles.max(axis=1)
    # A partial genotype keeps its known allele in front: the code of the unseen one is the lower.
    first, second = np.where(low < 0, high, low), np.where(low < 0, low, high)
    nothing_hidden = (first != second) & (second >= 0) & ~may_drop_in
    level = np.where(nothing_hidden | (first == NOT_TYPED), 0, level)
    keys, number = np.unique(
        ((first + 4) << 40) | ((second + 4) << 16) | level, return_inverse=True
    )
    apart = np.column_stack([(keys >> 40) - 4, ((keys >> 16) & 0xFFFFFF) - 4, keys & 0xFFFF])
    return apart, number


def _terms(
    markers: MarkerArrays, levels: Levels, place: int, observation: NDArray[np.int64]
) -> Terms:
    _refuse_impossible(markers, place, observation)
    first, second, level = (int(value) for value in observation)
    if level == 0 and second >= 0 and (first != second or not markers.silent[place]):
        return np.array([first]), np.array([second]), np.ones(1)
    marker = markers.markers[place]
    locus = locus_of(marker, marker.alleles)
    genotype = markers.genotype(place, observation[:2].astype(np.int16))
    shown = None if genotype is None else Observation(genotype, levels[level])
    seen = observation_table(locus, shown)
    weight = seen * np.outer(locus.frequencies, locus.frequencies)
    weight = np.triu(weight) + np.triu(weight.T, 1)
    low, high = np.nonzero(weight)
    weights = weight[low, high]
    return low, high, weights / weights.sum()


def _refuse_impossible(markers: MarkerArrays, place: int, observation: NDArray[np.int64]) -> None:
    marker = markers.markers[place]
    for allele in observation[:2]:
        if allele >= 0 and marker.frequencies[allele] == 0.0:
            raise MarkerError(
                said(
                    "marker {marker}: remains show allele {allele}, whose frequency is 0; "
                    "give it a minimum frequency",
                    marker=marker.name,
                    allele=repr(marker.alleles[allele]),
                )
            )
