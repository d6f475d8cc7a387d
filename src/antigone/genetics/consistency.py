"""Whether the DNA of a family fits its declared pedigree, and which sample to check where it does not.

For the geneticist: samples are mixed up and rows mistyped. Nothing here is a statement about a family.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.markers import Marker, Profile
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
    declared = _log10(pedigree, markers, typed)
    found = []
    for change in _changes(pedigree, markers, typed):
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
    pedigree: Pedigree, markers: Sequence[Marker], typed: Mapping[str, Profile]
) -> Iterator[_Change]:
    for person, profile in typed.items():
        others = {p: g for p, g in typed.items() if p != person}
        apart = _log10(pedigree, markers, others) + _log10(
            _STRANGER, markers, {"stranger": profile}
        )
        yield _Change(Reading.UNRELATED, (person,), (person,), apart)
    for one, two in combinations(typed, 2):
        exchanged = {**typed, one: typed[two], two: typed[one]}
        value = _log10(pedigree, markers, exchanged)
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
            value = _log10(other, markers, typed)
            yield _Change(reading, (row.id,), concerned, value, _full_sibs(pedigree, row))


def _full_sibs(pedigree: Pedigree, person: Person) -> tuple[str, ...]:
    if person.father is None or person.mother is None:
        return ()
    parents = (person.father, person.mother)
    return tuple(
        p.id for p in pedigree.persons if (p.father, p.mother) == parents and p.id != person.id
    )


def _log10(pedigree: Pedigree, markers: Sequence[Marker], typed: Mapping[str, Profile]) -> float:
    return sum(
        (
            log10_likelihood(
                pedigree,
                marker,
                {p: profile[marker.name] for p, profile in typed.items() if marker.name in profile},
            )
            for marker in markers
        ),
        0.0,
    )


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
