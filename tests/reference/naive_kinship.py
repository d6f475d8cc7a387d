"""The likelihood of a pedigree by enumerating every ordered genotype of every person.

Slow, plain, and written from the definition, so that it can be believed at sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.mutation import transition_matrix
from antigone.genetics.pedigree import Pedigree


def naive_likelihood(
    pedigree: Pedigree,
    marker: Marker,
    genotypes: Mapping[str, Genotype],
    founder_inbreeding: Mapping[str, float],
) -> float:
    """Sum over all ordered genotypes of P(founders) · P(transmissions) · [observed as seen]."""
    alleles = range(len(marker.alleles))
    female = transition_matrix(marker.mutation_female, marker.alleles, marker.frequencies)
    male = transition_matrix(marker.mutation_male, marker.alleles, marker.frequencies)
    total = 0.0
    for states in product(product(alleles, repeat=2), repeat=len(pedigree.persons)):
        ordered = dict(zip(pedigree.ids, states, strict=True))
        if not all(_shows(marker, ordered[i], genotypes[i]) for i in genotypes):
            continue
        weight = 1.0
        for person in pedigree.persons:
            paternal, maternal = ordered[person.id]
            if person.is_founder:
                weight *= _founder(
                    marker, paternal, maternal, founder_inbreeding.get(person.id, 0.0)
                )
                continue
            for allele, parent, matrix in (
                (paternal, person.father, male),
                (maternal, person.mother, female),
            ):
                if parent is None:
                    weight *= sum(
                        p * matrix[a, allele]
                        for a, p in zip(alleles, marker.frequencies, strict=True)
                    )
                else:
                    first, second = ordered[parent]
                    weight *= 0.5 * matrix[first, allele] + 0.5 * matrix[second, allele]
        total += weight
    return float(total)


def _shows(marker: Marker, ordered: tuple[int, int], genotype: Genotype) -> bool:
    first = marker.index[genotype[0]]
    if genotype[1] is None:
        return first in ordered
    return sorted(ordered) == sorted((first, marker.index[genotype[1]]))


def _founder(marker: Marker, paternal: int, maternal: int, inbreeding: float) -> float:
    p = marker.frequencies
    identical = inbreeding * p[paternal] if paternal == maternal else 0.0
    return identical + (1.0 - inbreeding) * p[paternal] * p[maternal]
