"""Age as a line of evidence: an estimate of age at death against the age a person would have had."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.age_at_death import AgeAtDeath, ages_at_death, ages_sought
from antigone.evidence.age_tables import PHASES, AgeTables
from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    AmRecord,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
)
from antigone.genetics.pedigree import Sex
from antigone.words import said

STEP_YEARS = 0.05
OLDEST_YEARS = 125.0
AGES = np.linspace(0.0, OLDEST_YEARS, round(OLDEST_YEARS / STEP_YEARS) + 1)
"""Ages at which curves are taken; between them they are straight lines.

With the smallest SD that a table may state, 0.5 years, this costs at most 0.001 in log10.
"""

_METHODS = {
    AgeMethod.CHILD_TEETH: said("teeth of a child"),
    AgeMethod.YOUNG_TEETH: said("teeth or bone ends of a young person"),
    AgeMethod.PUBIC_PHASE: said("the pubic symphysis"),
    AgeMethod.OTHER_ADULT: said("bones or teeth of an adult"),
    AgeMethod.APPEARANCE: said("appearance"),
}
_erf = np.vectorize(math.erf, otypes=[np.float64])

Curve = NDArray[np.float64]


class AgeRefused(ValueError):
    """An age estimate cannot be used; the message says what is allowed."""


@dataclass(frozen=True, eq=False)
class AgePopulation:
    """The ages at death of those who may be the remains.

    Args:
        density: at `AGES`, per year; its integral is 1.
        persons: AM records that were counted for it.
        tables: numbers of `age.toml`.
        phases: P(phase | age) at `AGES`, shape (6, ages), by sex and by whether the age was told.
    """

    density: Curve
    persons: int
    tables: AgeTables
    phases: Mapping[tuple[Sex, bool], Curve]


def age_population(records: Iterable[AmRecord], tables: AgeTables) -> AgePopulation:
    """The age distribution of the missing: each AM record spread by a kernel, and a prior.

    The prior, a normal cut off at 0, counts as `prior_persons` records; without AM records it is
    the whole distribution.
    """
    sought = ages_sought(list(records))
    low, high = ages_at_death(sought, None, tables)
    known = ~np.isnan(low)
    ages = (low[known] + high[known]) / 2.0
    prior = _normal(AGES, tables.prior_mean_years, tables.prior_sd_years)
    density = tables.prior_persons * prior / _integral(prior)
    if len(ages):
        density = density + len(ages) * _smoothed(ages, tables.smoothing_years)
    phases = {
        (sex, told): _phase_curves(sex, told, tables) for sex in Sex for told in (False, True)
    }
    return AgePopulation(density / _integral(density), len(ages), tables, phases)


def age_lr(
    pm: AgeEstimate, pm_sex: SexEstimate | None, am: AgeAtDeath, population: AgePopulation
) -> LikelihoodRatio | None:
    """LR of an age estimate: "this missing person" against "another of the missing".

    P(estimate | true age), not the age given the estimate (Konigsberg et al. 2008,
    doi:10.1111/j.1556-4029.2008.00710.x): averaged over the ages the person may have had at death,
    over the same averaged over the ages of all the missing. A phase of the pubic symphysis follows
    a cumulative probit in age, by sex, both sexes mixed where it is not known; an estimate in years
    is normal around the true age; a share of either strays further (see `age.toml`). With
    probability λ the record is of somebody else: LR = λ + (1 - λ)·ratio, so log10 LR ≥ log10 λ.
    Integrals are trapezoids on `AGES`, within 0.001 in log10.

    Returns:
        None where the estimate states neither years nor a phase.

    Raises:
        AgeRefused: years outside 0 to 125, a phase outside 1 to 6.
    """
    curves = _curves(pm, pm_sex, population)
    if curves is None:
        return None
    bounds = np.array([am.low_years]), np.array([am.high_years]), np.array([am.told])
    value = _log10_lr(curves, *bounds, population)[0]
    return LikelihoodRatio(
        Line.AGE,
        float(value),
        said(
            "{estimate}; {age} at death",
            estimate=_estimate_in_words(pm),
            age=_age_in_words(am),
        ),
        (
            "An estimate is a statement about the true age with the error of its method, widened.",
            said(
                "Others are as old as the missing of the AM file ({persons} with an age), "
                "smoothed.",
                persons=population.persons,
            ),
            said(
                "Estimate or record is of somebody else with probability {probability}.",
                probability=f"{population.tables.mix_up:g}",
            ),
        ),
        "age.toml; ages from the AM file of this incident",
    )


def age_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: AgePopulation
) -> NDArray[np.float64]:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare.

    Equal pair by pair to `age_lr` with `age_at_death`.
    """
    sought = ages_sought(am)
    result = np.zeros((len(pm), len(am)))
    curves: dict[tuple[AgeEstimate, Sex], _Curves | None] = {}
    bounds: dict[Recovery | None, tuple[Curve, Curve]] = {}
    for row, record in enumerate(pm):
        if record is None or record.age is None:
            continue
        key = record.age, _sex(record.sex)
        if key not in curves:
            curves[key] = _curves(record.age, record.sex, population)
        of = curves[key]
        if of is None:
            continue
        if record.recovery not in bounds:
            bounds[record.recovery] = ages_at_death(sought, record.recovery, population.tables)
        low, high = bounds[record.recovery]
        value = _log10_lr(of, low, high, sought.told, population)
        result[row] = np.where(np.isnan(value), 0.0, value)
    return result


