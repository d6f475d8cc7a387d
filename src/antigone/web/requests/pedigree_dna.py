"""What a family's DNA says of its pedigree, what it can give, and whose sample would add most.

Only the DNA that a live legal basis covers is read (CO-01). The numbers are the core's; they, and no
DNA, are remembered for an hour, so that a page which is looked at ten times computes once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.core.cache import cache

from antigone.genetics.consistency import CheckRefused, FamilyCheck, check_family
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.power import Candidate, Power, PowerRefused, next_samples, power
from antigone.web.records.alive import found_alive
from antigone.web.records.consent import coverage_of
from antigone.web.records.marker_rows import profile_from_row
from antigone.web.records.models import Family
from antigone.web.records.profiles import genotypes_of
from antigone.web.records.reading import markers_of
from antigone.web.requests.pedigree_draft import Draft
from antigone.web.requests.pedigree_store import draft_of
from antigone.words import told

THRESHOLD = 4.0
"""The log10 LR that counts as found: very strong support begins there."""

SIMULATIONS = 10_000
_SEED = 1

_HOUR = 3600

Profiles = Mapping[str, Mapping[str, Genotype]]


@dataclass(frozen=True)
class Sentence:
    """What a family can give for one person sought, and what each further sample would add."""

    missing: str
    power: Power
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class FamilyDna:
    """The DNA of a family in numbers.

    Args:
        typed: codes of the relatives whose DNA is read.
        check: whether it fits the pedigree; None where it could not be checked.
        powers: for each person sought; none where the DNA contradicts the pedigree.
        refused: why something could not be computed, in the core's words.
    """

    typed: tuple[str, ...]
    check: FamilyCheck | None = None
    powers: tuple[Sentence, ...] = ()
    refused: str = ""

    @property
    def fits(self) -> bool:
        """Whether no other explanation is more probable than the pedigree as recorded."""
        return self.check is not None and not self.check.suspicious and not self.check.unexplained

    @property
    def gains(self) -> Mapping[str, float]:
        """For each relative who could still give: the most that the sample adds, as log10 LR."""
        found: dict[str, float] = {}
        for sentence in self.powers:
            for one in sentence.candidates:
                found[one.person] = max(one.mean_gain, found.get(one.person, one.mean_gain))
        return found


@dataclass(frozen=True)
class _Question:
    """All that the numbers depend on."""

    pedigree: Pedigree
    markers: tuple[Marker, ...]
    profiles: Profiles
    sought: tuple[str, ...]
    not_available: tuple[str, ...]


def family_dna(family: Family, draft: Draft) -> FamilyDna:
    """Check and power of a family as it is recorded now."""
    question = _question(family, draft)
    if question is None:
        return FamilyDna(())
    return _remembered("family-dna", question, _answer)


def family_check(family: Family) -> FamilyCheck | None:
    """The check alone; None where there is no DNA that may be read, or it could not be checked."""
    question = _question(family, draft_of(family))
    if question is None:
        return None
    return _remembered("family-check", question, _check).check


def _question(family: Family, draft: Draft) -> _Question | None:
    coverage = coverage_of(family.incident, [family])
    if not coverage.covers_family(family):
        return None
    persons = family.persons.select_related("profile", "key")
    covered = [person for person in persons if coverage.covers_donor(person, family)]
    genotypes = {person.code: genotypes_of(person) for person in covered}
    profiles = {code: profile_from_row(found) for code, found in genotypes.items() if found}
    if not profiles:
        return None
    numbers = [person.number for person in family.missing_persons.all()]
    missing = family.missing_persons.exclude(number__in=found_alive(family.incident, numbers))
    sought = tuple(missing.values_list("person__code", flat=True))
    cannot = (m.code for m in draft.members if m.vital == "dead" or m.can_give == "no")
    return _Question(
        draft.pedigree,
        tuple(m for m in markers_of(family.incident).values() if m.chromosome == "A"),
        profiles,
        sought,
        tuple(dict.fromkeys((*sought, *cannot))),
    )


def _remembered(
    name: str, question: _Question, answer: Callable[[_Question], FamilyDna]
) -> FamilyDna:
    key = f"{name}-" + hashlib.sha256(repr(question).encode()).hexdigest()
    found = cache.get(key)
    if not isinstance(found, FamilyDna):
        found = answer(question)
        cache.set(key, found, _HOUR)
    return found


def _answer(question: _Question) -> FamilyDna:
    found = _check(question)
    if found.check is None:
        return found
    try:
        powers = tuple(_sentence(question, person) for person in question.sought)
    except PowerRefused as error:
        return replace(found, refused=told(error))
    return replace(found, powers=powers)


def _check(question: _Question) -> FamilyDna:
    codes = tuple(question.profiles)
    try:
        check = check_family(question.pedigree, question.markers, question.profiles)
    except CheckRefused as error:
        return FamilyDna(codes, refused=told(error))
    return FamilyDna(codes, check)


def _sentence(question: _Question, missing: str) -> Sentence:
    about = (question.pedigree, question.markers, question.profiles, missing)
    of_family = power(
        *about, threshold=THRESHOLD, simulations=SIMULATIONS, rng=np.random.default_rng(_SEED)
    )
    candidates = next_samples(
        *about,
        threshold=THRESHOLD,
        simulations=SIMULATIONS,
        rng=np.random.default_rng(_SEED),
        not_available=question.not_available,
    )
    return Sentence(missing, of_family, candidates)
