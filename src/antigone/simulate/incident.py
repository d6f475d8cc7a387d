"""A simulated incident: families with their missing, remains of some of these and of strangers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.evidence.records import AmRecord, PmRecord
from antigone.genetics.pedigree import Sex
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.simulate.am_records import am_record
from antigone.simulate.clerical import ClericalError, exchange_relatives, exchange_remains
from antigone.simulate.effects import items_found
from antigone.simulate.families import SimulatedFamily, draw_families
from antigone.simulate.inheritance import Locus, Mutated, draw_strangers, locus_of
from antigone.simulate.markers import SOURCE, str_markers
from antigone.simulate.observation import Profiles, Samples, draw_dropout, observe
from antigone.simulate.parameters import Parameters, load_parameters
from antigone.simulate.parts import number_of_parts, split_record
from antigone.simulate.persons import Person, draw_age, draw_person
from antigone.simulate.pm_records import pm_record

INVENTED = "Invented data: no person and no family of this incident exists."

SEX_UNKNOWN = 0.3
"""Share of degraded remains whose sex could not be told, where no records are drawn (P)."""


@dataclass(frozen=True)
class Plan:
    """What to simulate.

    Args:
        families: how many.
        strangers: remains of persons whom no family of the incident misses; drawn by the parameters
            where None.
        missing_loci: probability that a locus of remains fails; a tenth of it in relatives; by the
            parameters where None.
        mutation: model of the markers, see `str_markers`.
        records: whether everything besides DNA is drawn too.
        parts: whether some bodies are found in parts, each under a number of its own.
        clerical_errors: whether samples are exchanged and some parents are not those declared.
        parameters: all other numbers; the packaged ones where None.

    Raises:
        ValueError: a number is out of its range.
    """

    families: int = 8
    strangers: int | None = 3
    missing_loci: float | None = 0.05
    mutation: str = "proportional"
    records: bool = False
    parts: bool = False
    clerical_errors: bool = False
    parameters: Parameters = field(default_factory=load_parameters)

    def __post_init__(self) -> None:
        if self.families < 1 or (self.strangers or 0) < 0:
            raise ValueError("at least one family and no negative number of strangers are needed")
        if self.missing_loci is not None and not 0.0 <= self.missing_loci < 1.0:
            raise ValueError(f"missing loci {self.missing_loci!r}; allowed is from 0 to below 1")

    @property
    def share_missing_loci(self) -> float:
        """Probability that a locus of remains fails."""
        return (
            self.parameters.samples.missing_loci if self.missing_loci is None else self.missing_loci
        )


@dataclass(frozen=True)
class Truth:
    """What nobody knows of a real incident.

    Args:
        remains: whose they are; None for a stranger's. Parts of one body have one owner.
        mutations: every mutation that happened, with the family.
        bodies: by remains the number of the body they are of; parts of one body share it.
        errors: every clerical error.
        shapes: by family the name of its shape.
    """

    remains: Mapping[str, str | None]
    mutations: tuple[tuple[str, Mutated], ...]
    bodies: Mapping[str, int] = field(default_factory=dict)
    errors: tuple[ClericalError, ...] = ()
    shapes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatedIncident:
    """An incident as an importer sees it, and the truth about it."""

    incident: DviIncident
    truth: Truth


@dataclass(frozen=True)
class _Body:
    """A body that was found: whose, of which sex, and its true alleles, shape (markers, 2)."""

    owner: str | None
    sex: Sex
    genes: NDArray[np.int16]


def simulate_incident(plan: Plan, rng: Generator) -> SimulatedIncident:
    """An incident with known truth; the same plan and generator state give the same incident.

    DNA, clerical errors and records draw from generators of their own, so that leaving one out
    changes nothing else.

    Raises:
        ValueError: the plan names a mutation model that is not simulated.
    """
    seeds = rng.integers(2**63, size=5).tolist()
    of_dna, of_bodies, of_samples, of_errors, of_records = map(np.random.default_rng, seeds)
    markers = str_markers(plan.mutation)
    loci = tuple(locus_of(marker) for marker in markers)
    numbers = plan.parameters.errors if plan.clerical_errors else None
    families, errors = draw_families(plan.parameters, plan.families, loci, numbers, of_dna)
    bodies = _bodies(plan, families, loci, of_bodies)
    body_of = _parts(plan, len(bodies), of_bodies)
    ids = tuple(f"PM-{i:04d}" for i in range(1, len(body_of) + 1))
    genes = np.stack([bodies[b].genes for b in body_of]) if body_of else _no_genes(loci)
    dropout = draw_dropout(len(ids), markers, plan.parameters, of_samples)
    remains = observe(genes, dropout, plan.share_missing_loci, of_samples)
    relatives = _relatives(plan, families, loci, of_samples)
    if plan.clerical_errors:
        donors = {family.name: family.donors for family in families}
        errors += exchange_relatives(donors, relatives, plan.parameters.errors, of_errors)
        errors += exchange_remains(ids, body_of, remains, plan.parameters.errors, of_errors)
    profiles = Profiles(markers)
    records = _Records(plan, families, bodies, body_of, of_records) if plan.records else None
    incident = DviIncident(
        markers,
        tuple(
            Remains(
                name,
                _recorded_sex(bodies[body_of[i]], dropout[i], records, i, of_samples),
                profiles.profile(remains.seen[i]),
                profiles.degraded(remains.dropout[i]),
                records.pm[i] if records else None,
            )
            for i, name in enumerate(ids)
        ),
        tuple(
            Family(
                family.name,
                family.pedigree,
                family.missing,
                {
                    donor: profiles.profile(relatives[family.name].seen[i])
                    for i, donor in enumerate(family.donors)
                },
                records.am_of(family) if records else {},
            )
            for family in families
        ),
        notices=(INVENTED, SOURCE),
    )
    truth = Truth(
        {name: bodies[b].owner for name, b in zip(ids, body_of, strict=True)},
        tuple((family.name, mutated) for family in families for mutated in family.mutations),
        dict(zip(ids, body_of, strict=True)),
        errors,
        {family.name: family.shape.name for family in families},
    )
    return SimulatedIncident(incident, truth)


def expected_overlap(plan: Plan, missing: int, remains: int) -> float:
    """How many remains are expected to be of persons sought, of so many remains of whole bodies.

    Each of the M missing is found with probability q, the strangers are Poisson with mean s; of N
    remains k are of persons sought with probability proportional to
    C(M, k) q^k (1 - q)^(M - k) s^(N - k) / (N - k)!. This is the prior of an open list with odds
    q / ((1 - q) s), so that `open_list` with this overlap is the true prior of the simulation.
    """
    q = plan.parameters.incident.found
    s = plan.parameters.incident.strangers_per_missing * missing
    k = np.arange(min(missing, remains) + 1, dtype=np.float64)
    if s == 0.0:
        return float(k[-1])
    # Ratios of neighbours: (M - k) q / (1 - q) · (N - k) / (s (k + 1)).
    ratio = (missing - k[:-1]) * q / (1.0 - q) * (remains - k[:-1]) / (s * k[1:])
    logs = np.concatenate([[0.0], np.cumsum(np.log(ratio))])
    weights = np.exp(logs - logs.max())
    return float((k * weights).sum() / weights.sum())


def _bodies(
    plan: Plan, families: Sequence[SimulatedFamily], loci: Sequence[Locus], rng: Generator
) -> list[_Body]:
    """The bodies that are found, in random order."""
    of = plan.parameters.incident
    found = [
        _Body(person, family.pedigree.by_id[person].sex, family.genes_of(person))
        for family in families
        for person in family.missing
        if rng.random() < of.found
    ]
    missing = sum(len(family.missing) for family in families)
    strangers = plan.strangers
    if strangers is None:
        strangers = int(rng.poisson(of.strangers_per_missing * missing))
    genes = np.stack([draw_strangers(locus, strangers, rng) for locus in loci], axis=1)
    sexes = (Sex.FEMALE, Sex.MALE)
    found += [_Body(None, sexes[int(rng.integers(2))], genes[i]) for i in range(strangers)]
    return [found[i] for i in rng.permutation(len(found)).tolist()]


def _parts(plan: Plan, bodies: int, rng: Generator) -> list[int]:
    """By remains the body they are of, in random order where bodies are in parts."""
    if not plan.parts:
        return list(range(bodies))
    each = [b for b in range(bodies) for _ in range(number_of_parts(plan.parameters.incident, rng))]
    return [each[i] for i in rng.permutation(len(each)).tolist()]


def _no_genes(loci: Sequence[Locus]) -> NDArray[np.int16]:
    return np.zeros((0, len(loci), 2), dtype=np.int16)


def _relatives(
    plan: Plan, families: Sequence[SimulatedFamily], loci: Sequence[Locus], rng: Generator
) -> dict[str, Samples]:
    """By family what the samples of its donors show, in their order."""
    genes = [family.genes_of(donor) for family in families for donor in family.donors]
    stacked = np.stack(genes) if genes else _no_genes(loci)
    exact = np.zeros(stacked.shape[:2])
    samples = observe(stacked, exact, plan.share_missing_loci / 10.0, rng)
    found, start = {}, 0
    for family in families:
        here = slice(start, start + len(family.donors))
        found[family.name] = Samples(samples.seen[here], samples.dropout[here])
        start = here.stop
    return found


def _recorded_sex(
    body: _Body,
    dropout: NDArray[np.float64],
    records: _Records | None,
    place: int,
    rng: Generator,
) -> Sex:
    """The sex that stands beside the profile; with a record, what the record tells."""
    unknown = bool(dropout.any()) and rng.random() < SEX_UNKNOWN
    if records is not None:
        told = records.pm[place].sex
        return Sex.UNKNOWN if told is None else told.sex
    return Sex.UNKNOWN if unknown else body.sex


class _Records:
    """The records of all remains and of all the missing."""

    def __init__(
        self,
        plan: Plan,
        families: Sequence[SimulatedFamily],
        bodies: Sequence[_Body],
        body_of: Sequence[int],
        rng: Generator,
    ) -> None:
        of = plan.parameters
        people: dict[str, Person] = {}
        for family in families:
            ages = family.ages(of.age, rng)
            called_alike = int(rng.integers(2**63))
            for person, age in ages.items():
                sex = family.pedigree.by_id[person].sex
                name = np.random.default_rng(called_alike)
                people[person] = draw_person(sex, age, of, rng, of_family=name)
        self.am = {person: am_record(true, of, rng) for person, true in people.items()}
        dead = [self._dead(body, people, of, rng) for body in bodies]
        items = items_found(dead, of.effects, rng)
        whole = [pm_record(p, found, of, rng) for p, found in zip(dead, items, strict=True)]
        self.pm: list[PmRecord] = [PmRecord()] * len(body_of)
        places: dict[int, list[int]] = {}
        for place, body in enumerate(body_of):
            places.setdefault(body, []).append(place)
        for body, parts in places.items():
            for place, record in zip(
                parts, split_record(whole[body], len(parts), rng), strict=True
            ):
                self.pm[place] = record

    def am_of(self, family: SimulatedFamily) -> dict[str, AmRecord]:
        return {person: self.am[person] for person in family.missing}

    @staticmethod
    def _dead(body: _Body, people: Mapping[str, Person], of: Parameters, rng: Generator) -> Person:
        if body.owner is not None:
            return people[body.owner]
        return draw_person(body.sex, draw_age(of, rng), of, rng)
