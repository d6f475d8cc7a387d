"""Allele frequencies of one population as files hold them, and the markers that they make."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from antigone.genetics.markers import Marker, MarkerError
from antigone.genetics.mutation import (
    NO_MUTATION,
    MutationModel,
    MutationModelError,
    transition_matrix,
)
from antigone.genetics.unseen_alleles import minimum_frequency_of_database


class Counted(Enum):
    """What a sample size counts."""

    PERSONS = "persons"
    ALLELES = "alleles"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class SampleSize:
    """How many persons, or alleles, the frequencies of a locus come from."""

    number: int
    counted: Counted = Counted.UNSAID

    @property
    def persons(self) -> float:
        """Persons; where the file does not say what it counts, the smaller of both readings."""
        return float(self.number) if self.counted is Counted.PERSONS else self.number / 2.0


@dataclass(frozen=True)
class LocusFrequencies:
    """The alleles of one locus by size, each with its frequency in the population.

    Args:
        locus: canonical name, or the incident's own.
        alleles: labels, each once; `<8` and `>17` are all that lie beyond an end of the ladder.
        frequencies: above 0; they sum to 1.
        size: of the sample they come from, where the file says it.
        chromosome: `"A"` autosomal or `"X"`.
    """

    locus: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    size: SampleSize | None = None
    chromosome: str = "A"


@dataclass(frozen=True)
class FrequencyTable:
    """The loci of one population.

    Args:
        name: of the population; empty where the file names none.
        loci: in the order of the file.
        file: where they come from.
        notices: what was rounded, left out, or understood otherwise than written.
    """

    name: str
    loci: tuple[LocusFrequencies, ...]
    file: str = ""
    notices: tuple[str, ...] = ()

    @cached_property
    def by_locus(self) -> Mapping[str, LocusFrequencies]:
        """The loci under their names."""
        return {locus.locus: locus for locus in self.loci}

    @property
    def minimum_frequency(self) -> float | None:
        """5/(2n) of the smallest sample among the loci; None where a locus states no size.

        See `unseen_alleles.minimum_frequency_of_database`.
        """
        sizes = [locus.size for locus in self.loci]
        if not sizes or any(size is None or size.persons <= 2.5 for size in sizes):
            return None
        return minimum_frequency_of_database(min(size.persons for size in sizes if size))


def markers_of(
    table: FrequencyTable,
    *,
    female: MutationModel = NO_MUTATION,
    male: MutationModel = NO_MUTATION,
    only: Collection[str] | None = None,
) -> tuple[Marker, ...]:
    """The markers of a population, all with the mutation models that a person states.

    Args:
        table: the frequencies.
        female, male: transmission by mothers and by fathers.
        only: names of the loci that are wanted; all, where None.

    Raises:
        MarkerError: naming the locus at which a model cannot be used, e.g. one that counts repeats at
            an allele `<8`.

    >>> table = FrequencyTable("Town", (LocusFrequencies("TH01", ("6", "9.3"), (0.25, 0.75)),))
    >>> markers_of(table, male=MutationModel("equal", 0.002))[0].alleles
    ('6', '9.3')
    """
    loci = [locus for locus in table.loci if only is None or locus.locus in only]
    return tuple(_marker(locus, female, male) for locus in loci)


def _marker(locus: LocusFrequencies, female: MutationModel, male: MutationModel) -> Marker:
    for model in (female, male):
        try:
            transition_matrix(model, locus.alleles, locus.frequencies)
        except MutationModelError as error:
            raise MarkerError(f"marker {locus.locus}: {error}") from error
    return Marker(
        locus.locus,
        locus.alleles,
        locus.frequencies,
        mutation_female=female,
        mutation_male=male,
        chromosome=locus.chromosome,
    )
