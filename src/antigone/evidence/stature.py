"""Stature as a line of evidence: what bones or body say against what is told of a missing person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.age_at_death import AgeAtDeath, ages_at_death, ages_sought
from antigone.evidence.age_tables import AgeTables
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.records import (
    AmRecord,
    Informant,
    PmRecord,
    ReportedStature,
    StatureEstimate,
    StatureMethod,
)
from antigone.evidence.stature_tables import Spread, StatureTables
from antigone.genetics.pedigree import Sex
from antigone.words import said

LEAST_SD_CM, MOST_SD_CM = 4.0, 12.0
"""Bounds of the SD of a population that is learned from AM records."""

_METHODS = {
    StatureMethod.BODY: said("measured on the body"),
    StatureMethod.LEG_BONE: said("from a femur or tibia"),
    StatureMethod.ARM_BONE: said("from a bone of the arm"),
    StatureMethod.SMALL_BONE: said("from a small bone"),
}
_INFORMANTS = {
    Informant.FAMILY: said("told by the family"),
    Informant.DOCUMENT: said("from a document"),
    Informant.MEASURED: said("measured in life"),
}

Array = NDArray[np.float64]


@dataclass(frozen=True)
class StaturePopulation:
    """The statures of those who may be the remains.

    Args:
        adults: by sex.
        growing_share: share of children and other exceptions.
        share_of_men: among the adults; used where the sex is not known.
        persons: AM records that were counted.
        tables: numbers of `stature.toml`.
        ages: numbers of `age.toml`; they say how old a missing person would be.
    """

    adults: Mapping[Sex, Spread]
    growing_share: float
    share_of_men: float
    persons: int
    tables: StatureTables
    ages: AgeTables


def stature_population(
    records: Iterable[AmRecord], tables: StatureTables, ages: AgeTables, *, share_of_men: float
) -> StaturePopulation:
    """Mean and SD of adults by sex from the AM file, smoothed by the tables' population.

    Each told stature is freed of its informant's bias; the variance of the informant is taken off.
    The tables' means count as `prior_persons` persons; without records they stand unchanged.
    """
    listed = list(records)
    low, _ = ages_at_death(ages_sought(listed), None, ages)
    grown = ~(low < tables.adult_years)
    adults = {
        sex: _learned(
            [
                record.stature
                for record, adult in zip(listed, grown, strict=True)
                if record.stature and record.sex is sex and adult
            ],
            tables.population[sex],
            tables,
        )
        for sex in (Sex.MALE, Sex.FEMALE)
    }
    told = [bool(record.stature) for record in listed]
    children = sum(s and not adult for s, adult in zip(told, grown, strict=True))
    share = (children + tables.prior_persons * tables.growing_share) / (
        sum(told) + tables.prior_persons
    )
    return StaturePopulation(adults, share, share_of_men, sum(told), tables, ages)


def stature_lr(
    pm: StatureEstimate,
    am: ReportedStature,
    sex: Sex,
    population: StaturePopulation,
    age: AgeAtDeath | None = None,
) -> LikelihoodRatio | None:
    """LR of a stature: "this missing person" against "another of the missing of that sex".

    The person has one stature in life, normal in the population; estimate and report are both
    normal around it, with bias and SD of method and informant, a share of each straying further
    (see `stature.toml`). LR = P(estimate, report | one person) / P(estimate) P(report): a closed sum
    of bivariate normals, so that an ordinary stature that agrees weighs little and a rare one more.
    With probability λ the record is of somebody else: LR = λ + (1 - λ)·ratio ≥ λ.

    Args:
        pm: of the remains.
        am: of the missing person.
        sex: of the missing person where known, else as estimated; unknown mixes both.
        population: the statures of the missing.
        age: at death; from 45 on, what old age takes is counted. Of a child nothing is compared:
            its stature says its age, which is a line of its own.

    Returns:
        None for a child.
    """
    years = np.array([(age.low_years + age.high_years) / 2.0 if age else np.nan])
    if years[0] < population.tables.adult_years:
        return None
    value = _log10_lr(
        np.array([[pm.cm]]), pm.method, np.array([am.cm]), am.informant, years, sex, population
    )
    return LikelihoodRatio(
        Line.STATURE,
        float(value[0, 0]),
        said(
            "{estimated} cm {method}; {told} cm {informant}",
            estimated=f"{pm.cm:g}",
            method=_METHODS[pm.method],
            told=f"{am.cm:g}",
            informant=_INFORMANTS[am.informant],
        ),
        (
            said("Published errors are too narrow for single cases; they are widened here."),
            _others(sex, population.persons),
            said(
                "Estimate or record is of somebody else with probability {probability}.",
                probability=f"{population.tables.mix_up:g}",
            ),
        ),
        said("stature.toml; statures from the AM file of this incident"),
    )


def _others(sex: Sex, persons: int) -> str:
    """With whom else a stature was compared."""
    if sex is Sex.MALE:
        return said(
            "Others are as tall as the men of the tables and of the AM file ({persons} statures).",
            persons=persons,
        )
    if sex is Sex.FEMALE:
        return said(
            "Others are as tall as the women of the tables and of the AM file ({persons} statures).",
            persons=persons,
        )
    return said(
        "Others are as tall as the men and women of the tables and of the AM file ({persons} statures).",
        persons=persons,
    )


def stature_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: StaturePopulation
) -> Array:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare.

    Equal pair by pair to `stature_lr` with the age of `age_at_death(am, None, ...)`, and with the
    sex told of the missing person, or the estimated sex of the remains where none is told.
    """
    low, high = ages_at_death(ages_sought(am), None, population.ages)
    years = (low + high) / 2.0
    rows: dict[tuple[StatureMethod, Sex], list[int]] = {}
    for i, found in enumerate(pm):
        if found and found.stature:
            sex = found.sex.sex if found.sex else Sex.UNKNOWN
            rows.setdefault((found.stature.method, sex), []).append(i)
    columns: dict[tuple[Informant, Sex], list[int]] = {}
    for j, told in enumerate(am):
        if told and told.stature and not years[j] < population.tables.adult_years:
            columns.setdefault((told.stature.informant, told.sex), []).append(j)
    found_cm = np.array([r.stature.cm if r and r.stature else np.nan for r in pm])
    told_cm = np.array([r.stature.cm if r and r.stature else np.nan for r in am])
    result = np.zeros((len(pm), len(am)))
    for (method, estimated), of_method in rows.items():
        for (informant, sex), of_informant in columns.items():
            result[np.ix_(of_method, of_informant)] = _log10_lr(
                found_cm[of_method][:, None],
                method,
                told_cm[of_informant],
                informant,
                years[of_informant],
                estimated if sex is Sex.UNKNOWN else sex,
                population,
            )
    return result


