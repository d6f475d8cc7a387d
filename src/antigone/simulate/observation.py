"""What a laboratory sees of a genotype: loci that fail, alleles that drop out of degraded remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from numpy.random import Generator

from antigone.genetics.markers import Genotype
from antigone.simulate.inheritance import Genes, Locus

DEGRADED_MISSING = 0.35
"""Share of loci that degraded remains lose beside those that any remains lose."""

DEGRADED_PARTIAL = 0.2
"""Share of the loci left to degraded remains at which one of two different alleles was not seen."""


def observe(
    loci: Sequence[Locus],
    genes: Mapping[str, Genes],
    rng: Generator,
    *,
    missing_loci: float,
    degraded: bool = False,
) -> dict[str, Genotype]:
    """The profile of one person: alleles in the order of the table, partial genotypes as such.

    Args:
        loci: all markers.
        genes: true genes by name of the marker.
        rng: draws what fails.
        missing_loci: probability that a locus fails.
        degraded: whether more loci fail and single alleles are lost.
    """
    profile: dict[str, Genotype] = {}
    for locus in loci:
        lost = rng.random() < missing_loci
        lost_to_decay = rng.random() < DEGRADED_MISSING
        partial = rng.random() < DEGRADED_PARTIAL
        seen = int(rng.integers(2))
        if lost or (degraded and lost_to_decay):
            continue
        first, second = sorted(genes[locus.marker.name])
        alleles = locus.marker.alleles
        if degraded and partial and first != second:
            profile[locus.marker.name] = (alleles[(first, second)[seen]], None)
        else:
            profile[locus.marker.name] = (alleles[first], alleles[second])
    return profile
