"""Markers, genotypes and profiles as arrays of numbers, for computations on many families at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.locus import locus_of
from antigone.genetics.markers import SILENT, Genotype, Marker, Profile

NOT_TYPED = -1
UNSEEN = -2
SILENT_CODE = -3

Codes = NDArray[np.int16]
"""Alleles as positions in `Marker.alleles`, or one of the codes above; a genotype is two of them."""

Matrix = NDArray[np.float64]


class Lumping(IntEnum):
    """When alleles that no relative has may be treated as one state (design: Trap 1)."""

    NEVER = 0
    SOUGHT_IS_FOUNDER = 1
    ALWAYS = 2


@dataclass(frozen=True)
class MarkerArrays:
    """Markers in arrays as wide as the largest of them.

    Args:
        markers: the markers, autosomal.
        alleles: shape (L,), number of visible alleles; a silent one has the code after the last.
        silent: shape (L,), whether there is a silent allele.
        frequencies: shape (L, m).
        female, male: shape (L, m, m), transmission, rows the parent's allele.
        lumping: shape (L,), values of `Lumping`.
    """

    markers: tuple[Marker, ...]
    alleles: NDArray[np.int64]
    silent: NDArray[np.bool_]
    frequencies: Matrix
    female: Matrix
    male: Matrix
    lumping: NDArray[np.int64]

    def code(self, place: int, genotype: Genotype | None) -> tuple[int, int]:
        """The codes of a genotype at the marker at this place."""
        if genotype is None:
            return NOT_TYPED, NOT_TYPED
        index = self.markers[place].index
        first, second = (
            UNSEEN if a is None else SILENT_CODE if a == SILENT else index[a] for a in genotype
        )
        return first, second

    def codes(self, profiles: Sequence[Profile]) -> Codes:
        """The codes of profiles at all markers, shape (profiles, L, 2)."""
        codes = np.empty((len(profiles), len(self.markers), 2), dtype=np.int16)
        for i, profile in enumerate(profiles):
            for place, marker in enumerate(self.markers):
                codes[i, place] = self.code(place, profile.get(marker.name))
        return codes

    def genotype(self, place: int, codes: Codes) -> Genotype | None:
        """The genotype of two codes at the marker at this place; None where it is not typed."""
        if codes[0] == NOT_TYPED:
            return None
        alleles = self.markers[place].alleles
        first, second = (
            None if c == UNSEEN else SILENT if c == SILENT_CODE else alleles[c] for c in codes
        )
        return first or "", second


def marker_arrays(markers: Sequence[Marker]) -> MarkerArrays:
    """Arrays of some markers, all alleles apart."""
    loci = [locus_of(marker, marker.alleles) for marker in markers]
    widest = max((locus.count for locus in loci), default=0)
    frequencies = np.zeros((len(loci), widest))
    female, male = (np.zeros((len(loci), widest, widest)) for _ in range(2))
    for place, locus in enumerate(loci):
        frequencies[place, : locus.count] = locus.frequencies
        female[place, : locus.count, : locus.count] = locus.female
        male[place, : locus.count, : locus.count] = locus.male
    return MarkerArrays(
        tuple(markers),
        np.array([len(marker.alleles) for marker in markers], dtype=np.int64),
        np.array([locus.silent is not None for locus in loci], dtype=np.bool_),
        frequencies,
        female,
        male,
        np.array([_lumping(marker) for marker in markers], dtype=np.int64),
    )


def _lumping(marker: Marker) -> Lumping:
    """What the models of both parents allow.

    Without mutation, and where a mutant is drawn anew from the population (proportional), alleles
    that no relative has are alike but for their frequency, which cancels in the likelihood ratio.
    Where all mutants are equally likely (equal), that holds for the missing person's alleles only if
    they come from the population. Models that count steps know no alike alleles.
    """
    models = {marker.mutation_female.model, marker.mutation_male.model}
    if models <= {"none", "proportional"}:
        return Lumping.ALWAYS
    if models <= {"none", "proportional", "equal"}:
        return Lumping.SOUGHT_IS_FOUNDER
    return Lumping.NEVER
