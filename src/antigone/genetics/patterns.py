"""Which relatives share which alleles: the patterns by which families are computed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.genetics.marker_arrays import NOT_TYPED, Codes
from antigone.genetics.shape_program import Pattern

_CODES_A_WORD = 12
_BITS = 5


@dataclass(frozen=True)
class Patterns:
    """The pattern of each family at each marker, and what its alleles stand for.

    Args:
        distinct: the patterns that occur.
        number: shape (families · L,), which of these.
        alleles: shape (families · L, 2 · typed), the marker's alleles in the order of the pattern.
        seen: shape (families · L,), how many these are.
    """

    distinct: tuple[Pattern, ...]
    number: NDArray[np.int64]
    alleles: Codes
    seen: NDArray[np.int64]


def patterns_of(genotypes: Codes) -> Patterns:
    """Patterns of families of one shape.

    Args:
        genotypes: shape (families, typed, L, 2).
    """
    families, typed, loci, _ = genotypes.shape
    codes = np.full((families * loci, 2 * typed), NOT_TYPED, dtype=np.int8)
    alleles = np.zeros((families * loci, 2 * typed), dtype=np.int16)
    seen = np.zeros(families * loci, dtype=np.int64)
    _name_alleles(genotypes, codes, alleles, seen)
    first, number = _distinct(codes)
    distinct = tuple(
        tuple((int(row[2 * t]), int(row[2 * t + 1])) for t in range(typed)) for row in codes[first]
    )
    return Patterns(distinct, number, alleles, seen)


@njit(nogil=True, cache=True)
def _name_alleles(
    genotypes: Codes, codes: NDArray[np.int8], alleles: Codes, seen: NDArray[np.int64]
) -> None:
    """Write each genotype in names that count the alleles as they are met."""
    families, typed, loci, _ = genotypes.shape
    for family in range(families):
        for locus in range(loci):
            place = family * loci + locus
            count = 0
            for person in range(typed):
                for side in range(2):
                    allele = genotypes[family, person, locus, side]
                    name = np.int8(allele)
                    if allele >= 0:
                        name = np.int8(0)
                        while name < count and alleles[place, name] != allele:
                            name += np.int8(1)
                        if name == count:
                            alleles[place, count] = allele
                            count += 1
                    codes[place, 2 * person + side] = name
                first, second = codes[place, 2 * person], codes[place, 2 * person + 1]
                # Two alleles have no order; one that is unseen or silent comes last.
                if first < 0 or 0 <= second < first:
                    codes[place, 2 * person] = second
                    codes[place, 2 * person + 1] = first
            seen[place] = count


def _distinct(codes: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the distinct rows, and which of them each row is."""
    digits = codes.astype(np.uint64) & np.uint64((1 << _BITS) - 1)
    width = digits.shape[1]
    if width > _CODES_A_WORD:
        _, first, number = np.unique(codes, axis=0, return_index=True, return_inverse=True)
        return first, number.reshape(-1)
    shifts = np.arange(width, dtype=np.uint64) * np.uint64(_BITS)
    words = np.bitwise_or.reduce(digits << shifts, axis=1)
    _, first, number = np.unique(words, return_index=True, return_inverse=True)
    return first, number
