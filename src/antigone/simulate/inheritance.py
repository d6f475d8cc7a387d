"""Genes dropped through a pedigree: founders draw from the population, children from their parents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics.markers import Marker
from antigone.genetics.mutation import transition_matrix
from antigone.genetics.pedigree import Pedigree

Cumulative = NDArray[np.float64]
Genes = tuple[int, int]
"""Positions of the paternal and of the maternal allele among the alleles of the marker."""


@dataclass(frozen=True)
class Mutated:
    """A mutation that happened: the parent's allele and what reached the child."""

    marker: str
    parent: str
    child: str
    before: str
    after: str


@dataclass(frozen=True)
class Locus:
    """A marker ready for drawing: sums of frequencies, and of the rows of both mutation matrices."""

    marker: Marker
    population: Cumulative
    from_father: Cumulative
    from_mother: Cumulative


def locus_of(marker: Marker) -> Locus:
    """The cumulative probabilities of a marker, each ending at exactly 1."""
    female, male = (
        transition_matrix(model, marker.alleles, marker.frequencies)
        for model in (marker.mutation_female, marker.mutation_male)
    )
    return Locus(marker, _sums(np.array(marker.frequencies)), _sums(male), _sums(female))


def drop_genes(
    pedigree: Pedigree, locus: Locus, rng: Generator
) -> tuple[Mapping[str, Genes], tuple[Mutated, ...]]:
    """The genes of every person at one marker, and the mutations on the way.

    A parent who is not in the pedigree is drawn from the population.
    """
    genes: dict[str, Genes] = {}
    mutations: list[Mutated] = []
    alleles = locus.marker.alleles
    for person in pedigree.parents_first:
        inherited = []
        for parent, rows in (
            (person.father, locus.from_father),
            (person.mother, locus.from_mother),
        ):
            if parent is None:
                inherited.append(_draw(locus.population, rng))
                continue
            before = genes[parent][int(rng.integers(2))]
            after = _draw(rows[before], rng)
            if after != before:
                change = Mutated(
                    locus.marker.name, parent, person.id, alleles[before], alleles[after]
                )
                mutations.append(change)
            inherited.append(after)
        genes[person.id] = (inherited[0], inherited[1])
    return genes, tuple(mutations)


def draw_stranger(locus: Locus, rng: Generator) -> Genes:
    """The genes of somebody unrelated to everyone."""
    return _draw(locus.population, rng), _draw(locus.population, rng)


def _sums(probabilities: Cumulative) -> Cumulative:
    sums = np.cumsum(probabilities, axis=-1)
    return np.asarray(sums / sums[..., -1:])


def _draw(cumulative: Cumulative, rng: Generator) -> int:
    return int(np.searchsorted(cumulative, rng.random(), side="right"))
