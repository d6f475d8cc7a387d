"""Genes dropped through a pedigree: founders draw from the population, children from their parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    persons = pedigree.parents_first
    place = {person.id: i for i, person in enumerate(persons)}
    parents = [
        tuple(place[p] if p is not None else None for p in (person.father, person.mother))
        for person in persons
    ]
    dropped = drop_in_families([(f, m) for f, m in parents], locus, 1, rng)
    genes = {
        person.id: (int(pair[0]), int(pair[1]))
        for person, pair in zip(persons, dropped.genes[0], strict=True)
    }
    return genes, tuple(
        mutated_of(locus, persons[parent].id, persons[child].id, before, after)
        for _, child, parent, before, after in dropped.mutations
    )


Parents = Sequence[tuple[int | None, int | None]]
"""For each person, parents first, the places of father and mother; None: drawn from the population."""


@dataclass(frozen=True)
class Dropped:
    """Genes of many families of one shape at one marker.

    Args:
        genes: shape (families, persons, 2), positions of the paternal and the maternal allele.
        mutations: family, child, parent, allele before, allele after.
    """

    genes: NDArray[np.int16]
    mutations: tuple[tuple[int, int, int, int, int], ...]


def drop_in_families(
    parents: Parents,
    locus: Locus,
    families: int,
    rng: Generator,
    others: NDArray[np.bool_] | None = None,
) -> Dropped:
    """Drop genes through many families of one shape, all families at once.

    Args:
        parents: of each person.
        locus: the marker.
        families: how many.
        rng: source of all randomness.
        others: shape (families, persons, 2), where the true father or mother is somebody else, drawn
            from the population; nowhere where None.
    """
    genes = np.zeros((families, len(parents), 2), dtype=np.int16)
    mutations: list[tuple[int, int, int, int, int]] = []
    every = np.arange(families)
    for child, pair in enumerate(parents):
        for side, (parent, rows) in enumerate(
            zip(pair, (locus.from_father, locus.from_mother), strict=True)
        ):
            founder = np.searchsorted(locus.population, rng.random(families), side="right")
            if parent is None:
                genes[:, child, side] = founder
                continue
            before = genes[every, parent, rng.integers(2, size=families)]
            draw = rng.random(families)
            after = (rows[before] <= draw[:, None]).sum(axis=1)
            true = np.ones(families, dtype=bool) if others is None else ~others[:, child, side]
            genes[:, child, side] = np.where(true, after, founder)
            for family in np.flatnonzero(true & (after != before)).tolist():
                mutations.append((family, child, parent, int(before[family]), int(after[family])))
    return Dropped(genes, tuple(mutations))


def mutated_of(locus: Locus, parent: str, child: str, before: int, after: int) -> Mutated:
    """A mutation under the names of persons and alleles."""
    alleles = locus.marker.alleles
    return Mutated(locus.marker.name, parent, child, alleles[before], alleles[after])


def draw_strangers(locus: Locus, persons: int, rng: Generator) -> NDArray[np.int16]:
    """The genes of persons who are unrelated to everyone, shape (persons, 2)."""
    return np.searchsorted(locus.population, rng.random((persons, 2)), side="right").astype(
        np.int16
    )


def draw_stranger(locus: Locus, rng: Generator) -> Genes:
    """The genes of somebody unrelated to everyone."""
    first, second = draw_strangers(locus, 1, rng)[0].tolist()
    return first, second


def _sums(probabilities: Cumulative) -> Cumulative:
    sums = np.cumsum(probabilities, axis=-1)
    return np.asarray(sums / sums[..., -1:])
