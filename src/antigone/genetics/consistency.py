"""Whether the DNA of a family fits its declared pedigree, and which sample to check where it does not.

For the geneticist: samples are mixed up and rows mistyped. Nothing here is a statement about a family.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, combinations

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.genetics.pedigree import Pedigree, Person
from antigone.units import log10, log10_ratio
from antigone.words import said


class Reading(StrEnum):
    """What else than the declared pedigree may explain the DNA."""

    UNRELATED = "sample of somebody unrelated"
    SWAPPED = "two samples exchanged"
    OTHER_FATHER = "another father"
    OTHER_MOTHER = "another mother"


RATES: Mapping[Reading, float] = {
    Reading.UNRELATED: 0.005,
    Reading.SWAPPED: 0.005,
    Reading.OTHER_FATHER: 0.015,
    Reading.OTHER_MOTHER: 0.002,
}
"""How often each happens, before the DNA: the samples' rates and the mother's are our assumptions (no
published rate is known to us); the father's is 1-2 % a generation (Larmuseau et al. 2013,
doi:10.1098/rspb.2013.2400)."""

_STRANGER = Pedigree((Person("stranger"),))

_Shape = tuple[tuple[int | None, int | None], ...]
"""Of each person the places of the father and the mother, who come before."""
_Part = tuple[_Shape, tuple[str, ...]]
"""A shape, with the persons' names."""


class CheckRefused(ValueError):
    """A family cannot be checked; the message says why."""


@dataclass(frozen=True)
class Alternative:
    """One other explanation of a family's DNA.

    Args:
        reading: what kind.
        about: whose sample or parent; two persons where samples are exchanged.
        samples: the samples to check first.
        log10_lr: of this explanation against the declared pedigree; inf where only this one is
            possible, nan where neither is.
        log10_odds: the same with the rates of both; from 0 on it is the more probable one.
        full_sibs: for another parent: declared full brothers and sisters who become half.
    """

    reading: Reading
    about: tuple[str, ...]
    samples: tuple[str, ...]
    log10_lr: float
    log10_odds: float
    full_sibs: tuple[str, ...] = ()


@dataclass(frozen=True)
class FamilyCheck:
    """The declared pedigree against its alternatives, the most probable first.

    Args:
        log10_likelihood: of the family's DNA under the declared pedigree; -inf: impossible.
        alternatives: all that the DNA can tell from the declared pedigree.
        mutation_allowed: whether any marker allows mutation; if none does, one mutation looks like
            a wrong pedigree.
    """

    log10_likelihood: float
    alternatives: tuple[Alternative, ...]
    mutation_allowed: bool

    @property
    def suspicious(self) -> tuple[Alternative, ...]:
        """The explanations that are more probable than the declared pedigree."""
        return tuple(a for a in self.alternatives if a.log10_odds >= 0.0)

    @property
    def samples_to_check(self) -> Mapping[str, Alternative]:
        """For each suspicious sample the most likely reading."""
        found: dict[str, Alternative] = {}
        for alternative in self.suspicious:
            for sample in alternative.samples:
                found.setdefault(sample, alternative)
        return found

    @property
    def unexplained(self) -> bool:
        """Whether the DNA is impossible as declared and no single change explains it."""
        return self.log10_likelihood == -math.inf and not self.suspicious


def check_family(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    profiles: Mapping[str, Profile],
    *,
    rates: Mapping[Reading, float] = RATES,
) -> FamilyCheck:
    """Compare the declared pedigree with one change at a time.

    For each typed relative: the sample is of somebody unrelated; it was exchanged with another one.
    For each person with a parent in the pedigree: that parent is another person (full brothers and
    sisters become half). log10 LR = log10 P(DNA | change) - log10 P(DNA | declared), exactly.
    Explanations that the DNA cannot tell from the declared pedigree are left out.

    Args:
        pedigree: as declared.
        markers: autosomal, independent.
        profiles: of the typed relatives.
        rates: how often each change happens.

    Raises:
        CheckRefused: an X-linked marker, a rate outside (0, 1), a typed person outside the pedigree.
    """
    _refuse(pedigree, markers, profiles, rates)
    typed = {person: profile for person, profile in profiles.items() if profile}
    likelihoods = _Likelihoods(markers)
    declared = likelihoods.log10(pedigree, typed)
    found = []
    for change in _changes(pedigree, likelihoods, typed):
        log10_lr = log10_ratio(change.log10_likelihood, declared)
        if change.log10_likelihood == -math.inf or abs(log10_lr) < 1e-9:
            continue
        rate = rates[change.reading]
        if change.reading is Reading.SWAPPED:
            # A swap is with one of the others: the rate is of the sample, not of the pair.
            rate /= len(typed) - 1
        odds = log10_lr + log10(rate) - log10(1.0 - rate)
        weight = change.log10_likelihood + log10(rate)
        found.append((weight, _alternative(change, log10_lr, odds)))
    # Among explanations of what is impossible as declared all LRs are infinite; weights still rank.
    found.sort(key=lambda pair: -pair[0])
    models = {m for marker in markers for m in (marker.mutation_female, marker.mutation_male)}
    return FamilyCheck(
        declared,
        tuple(alternative for _, alternative in found),
        any(model.model != "none" for model in models),
    )


@dataclass(frozen=True)
class _Change:
    reading: Reading
    about: tuple[str, ...]
    samples: tuple[str, ...]
    log10_likelihood: float
    full_sibs: tuple[str, ...] = ()