@dataclass(frozen=True, eq=False)
class _Curves:
    """P(estimate | age) where the age is exact and where it was told, and its mean over the missing."""

    exact: Curve
    told: Curve
    among_the_missing: float


def _curves(
    pm: AgeEstimate, pm_sex: SexEstimate | None, population: AgePopulation
) -> _Curves | None:
    exact = _curve(pm, _sex(pm_sex), False, population)
    told = _curve(pm, _sex(pm_sex), True, population)
    if exact is None or told is None:
        return None
    return _Curves(exact, told, _integral(exact * population.density))


def _curve(pm: AgeEstimate, sex: Sex, told: bool, population: AgePopulation) -> Curve | None:
    tables = population.tables
    if pm.phase is not None:
        if not 1 <= pm.phase <= PHASES:
            raise AgeRefused(
                said(
                    "phase {phase} of the pubic symphysis; allowed are 1 to {phases}",
                    phase=pm.phase,
                    phases=PHASES,
                )
            )
        phase: Curve = population.phases[sex, told][pm.phase - 1]
        return phase
    if pm.years is None:
        return None
    if not 0.0 <= pm.years <= OLDEST_YEARS:
        raise AgeRefused(
            said(
                "an age of {years} years; allowed is from 0 to {oldest}",
                years=f"{pm.years:g}",
                oldest=f"{OLDEST_YEARS:g}",
            )
        )
    error = tables.error[pm.method]
    sd = math.hypot(error.sd_years, tables.told_sd_years if told else 0.0)
    expected = AGES + error.bias_years
    near = _normal(expected, pm.years, sd)
    far = _normal(expected, pm.years, sd * tables.wide_factor)
    return (1.0 - tables.wide_share) * near + tables.wide_share * far


def _phase_curves(sex: Sex, told: bool, tables: AgeTables) -> Curve:
    if sex is Sex.UNKNOWN:
        both = (_phase_curves(s, told, tables) for s in (Sex.MALE, Sex.FEMALE))
        return sum(both, np.zeros((PHASES, len(AGES)))) / 2.0
    result = np.zeros((PHASES, len(AGES)))
    for factor, share in ((1.0, 1.0 - tables.wide_share), (tables.wide_factor, tables.wide_share)):
        reached = np.ones((PHASES + 1, len(AGES)))
        reached[PHASES] = 0.0
        for k, step in enumerate(tables.transitions[sex], start=1):
            own = math.hypot(step.sd_years, tables.observer_sd_years) * factor
            sd = math.hypot(own, tables.told_sd_years if told else 0.0)
            passed = 0.5 * (1.0 + _erf((AGES - step.mean_years) / (sd * math.sqrt(2.0))))
            # Wide late transitions would overtake narrow early ones in children.
            reached[k] = np.minimum(reached[k - 1], passed)
        result += share * (reached[:-1] - reached[1:])
    return result


