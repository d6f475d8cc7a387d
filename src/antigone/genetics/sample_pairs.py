"""All pairs of many samples: of one person, of relatives, or of two unrelated persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.locus import locus_of
from antigone.genetics.marker_arrays import marker_arrays
from antigone.genetics.markers import Marker
from antigone.genetics.mutation import Matrix
from antigone.genetics.relationships import Relationship, genotype_ratios
from antigone.genetics.remains_rows import RemainsRows, levels_of, remains_rows
from antigone.genetics.same_person import ComparisonRefused, Sample
from antigone.words import said

Places = NDArray[np.int64]
Logs = NDArray[np.float64]

NUMBERS_A_BLOCK = 1 << 25
"""Numbers in the tables of one block of samples, at most: 256 MiB."""

MOST_PAIRS = 1_000_000
"""A comparison that finds more pairs than this is stopped: what it was asked for says nothing."""

PAIRS_AT_ONCE = 4096

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some pairs of samples: their places, the lower one first, and log10 LR of each."""

    first: Places
    second: Places
    log10_lr: Logs


class SamplePairs:
    """Samples made ready to be compared all with all, exactly, by tables of what they show.

    The LR of two observations is Σ_{g,h} P(g | first) P(h | second) R(g, h), with R as in
    `genotype_ratios`. Samples show few different things at a marker, so that these are looked up;
    a pair is given up as soon as all that is left cannot lift it to what is asked.

    Mutation counts as the markers' models say; theta and inbreeding are 0. A marker at which one of
    the two is not typed says nothing.
    """

    def __init__(self, markers: Sequence[Marker], samples: Sequence[Sample]) -> None:
        """Make the samples ready.

        Raises:
            ComparisonRefused: a marker is X-linked.
            MarkerError: an allele that the frequency table does not have, or of frequency 0.
        """
        x_linked = [marker.name for marker in markers if marker.chromosome != "A"]
        if x_linked:
            raise ComparisonRefused(
                said("marker {marker} is X-linked: leave it out", marker=x_linked[0])
            )
        for sample in samples:
            for marker in markers:
                genotype = sample.profile.get(marker.name)
                if genotype is not None:
                    marker.check(genotype)
        arrays = marker_arrays(markers)
        levels, level = levels_of(markers, [sample.degraded for sample in samples])
        codes = arrays.codes([sample.profile for sample in samples])
        observed, rows = remains_rows(arrays, codes, levels, level)
        self.count = len(samples)
        self._at = tuple(_AtMarker(m, observed, place) for place, m in enumerate(markers))
        # At each marker rows are counted from 1; row 0 stays "not typed".
        shift = observed.first_row[:-1] - 1
        self._rows = np.where(rows > 0, rows.astype(np.int64) - shift, 0).astype(np.int32)

    def log10_lr(self, relationship: Relationship, first: Places, second: Places) -> Logs:
        """log10 LR of the relationship against "unrelated" of some pairs.

        For parent and child the mean over the four ways of being so: either of them is the parent,
        as mother or as father.
        """
        found = np.empty(len(first))
        for start in range(0, len(first), PAIRS_AT_ONCE):
            here = slice(start, start + PAIRS_AT_ONCE)
            ways = [
                at.log10_of_pairs(
                    relationship, self._rows[first[here], i], self._rows[second[here], i]
                )
                for i, at in enumerate(self._at)
            ]
            found[here] = _log10_mean(np.sum(ways, axis=0)) if ways else 0.0
        return found

    def above(self, relationship: Relationship, least_log10_lr: float) -> Pairs:
        """All pairs whose log10 LR against "unrelated" is at least so much, and above -inf.

        Raises:
            ComparisonRefused: more than `MOST_PAIRS` pairs.
        """
        found = [np.zeros((0, 2), dtype=np.int64)]
        reached = np.empty((MOST_PAIRS, 2), dtype=np.int32)
        room = MOST_PAIRS
        numbers = sum(at.rows for at in self._at)
        block = max(1, NUMBERS_A_BLOCK // max(1, numbers))
        for start in range(0, self.count, block):
            stop = min(self.count, start + block)
            tables = [
                at.log10_of_block(relationship, self._rows[start:stop, i])
                for i, at in enumerate(self._at)
            ]
            count = self._screen(tables, start, stop, least_log10_lr - _ROUNDING, reached[:room])
            if count > room:
                raise ComparisonRefused(
                    said(
                        "more than {count} pairs of samples look like {relationship}: "
                        "the samples show too little, or the same sample stands there many "
                        "times",
                        count=f"{MOST_PAIRS:,}",
                        relationship=said(relationship.value),
                    )
                )
            room -= count
            found.append(reached[:count].astype(np.int64))
        first, second = np.concatenate(found).T
        log10_lr = self.log10_lr(relationship, first, second)
        kept = (log10_lr >= least_log10_lr) & (log10_lr > -np.inf)
        return Pairs(first[kept], second[kept], log10_lr[kept])

    def _screen(
        self,
        tables: Sequence[tuple[Matrix, NDArray[np.intp]]],
        start: int,
        stop: int,
        least: float,
        reached: NDArray[np.int32],
    ) -> int:
        flat = np.concatenate([np.zeros(0), *(table.ravel() for table, _ in tables)])
        sizes = np.array([0, *(table.size for table, _ in tables)])
        begin = np.cumsum(sizes)
        at = np.empty((stop - start, len(tables)), dtype=np.int64)
        rest = np.zeros((stop - start, len(tables) + 1))
        for i, (table, own) in enumerate(tables):
            at[:, i] = begin[i] + own * table.shape[1]
            rest[:, i] = table.max(axis=1)[own]
        rest[:, :-1] = np.cumsum(rest[:, -2::-1], axis=1)[:, ::-1]
        return int(_reach(flat, at, rest, self._rows, start, least, reached))


class _AtMarker:
    """What samples show at one marker: each row a distribution over genotypes; row 0: not typed."""

    def __init__(self, marker: Marker, observed: RemainsRows, place: int) -> None:
        rows = range(observed.first_row[place], observed.first_row[place + 1])
        begin, end = observed.terms[rows.start], observed.terms[rows.stop]
        pairs = np.column_stack([observed.first[begin:end], observed.second[begin:end]])
        pairs.sort(axis=1)
        genotypes, number = np.unique(pairs, axis=0, return_inverse=True)
        self._locus = locus_of(marker, marker.alleles)
        self._first, self._second = genotypes[:, 0], genotypes[:, 1]
        self._weights = np.zeros((len(rows) + 1, len(genotypes)))
        sizes = np.diff(observed.terms[rows.start : rows.stop + 1])
        of_row = np.repeat(np.arange(1, len(rows) + 1), sizes)
        self._weights[of_row, number.ravel()] = observed.weights[begin:end]
        self._ratios = cache(self._computed)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self._weights)

    def _computed(self, relationship: Relationship) -> tuple[Matrix, ...]:
        """R(g, h) summed over what each row says of h: shape (genotypes, rows), for each way."""
        ratios = genotype_ratios(self._locus, self._first, self._second, relationship)
        return tuple(ratio @ self._weights.T for ratio in ratios)

    def log10_of_block(
        self, relationship: Relationship, rows: NDArray[np.int32]
    ) -> tuple[Matrix, NDArray[np.intp]]:
        """log10 LR of the distinct rows of a block with all rows, the best way; and who has which."""
        distinct, own = np.unique(rows, return_inverse=True)
        weights = self._weights[distinct]
        best = np.max([weights @ ratio for ratio in self._ratios(relationship)], axis=0)
        return _log10(best, distinct[:, None], np.arange(best.shape[1])), own.ravel()

    def log10_of_pairs(
        self, relationship: Relationship, first: NDArray[np.int32], second: NDArray[np.int32]
    ) -> Logs:
        """log10 LR of pairs of rows, shape (ways, pairs)."""
        weights = self._weights[first]
        lr = [np.einsum("pg,gp->p", weights, r[:, second]) for r in self._ratios(relationship)]
        return _log10(np.array(lr), first, second)


