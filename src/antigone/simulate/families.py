"""Invented families: who they are, what genes they have, and who of them gave a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.simulate.clerical import Clerical, ClericalError
from antigone.simulate.inheritance import Locus, Mutated, Parents, drop_in_families, mutated_of
from antigone.simulate.parameters import AgeNumbers, ErrorNumbers, Parameters
from antigone.simulate.shapes import Shape, shapes_in_turn

LEAST_PARENT_YEARS = 20.0
"""A missing person is at least so old for each generation of descendants in the shape (P)."""

TURNS = 8
"""Within so many times the number of shapes a turn may begin."""


@dataclass(frozen=True)
class SimulatedFamily:
    """A family as it declares itself, and its genes as they are.

    Args:
        name: of the family.
        shape: of the family.
        names: ids by the words of the shape.
        pedigree: as declared.
        donors: those who gave a usable sample.
        genes: true alleles, shape (persons in the order of the shape, markers, 2).
        mutations: that happened.
    """

    name: str
    shape: Shape
    names: Mapping[str, str]
    pedigree: Pedigree
    donors: tuple[str, ...]
    genes: NDArray[np.int16]
    mutations: tuple[Mutated, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the missing."""
        return tuple(self.names[word] for word in self.shape.missing)

    def genes_of(self, person: str) -> NDArray[np.int16]:
        """True alleles of a member, shape (markers, 2)."""
        alleles: NDArray[np.int16] = self.genes[self.pedigree.ids.index(person)]
        return alleles

    def ages(self, of: AgeNumbers, rng: Generator) -> dict[str, float]:
        """Ages at death of the missing, as far apart as their generations."""
        generation = _generations(self.shape)
        first = self.shape.missing[0]
        least = LEAST_PARENT_YEARS * (max(generation.values()) - generation[first])
        youngest = max(of.youngest_years, min(least, of.oldest_years - 1.0))
        age = _normal_between(of.mean_years, of.sd_years, youngest, of.oldest_years, rng)
        found = {}
        for word in self.shape.missing:
            apart = generation[first] - generation[word]
            years = age if word == first else age + apart * of.generation_years
            if word != first:
                years += float(rng.normal(0.0, of.generation_sd_years))
            found[self.names[word]] = min(of.oldest_years, max(of.youngest_years, years))
        return found


def draw_families(
    parameters: Parameters,
    count: int,
    loci: Sequence[Locus],
    errors: ErrorNumbers | None,
    rng: Generator,
) -> tuple[tuple[SimulatedFamily, ...], tuple[ClericalError, ...]]:
    """Families of all shapes.

    Args:
        parameters: weights of shapes, and how many relatives give no sample.
        count: how many families.
        loci: the markers.
        errors: how often a parent is not the one declared; never where None.
        rng: source of all randomness.

    Returns:
        The families; and each parent who is another.
    """
    # The turn begins anywhere, so that small incidents have rare shapes, too.
    start = int(rng.integers(len(parameters.shapes) * TURNS))
    shapes = shapes_in_turn(start + count, parameters.shapes)[start:]
    families: dict[int, SimulatedFamily] = {}
    wrong: list[tuple[int, ClericalError]] = []
    first_missing = np.cumsum([0, *(len(shape.missing) for shape in shapes)]).tolist()
    for shape in dict.fromkeys(shapes):
        numbers = [i for i, of in enumerate(shapes) if of is shape]
        others = _others(shape, len(numbers), errors, rng)
        genes, mutations = _dropped(shape, loci, others, len(numbers), rng)
        for place, number in enumerate(numbers):
            names = _names(shape, number + 1, first_missing[number])
            family = SimulatedFamily(
                f"Family {number + 1:02d}",
                shape,
                names,
                _pedigree(shape, names, rng),
                _donors(shape, names, parameters.incident.no_sample, rng),
                genes[place],
                tuple(
                    mutated_of(locus, names[parent], names[child], before, after)
                    for locus, parent, child, before, after in mutations.get(place, ())
                ),
            )
            families[number] = family
            for child, side in np.argwhere(others[place]).tolist():
                kind = (Clerical.OTHER_FATHER, Clerical.OTHER_MOTHER)[side]
                about = (names[shape.members[child].word],)
                wrong.append((number, ClericalError(kind, about, (family.name,))))
    ordered = tuple(families[i] for i in range(count))
    return ordered, tuple(error for _, error in sorted(wrong, key=lambda entry: entry[0]))