def _alternative(change: _Change, log10_lr: float, log10_odds: float) -> Alternative:
    return Alternative(
        change.reading, change.about, change.samples, log10_lr, log10_odds, change.full_sibs
    )


def _changes(
    pedigree: Pedigree, likelihoods: _Likelihoods, typed: Mapping[str, Profile]
) -> Iterator[_Change]:
    for person, profile in typed.items():
        others = {p: g for p, g in typed.items() if p != person}
        apart = likelihoods.log10(pedigree, others)
        apart += likelihoods.log10(_STRANGER, {"stranger": profile})
        yield _Change(Reading.UNRELATED, (person,), (person,), apart)
    for one, two in combinations(typed, 2):
        exchanged = {**typed, one: typed[two], two: typed[one]}
        value = likelihoods.log10(pedigree, exchanged)
        yield _Change(Reading.SWAPPED, (one, two), (one, two), value)
    for row in pedigree.persons:
        for reading, parent, changed in (
            (Reading.OTHER_FATHER, row.father, replace(row, father=None)),
            (Reading.OTHER_MOTHER, row.mother, replace(row, mother=None)),
        ):
            if parent is None:
                continue
            other = Pedigree(tuple(changed if p is row else p for p in pedigree.persons))
            concerned = tuple(p for p in (row.id, parent) if p in typed)
            value = likelihoods.log10(other, typed)
            yield _Change(reading, (row.id,), concerned, value, _full_sibs(pedigree, row))


def _full_sibs(pedigree: Pedigree, person: Person) -> tuple[str, ...]:
    if person.father is None or person.mother is None:
        return ()
    parents = (person.father, person.mother)
    return tuple(
        p.id for p in pedigree.persons if (p.father, p.mother) == parents and p.id != person.id
    )


class _Likelihoods:
    """P(DNA | pedigree) of many pedigrees that differ little: each part is computed once.

    The typed persons fall into parts that no ancestor and no typed descendant links: these are
    independent. A change touches one or two of them, and who has which name changes nothing.
    """

    def __init__(self, markers: Sequence[Marker]) -> None:
        self._markers = markers
        self._pedigrees: dict[_Shape, Pedigree] = {}
        self._known: dict[tuple[_Shape, str, tuple[Genotype | None, ...]], float] = {}

    def log10(self, pedigree: Pedigree, typed: Mapping[str, Profile]) -> float:
        """log10 of the likelihood at all markers; -inf: impossible."""
        parts: dict[tuple[str, ...], list[_Part]] = {}
        found = []
        for marker in self._markers:
            names = tuple(p for p, profile in typed.items() if marker.name in profile)
            if names not in parts:
                parts[names] = _parts(pedigree, names)
            for shape, persons in parts[names]:
                seen = tuple(typed[p][marker.name] if p in names else None for p in persons)
                found.append(self._of_part(shape, marker, seen))
        return math.fsum(found)

    def _of_part(self, shape: _Shape, marker: Marker, seen: tuple[Genotype | None, ...]) -> float:
        key = (shape, marker.name, seen)
        if key not in self._known:
            genotypes = {str(place): g for place, g in enumerate(seen) if g is not None}
            self._known[key] = log10_likelihood(self._pedigree(shape), marker, genotypes)
        return self._known[key]

    def _pedigree(self, shape: _Shape) -> Pedigree:
        if shape not in self._pedigrees:
            self._pedigrees[shape] = Pedigree(
                tuple(
                    Person(str(place), _named(father), _named(mother))
                    for place, (father, mother) in enumerate(shape)
                )
            )
        return self._pedigrees[shape]


def _parts(pedigree: Pedigree, typed: Collection[str]) -> list[_Part]:
    """The parts into which the typed persons of a pedigree and their ancestors fall."""
    needed = set(typed)
    for person in reversed(pedigree.parents_first):
        if person.id in needed:
            needed.update(_parents(person))
    part_of: dict[str, list[Person]] = {}
    for person in pedigree.parents_first:
        if person.id in needed:
            of_parents = {id(part_of[p]): part_of[p] for p in _parents(person)}
            part = [*chain.from_iterable(of_parents.values()), person]
            part_of |= {p.id: part for p in part}
    return [_shaped(part) for part in {id(part): part for part in part_of.values()}.values()]


def _shaped(part: Sequence[Person]) -> _Part:
    place = {person.id: i for i, person in enumerate(part)}
    shape = tuple(
        (
            None if person.father is None else place[person.father],
            None if person.mother is None else place[person.mother],
        )
        for person in part
    )
    return shape, tuple(place)


def _named(place: int | None) -> str | None:
    return None if place is None else str(place)


def _parents(person: Person) -> list[str]:
    return [p for p in (person.father, person.mother) if p is not None]


def _refuse(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    profiles: Mapping[str, Profile],
    rates: Mapping[Reading, float],
) -> None:
    for marker in markers:
        if marker.chromosome != "A":
            raise CheckRefused(
                said(
                    "marker {marker} is X-linked; families are checked at autosomal markers",
                    marker=marker.name,
                )
            )
    for person in profiles:
        if person not in pedigree.by_id:
            raise CheckRefused(
                said("{person} is typed but not in the pedigree", person=repr(person))
            )
    for reading in Reading:
        if not 0.0 < rates.get(reading, 0.0) < 1.0:
            raise CheckRefused(
                said(
                    "the rate of {reading} is {rate}; allowed is above 0 and below 1",
                    reading=repr(reading.value),
                    rate=repr(rates.get(reading)),
                )
            )