def _log10(lr: Matrix, first: NDArray[np.integer], second: NDArray[np.integer]) -> Matrix:
    """The logarithm; 0 where one of the two is not typed."""
    with np.errstate(divide="ignore"):
        return np.where((first == 0) | (second == 0), 0.0, np.log10(lr))


def _log10_mean(log10: Matrix) -> Logs:
    """log10 of the mean over the first axis."""
    top = log10.max(axis=0)
    safe = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        mean: Logs = safe + np.log10(np.mean(10.0 ** (log10 - safe), axis=0))
    return mean


@njit(nogil=True, cache=True)
def _reach(
    flat: Logs,
    at: Places,
    rest: Logs,
    rows: NDArray[np.int32],
    start: int,
    least: float,
    reached: NDArray[np.int32],
) -> int:
    """Pairs of the block with later samples whose sum reaches the least; returns how many.

    Args:
        flat: tables of all markers.
        at: shape (block, L), where the row of each sample begins in `flat`.
        rest: shape (block, L + 1), the most that markers from here on can add.
        rows: shape (samples, L).
        start: place of the block's first sample.
        least: the sum that is asked for.
        reached: shape (room, 2), written to; where it is too small, more than room is returned.
    """
    count = 0
    markers = rows.shape[1]
    for i in range(at.shape[0]):
        for j in range(start + i + 1, rows.shape[0]):
            total = 0.0
            for k in range(markers):
                total += flat[at[i, k] + rows[j, k]]
                if total + rest[i, k + 1] < least:
                    break
            else:
                if total >= least:
                    if count == len(reached):
                        return count + 1
                    reached[count, 0] = start + i
                    reached[count, 1] = j
                    count += 1
    return count
