"""A marker: its alleles, their population frequencies and how they mutate; and what was seen at it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from antigone.genetics.mutation import NO_MUTATION, MutationModel
from antigone.words import in_a_row, said

FREQUENCY_TOLERANCE = 1e-6
"""How far the frequencies of a marker may miss 1 (published tables have few digits)."""

EXACT_SUM_TOLERANCE = 1e-12
"""Above this a sum of frequencies is worth a notice: they are used as written, never rescaled."""

SILENT = "silent"
"""In a genotype: an allele that is there and does not show (a null allele), where that is known."""

Genotype = tuple[str, str | None]
"""Two alleles as seen, unordered; the second is None when it is unknown (partial genotype)."""

Profile = Mapping[str, Genotype]
"""Genotypes of one person under the names of the markers; a marker that is absent was not typed."""


class MarkerError(ValueError):
    """The definition of a marker, or a genotype at it, cannot be used."""


@dataclass(frozen=True)
class Marker:
    """One locus with its allele frequencies and its mutation models.

    Args:
        name: as in the kit, e.g. `D3S1358`.
        alleles: labels, each once; repeats as numbers (`"9.3"`) where the mutation model needs them.
        frequencies: population frequency of each allele, used exactly as given.
        mutation_female, mutation_male: transmission by the mother and by the father.
        chromosome: `"A"` autosomal or `"X"`; a man's X allele is written twice in his genotype.
        silent_frequency: frequency of a silent (null) allele, 0 where there is none.

    Raises:
        MarkerError: no alleles; labels and frequencies differ in number; a label twice; a frequency
            outside [0, 1]; a sum that misses 1 by more than 1e-6.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    mutation_female: MutationModel = NO_MUTATION
    mutation_male: MutationModel = NO_MUTATION
    chromosome: str = "A"
    silent_frequency: float = 0.0

    def __post_init__(self) -> None:
        if not self.alleles:
            raise MarkerError(said("marker {name}: it has no alleles", name=self.name))
        if len(self.alleles) != len(self.frequencies):
            raise MarkerError(
                said(
                    "marker {name}: {alleles} alleles but {frequencies} frequencies",
                    name=self.name,
                    alleles=len(self.alleles),
                    frequencies=len(self.frequencies),
                )
            )
        doubled = sorted({a for a in self.alleles if self.alleles.count(a) > 1})
        if doubled:
            raise MarkerError(
                said(
                    "marker {name}: allele {allele} is listed twice",
                    name=self.name,
                    allele=repr(doubled[0]),
                )
            )
        for allele, frequency in zip(self.alleles, self.frequencies, strict=True):
            if not (0.0 <= frequency <= 1.0):
                raise MarkerError(
                    said(
                        "marker {name}: frequency {frequency} of allele {allele} is not "
                        "between 0 and 1",
                        name=self.name,
                        frequency=repr(frequency),
                        allele=repr(allele),
                    )
                )
        if abs(self.frequency_sum - 1.0) > FREQUENCY_TOLERANCE:
            raise MarkerError(
                said(
                    "marker {name}: the frequencies sum to {sum}; allowed is 1 within {tolerance}",
                    name=self.name,
                    sum=f"{self.frequency_sum:.9g}",
                    tolerance=f"{FREQUENCY_TOLERANCE:g}",
                )
            )

    @cached_property
    def frequency_sum(self) -> float:
        """Sum of the frequencies, the silent allele included."""
        return math.fsum((*self.frequencies, self.silent_frequency))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each allele in `alleles`."""
        return {allele: i for i, allele in enumerate(self.alleles)}

    def check(self, genotype: Genotype) -> None:
        """Refuse a genotype with an allele that the frequency table does not have.

        Raises:
            MarkerError: naming the allele and those that are allowed.
        """
        for allele in genotype:
            if allele is None or (allele == SILENT and self.silent_frequency > 0.0):
                continue
            if allele not in self.index:
                raise MarkerError(
                    said(
                        "allele {allele} is not in the frequency table of {name}; allowed "
                        "are {alleles}",
                        allele=repr(allele),
                        name=self.name,
                        alleles=in_a_row(self.alleles),
                    )
                )