def _parents(shape: Shape) -> Parents:
    place = {member.word: i for i, member in enumerate(shape.members)}
    return [
        (
            place[member.father] if member.father else None,
            place[member.mother] if member.mother else None,
        )
        for member in shape.members
    ]


def _others(
    shape: Shape, families: int, errors: ErrorNumbers | None, rng: Generator
) -> NDArray[np.bool_]:
    """Where the true father or mother is not the one declared, shape (families, persons, 2)."""
    declared = np.array([[p is not None for p in pair] for pair in _parents(shape)])
    draws = rng.random((families, len(shape.members), 2))
    if errors is None:
        return np.zeros(draws.shape, dtype=bool)
    return np.asarray(declared & (draws < np.array([errors.other_father, errors.other_mother])))


_Mutation = tuple[Locus, str, str, int, int]
"""Where, parent and child by their words, allele before and after."""


def _dropped(
    shape: Shape,
    loci: Sequence[Locus],
    others: NDArray[np.bool_],
    families: int,
    rng: Generator,
) -> tuple[NDArray[np.int16], dict[int, list[_Mutation]]]:
    """Genes, shape (families, persons, markers, 2), and by family the mutations."""
    parents = _parents(shape)
    genes = np.zeros((families, len(parents), len(loci), 2), dtype=np.int16)
    mutations: dict[int, list[_Mutation]] = {}
    for place, locus in enumerate(loci):
        dropped = drop_in_families(parents, locus, families, rng, others)
        genes[:, :, place] = dropped.genes
        for family, child, parent, before, after in dropped.mutations:
            mutations.setdefault(family, []).append(
                (locus, shape.members[parent].word, shape.members[child].word, before, after)
            )
    return genes, mutations


def _names(shape: Shape, family: int, sought: int) -> dict[str, str]:
    """Codes of the members: AM-0001 for the missing, F01-R1 for donors, F01-U1 for the others."""
    names: dict[str, str] = {}
    for member in shape.members:
        if member.word in shape.missing:
            names[member.word] = f"AM-{sought + 1 + shape.missing.index(member.word):04d}"
        elif member.word in shape.donors:
            names[member.word] = f"F{family:02d}-R{shape.donors.index(member.word) + 1}"
        else:
            others = sum(1 for name in names.values() if "-U" in name)
            names[member.word] = f"F{family:02d}-U{others + 1}"
    return names


def _pedigree(shape: Shape, names: Mapping[str, str], rng: Generator) -> Pedigree:
    persons = []
    for member in shape.members:
        drawn = (Sex.FEMALE, Sex.MALE)[int(rng.integers(2))]
        persons.append(
            Person(
                names[member.word],
                names[member.father] if member.father else None,
                names[member.mother] if member.mother else None,
                drawn if member.sex is Sex.UNKNOWN else member.sex,
            )
        )
    return Pedigree(tuple(persons))


def _donors(
    shape: Shape, names: Mapping[str, str], no_sample: float, rng: Generator
) -> tuple[str, ...]:
    """Those whose sample is usable; where none is, the first one's."""
    given = [word for word in shape.donors if rng.random() >= no_sample]
    return tuple(names[word] for word in given or shape.donors[:1])


def _generations(shape: Shape) -> dict[str, int]:
    """By word how many generations a member stands below the oldest; couples stand level."""
    level = {member.word: 0 for member in shape.members}
    for _ in shape.members:
        for member in shape.members:
            parents = [p for p in (member.father, member.mother) if p]
            if parents:
                level[member.word] = max(level[member.word], 1 + max(level[p] for p in parents))
            for parent in parents:
                level[parent] = max(level[parent], level[member.word] - 1)
    return level


def _normal_between(mean: float, sd: float, low: float, high: float, rng: Generator) -> float:
    for _ in range(1000):
        drawn = float(rng.normal(mean, sd))
        if low <= drawn <= high:
            return drawn
    return float(rng.uniform(low, high))
