"""What the DNA of a family can achieve: the LR to expect if remains are the person, and if not.

And which further relative would add most. Everything is conditional on those who are typed already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics.elimination import EliminationTooLarge, Table, eliminate
from antigone.genetics.founders import independent_pair
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.transmission import Family
from antigone.words import said, told

PERCENTILES = (5, 25, 50, 75, 95)
"""Percentiles of the simulated log10 LR that are reported."""

SIMULATIONS = 10_000
"""Simulated remains under each hypothesis where no number is stated."""

Values = NDArray[np.float64]


class PowerRefused(ValueError):
    """The power of a family cannot be computed; the message says why."""


@dataclass(frozen=True)
class Expected:
    """The log10 LR to expect under one hypothesis.

    Args:
        mean: of log10 LR, exactly; -inf where an exclusion is possible.
        percentiles: at `PERCENTILES`, simulated.
        above_threshold: probability that the LR reaches the threshold, simulated.
        excluded: probability that at least one marker excludes, exactly.
    """

    mean: float
    percentiles: tuple[float, ...]
    above_threshold: float
    excluded: float


@dataclass(frozen=True)
class Power:
    """The power of a family for one missing person."""

    threshold: float
    simulations: int
    if_present: Expected
    if_absent: Expected


@dataclass(frozen=True)
class Candidate:
    """A relative who is not typed, and what their sample would add.

    Args:
        person: of the pedigree.
        mean: expected log10 LR with their sample as well, if the remains are the person.
        mean_gain: over the family as it is.
        above_threshold: probability to reach the threshold with it.
        probability_gain: over the family as it is.
    """

    person: str
    mean: float
    mean_gain: float
    above_threshold: float
    probability_gain: float


def power(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    profiles: Mapping[str, Profile],
    missing_person: str,
    *,
    threshold: float,
    rng: Generator,
    simulations: int = SIMULATIONS,
) -> Power:
    """The log10 LR to expect of remains that are the missing person, and of strangers.

    Per marker the genotype of the missing person given the family has the exact distribution Q, that
    of a stranger P0, and genotype g gives the LR Q(g)/P0(g). Markers are independent given the
    family, so genotypes are drawn marker by marker, from Q and from P0. The questions are those of
    Egeland, Pinto & Vigeland, FSI Genet 2014;9:186-190, and, for the next sample, Vigeland et al.,
    FSI Genet 2020;49:102376; where these simulate genotypes, the tables here are exact.

    Args:
        pedigree, markers, profiles: the family and who is typed at what.
        missing_person: who is sought; their own profile plays no part.
        threshold: log10 LR that counts as found.
        rng: draws the genotypes; the same generator gives the same answer.
        simulations: under each hypothesis.

    Raises:
        PowerRefused: the person is not in the pedigree; the family's DNA contradicts its pedigree;
            a marker that is not autosomal; a table above the memory limit.
    """
    tables = _tables(pedigree, markers, profiles, missing_person)
    present = _expected([t.if_present for t in tables], threshold, simulations, rng)
    absent = _expected([t.if_absent for t in tables], threshold, simulations, rng)
    return Power(threshold, simulations, present, absent)


def next_samples(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    profiles: Mapping[str, Profile],
    missing_person: str,
    *,
    threshold: float,
    rng: Generator,
    simulations: int = SIMULATIONS,
    not_available: Sequence[str] = (),
) -> tuple[Candidate, ...]:
    """The relatives who could still give a sample, the most useful first.

    For each the joint distribution of their genotype and the missing person's is exact; the LR is
    that of the family with their sample. The order is by the probability to reach the threshold,
    then by the expected log10 LR.

    Args:
        pedigree, markers, profiles, missing_person, threshold, rng, simulations: as for `power`.
        not_available: persons who cannot give one: other missing persons, the dead.

    Raises:
        PowerRefused: as for `power`.
    """
    before = _tables(pedigree, markers, profiles, missing_person)
    now = _expected([t.if_present for t in before], threshold, simulations, rng)
    candidates = []
    for person in pedigree.ids:
        if profiles.get(person) or person == missing_person or person in not_available:
            continue
        with_sample = [
            _joint(pedigree, marker, profiles, missing_person, person) for marker in markers
        ]
        then = _expected(with_sample, threshold, simulations, rng)
        candidates.append(
            Candidate(
                person,
                then.mean,
                then.mean - now.mean,
                then.above_threshold,
                then.above_threshold - now.above_threshold,
            )
        )
    return tuple(sorted(candidates, key=lambda c: (-c.above_threshold, -c.mean)))


@dataclass(frozen=True)
class _Outcomes:
    """What one marker may bring: log10 LR values with their probabilities."""

    log10_lr: Values
    probability: Values


@dataclass(frozen=True)
class _MarkerTables:
    if_present: _Outcomes
    if_absent: _Outcomes


def _tables(
    pedigree: Pedigree,
    markers: Sequence[Marker],
    profiles: Mapping[str, Profile],
    missing_person: str,
) -> list[_MarkerTables]:
    _refuse(pedigree, markers, missing_person)
    found = []
    for marker in markers:
        alleles, stranger = _alleles(pedigree, marker, profiles, (missing_person,))
        sought = _unordered(alleles)
        log10_lr = _log10_lr(sought, stranger)
        found.append(_MarkerTables(_Outcomes(log10_lr, sought), _Outcomes(log10_lr, stranger)))
    return found


def _joint(
    pedigree: Pedigree,
    marker: Marker,
    profiles: Mapping[str, Profile],
    missing_person: str,
    candidate: str,
) -> _Outcomes:
    """log10 LR of (candidate's genotype, missing person's genotype), with their joint probability."""
    alleles, stranger = _alleles(pedigree, marker, profiles, (candidate, missing_person))
    count = len(stranger)
    size = alleles.shape[0]
    of_missing = _unordered(alleles.reshape(size * size, size, size))
    joint = _unordered(np.moveaxis(of_missing.reshape(size, size, count), 2, 0)).T
    of_candidate = joint.sum(axis=1, keepdims=True)
    given = np.divide(joint, of_candidate, out=np.zeros_like(joint), where=of_candidate > 0.0)
    return _Outcomes(_log10_lr(given, stranger).ravel(), joint.ravel())


def _alleles(
    pedigree: Pedigree, marker: Marker, profiles: Mapping[str, Profile], persons: tuple[str, ...]
) -> tuple[Table, Values]:
    """P(alleles of the persons | the typed), two axes each, and a stranger's unordered genotypes.

    All alleles stay apart: the remains may show any of them, and two that nobody of the family has
    may be the same or not (trap 2 of lumping).
    """
    genotypes = {
        person: profile[marker.name]
        for person, profile in profiles.items()
        if marker.name in profile and person != persons[-1]
    }
    locus = locus_of(marker, marker.alleles)
    family = Family(pedigree, locus, genotypes, open_persons=persons)
    keep = tuple(variable for person in persons for variable in family.variables[person])
    try:
        table = eliminate(family.factors, keep=keep).table
    except EliminationTooLarge as error:
        raise PowerRefused(
            said("marker {marker}: {error}", marker=marker.name, error=told(error))
        ) from error
    total = float(table.sum())
    if total == 0.0:
        raise PowerRefused(
            said(
                "the family's own DNA is impossible under its pedigree at {marker}: check "
                "its samples and its pedigree first",
                marker=marker.name,
            )
        )
    stranger = _unordered(independent_pair(locus))
    _refuse_frequency_zero(marker, _unordered(table), stranger)
    return table / total, stranger / stranger.sum()


def _refuse_frequency_zero(marker: Marker, sought: Values, stranger: Values) -> None:
    if np.any(sought[..., stranger == 0.0] > 0.0):
        raise PowerRefused(
            said(
                "the family has an allele of frequency 0 at {marker}: the LR of remains that "
                "show it is infinite; give the allele a minimum frequency",
                marker=marker.name,
            )
        )


def _unordered(table: Table) -> Values:
    """The last two axes as unordered pairs (i ≤ j): off the diagonal both orders are summed."""
    rows, columns = _pairs(table.shape[-1])
    both = table[..., rows, columns] + table[..., columns, rows]
    return np.asarray(np.where(rows == columns, 0.5 * both, both))


@lru_cache(maxsize=64)
def _pairs(size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(size)


def _log10_lr(sought: Values, stranger: Values) -> Values:
    """log10 Q/P0; a genotype that neither has is never drawn, and 0 here."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log10(sought) - np.log10(stranger)
    return np.asarray(np.where(np.isnan(ratio), 0.0, ratio))