def _log10_lr(
    pm_cm: Array,
    method: StatureMethod,
    am_cm: Array,
    informant: Informant,
    years: Array,
    sex: Sex,
    population: StaturePopulation,
) -> Array:
    """Log10 LR of statures, shape (remains, missing), of one method, informant and sex."""
    tables = population.tables
    found, told = tables.estimated[method], tables.told[informant]
    lost = tables.loss_cm_per_year * np.fmax(years - tables.loss_after_years, 0.0)
    lost = np.where(np.isnan(lost), 0.0, lost)
    # A bone says the stature of youth, the body what is left; of a report one does not know which.
    here = pm_cm - found.mean_cm
    here_of_this_person = here + (lost if method is StatureMethod.BODY else 0.0)
    there = am_cm - told.mean_cm + lost / 2.0
    joint, alone_here, alone_there = [], [], []
    for share, people in _people(sex, population):
        for u, far in _widths(tables):
            here_var = people.sd_cm**2 + (far * found.sd_cm) ** 2
            alone_here.append(math.log(share * u) + _log_normal(here - people.mean_cm, here_var))
        for v, wide in _widths(tables):
            there_var = people.sd_cm**2 + (wide * told.sd_cm) ** 2 + (lost / 2.0) ** 2
            off = there - people.mean_cm
            alone_there.append(math.log(share * v) + _log_normal(off, there_var))
            slope = people.sd_cm**2 / there_var
            for u, far in _widths(tables):
                rest = people.sd_cm**2 * (1.0 - slope) + (far * found.sd_cm) ** 2
                given = _log_normal(here_of_this_person - people.mean_cm - slope * off, rest)
                joint.append(math.log(u) + alone_there[-1] + given)
    log_ratio = _log_sum(joint) - _log_sum(alone_here) - _log_sum(alone_there)
    mix_up = tables.mix_up
    return np.logaddexp(math.log(mix_up), math.log1p(-mix_up) + log_ratio) / math.log(10.0)


def _people(sex: Sex, population: StaturePopulation) -> list[tuple[float, Spread]]:
    """The parts of the population with their shares: adults of the sex, and exceptions."""
    adults = 1.0 - population.growing_share
    men = {Sex.MALE: 1.0, Sex.FEMALE: 0.0, Sex.UNKNOWN: population.share_of_men}[sex]
    parts = [
        (adults * men, population.adults[Sex.MALE]),
        (adults * (1.0 - men), population.adults[Sex.FEMALE]),
        (population.growing_share, population.tables.growing),
    ]
    return [(share, spread) for share, spread in parts if share > 0.0]


def _widths(tables: StatureTables) -> tuple[tuple[float, float], tuple[float, float]]:
    return (1.0 - tables.wide_share, 1.0), (tables.wide_share, tables.wide_factor)


def _log_normal(x: Array, variance: Array | float) -> Array:
    return -0.5 * (x * x / variance + np.log(2.0 * math.pi * variance))


def _log_sum(terms: list[Array]) -> Array:
    total = terms[0]
    for term in terms[1:]:
        total = np.logaddexp(total, term)
    return total


def _learned(told: list[ReportedStature], prior: Spread, tables: StatureTables) -> Spread:
    if not told:
        return prior
    weight = tables.prior_persons
    errors = [tables.told[stature.informant] for stature in told]
    freed = np.array([s.cm - error.mean_cm for s, error in zip(told, errors, strict=True)])
    mean = (weight * prior.mean_cm + freed.sum()) / (weight + len(freed))
    own = sum(error.sd_cm**2 for error in errors)
    squares = weight * prior.sd_cm**2 + float(((freed - mean) ** 2).sum()) - own
    variance = max(squares, 0.0) / (weight + len(freed))
    return Spread(float(mean), min(max(math.sqrt(variance), LEAST_SD_CM), MOST_SD_CM))
