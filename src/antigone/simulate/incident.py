"""A simulated incident: families with their missing, remains of some of these and of strangers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from numpy.random import Generator

from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.simulate.inheritance import (
    Genes,
    Locus,
    Mutated,
    draw_stranger,
    drop_genes,
    locus_of,
)
from antigone.simulate.markers import SOURCE, str_markers
from antigone.simulate.observation import observe
from antigone.simulate.shapes import SHAPES, Shape

INVENTED = "Invented data: no person and no family of this incident exists."

FOUND = 0.75
"""Probability that remains of a missing person are found."""

DEGRADED = 0.25
"""Share of remains that are degraded."""

SEX_UNKNOWN = 0.3
"""Share of degraded remains whose sex could not be told."""


@dataclass(frozen=True)
class Plan:
    """What to simulate.

    Args:
        families: how many; they take the shapes of `SHAPES` in turn.
        strangers: remains of persons whom no family of the incident misses.
        missing_loci: probability that a locus of remains fails; a tenth of it in relatives.
        mutation: model of the markers, see `str_markers`.

    Raises:
        ValueError: a number is out of its range.
    """

    families: int = 8
    strangers: int = 3
    missing_loci: float = 0.05
    mutation: str = "proportional"

    def __post_init__(self) -> None:
        if self.families < 1 or self.strangers < 0:
            raise ValueError("at least one family and no negative number of strangers are needed")
        if not 0.0 <= self.missing_loci < 1.0:
            raise ValueError(f"missing loci {self.missing_loci!r}; allowed is from 0 to below 1")


@dataclass(frozen=True)
class Truth:
    """What nobody knows of a real incident.

    Args:
        remains: whose they are; None for a stranger's.
        mutations: every mutation that happened, with the family.
    """

    remains: Mapping[str, str | None]
    mutations: tuple[tuple[str, Mutated], ...]


@dataclass(frozen=True)
class SimulatedIncident:
    """An incident as an importer sees it, and the truth about it."""

    incident: DviIncident
    truth: Truth


@dataclass(frozen=True)
class _Body:
    owner: str | None
    sex: Sex
    genes: Mapping[str, Genes]


def simulate_incident(plan: Plan, rng: Generator) -> SimulatedIncident:
    """An incident with known truth; the same plan and generator state give the same incident.

    Raises:
        ValueError: the plan names a mutation model that is not simulated.
    """
    markers = str_markers(plan.mutation)
    loci = tuple(locus_of(marker) for marker in markers)
    families: list[Family] = []
    bodies: list[_Body] = []
    mutations: list[tuple[str, Mutated]] = []
    sought = 0
    for number in range(1, plan.families + 1):
        shape = SHAPES[(number - 1) % len(SHAPES)]
        names = _names(shape, number, sought)
        sought += len(shape.missing)
        pedigree = _pedigree(shape, names, rng)
        genes, happened = _drop_all(pedigree, loci, rng)
        missing = tuple(names[word] for word in shape.missing)
        profiles = {
            names[word]: observe(
                loci, genes[names[word]], rng, missing_loci=plan.missing_loci / 10.0
            )
            for word in shape.donors
        }
        family = Family(f"Family {number:02d}", pedigree, missing, profiles)
        families.append(family)
        mutations.extend((family.name, mutation) for mutation in happened)
        bodies.extend(_found(family, genes, rng))
    bodies.extend(_stranger(loci, rng) for _ in range(plan.strangers))
    rng.shuffle(bodies)
    named = {f"PM-{i:04d}": body for i, body in enumerate(bodies, start=1)}
    remains = tuple(_remains(name, body, loci, plan, rng) for name, body in named.items())
    incident = DviIncident(markers, remains, tuple(families), notices=(INVENTED, SOURCE))
    truth = Truth({name: body.owner for name, body in named.items()}, tuple(mutations))
    return SimulatedIncident(incident, truth)


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


def _drop_all(
    pedigree: Pedigree, loci: tuple[Locus, ...], rng: Generator
) -> tuple[dict[str, dict[str, Genes]], list[Mutated]]:
    genes: dict[str, dict[str, Genes]] = {person: {} for person in pedigree.ids}
    mutations: list[Mutated] = []
    for locus in loci:
        found, happened = drop_genes(pedigree, locus, rng)
        mutations.extend(happened)
        for person, pair in found.items():
            genes[person][locus.marker.name] = pair
    return genes, mutations


def _found(family: Family, genes: Mapping[str, Mapping[str, Genes]], rng: Generator) -> list[_Body]:
    return [
        _Body(person, family.pedigree.by_id[person].sex, genes[person])
        for person in family.missing
        if rng.random() < FOUND
    ]


def _stranger(loci: tuple[Locus, ...], rng: Generator) -> _Body:
    sex = (Sex.FEMALE, Sex.MALE)[int(rng.integers(2))]
    return _Body(None, sex, {locus.marker.name: draw_stranger(locus, rng) for locus in loci})


def _remains(
    name: str, body: _Body, loci: tuple[Locus, ...], plan: Plan, rng: Generator
) -> Remains:
    degraded = rng.random() < DEGRADED
    unknown = rng.random() < SEX_UNKNOWN
    profile: dict[str, Genotype] = observe(
        loci, body.genes, rng, missing_loci=plan.missing_loci, degraded=degraded
    )
    return Remains(name, Sex.UNKNOWN if degraded and unknown else body.sex, profile)