def _expected(
    outcomes: Sequence[_Outcomes], threshold: float, simulations: int, rng: Generator
) -> Expected:
    total = np.zeros(simulations)
    mean, not_excluded = 0.0, 1.0
    for outcome in outcomes:
        possible = outcome.probability > 0.0
        probability, value = outcome.probability[possible], outcome.log10_lr[possible]
        mean += float(np.sum(probability * value))
        not_excluded *= 1.0 - math.fsum(probability[value == -math.inf].tolist())
        sums = np.cumsum(probability)
        total += value[np.searchsorted(sums / sums[-1], rng.random(simulations), side="right")]
    total.sort()
    found = [total[min(simulations - 1, simulations * p // 100)] for p in PERCENTILES]
    return Expected(
        mean,
        tuple(float(x) for x in found),
        float(np.mean(total >= threshold)),
        1.0 - not_excluded,
    )


def _refuse(pedigree: Pedigree, markers: Sequence[Marker], missing_person: str) -> None:
    if missing_person not in pedigree.by_id:
        raise PowerRefused(said("{person} is not in the pedigree", person=repr(missing_person)))
    for marker in markers:
        if marker.chromosome != "A":
            raise PowerRefused(
                said(
                    "marker {marker} is X-linked; the power of a family is computed at "
                    "autosomal markers",
                    marker=marker.name,
                )
            )