def _log10_lr(
    curves: _Curves, low: Curve, high: Curve, told: NDArray[np.bool_], population: AgePopulation
) -> Curve:
    given = _mean(curves.exact, low, high)
    if told.any():
        given = np.where(told, _mean(curves.told, low, high), given)
    mix_up = population.tables.mix_up
    ratio: Curve = np.log10(mix_up + (1.0 - mix_up) * given / curves.among_the_missing)
    return ratio


def _mean(curve: Curve, low: Curve, high: Curve) -> Curve:
    """Mean between two ages of a curve that is straight between `AGES`; exact for such a curve."""
    low, high = np.minimum(low, OLDEST_YEARS), np.minimum(high, OLDEST_YEARS)
    so_far = np.concatenate([[0.0], np.cumsum((curve[1:] + curve[:-1]) * (STEP_YEARS / 2.0))])
    area_low, at_low = _area(curve, so_far, low)
    area_high, at_high = _area(curve, so_far, high)
    width = high - low
    apart = width > 1e-6
    mean: Curve = np.where(
        apart, (area_high - area_low) / np.where(apart, width, 1.0), (at_low + at_high) / 2.0
    )
    return mean


def _area(curve: Curve, so_far: Curve, age: Curve) -> tuple[Curve, Curve]:
    """Area under the curve up to an age, and the curve there; nan where the age is."""
    steps = age / STEP_YEARS
    node = np.minimum(np.nan_to_num(steps).astype(np.intp), len(AGES) - 2)
    beyond = steps - node
    here = curve[node] + (curve[node + 1] - curve[node]) * beyond
    return so_far[node] + beyond * STEP_YEARS * (curve[node] + here) / 2.0, here


def _smoothed(ages: Curve, sd: float) -> Curve:
    """Density of ages spread by a normal kernel; what would lie below 0 is folded back."""
    nodes = np.round(np.clip(ages, 0.0, OLDEST_YEARS) / STEP_YEARS).astype(np.intp)
    counts = np.bincount(nodes, minlength=len(AGES)).astype(np.float64)
    reach = math.ceil(5.0 * sd / STEP_YEARS)
    kernel = _normal(np.linspace(-reach, reach, 2 * reach + 1) * STEP_YEARS, 0.0, sd)
    spread = np.convolve(counts, kernel)
    density: Curve = spread[reach : reach + len(AGES)].copy()
    density[1 : reach + 1] += spread[:reach][::-1]
    density /= _integral(density)
    return density


def _normal(x: Curve, mean: float, sd: float) -> Curve:
    density: Curve = np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * math.sqrt(2.0 * math.pi))
    return density


def _integral(curve: Curve) -> float:
    return float(np.sum(curve) - (curve[0] + curve[-1]) / 2.0) * STEP_YEARS


def _sex(estimate: SexEstimate | None) -> Sex:
    if estimate is None or estimate.method is SexMethod.CHILD_SKELETON:
        return Sex.UNKNOWN
    return estimate.sex


def _estimate_in_words(pm: AgeEstimate) -> str:
    if pm.phase is not None:
        return said("phase {phase} of the pubic symphysis", phase=pm.phase)
    return said("{years} years by {method}", years=f"{pm.years:g}", method=_METHODS[pm.method])


def _age_in_words(am: AgeAtDeath) -> str:
    low, high = f"{am.low_years:.1f}", f"{am.high_years:.1f}"
    return (
        said("{years} years", years=low)
        if low == high
        else said("{low} to {high} years", low=low, high=high)
    )
