"""Teeth as evidence: how much more probable two charts are in one person than in two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.records import ChartSource, ToothChart, ToothOpinion, Verdict
from antigone.evidence.tooth_codes import Finding
from antigone.evidence.tooth_comparison import (
    POSITIONS,
    TeethComparison,
    ToothComparison,
    compare_teeth,
    position_of,
)
from antigone.evidence.tooth_kernels import fill_log10_lr
from antigone.evidence.tooth_likelihood import (
    DAYS_A_YEAR,
    STEPS_IN_YEARS,
    Likelihoods,
    day_number,
    likelihoods,
    step_of,
    years_between,
)
from antigone.evidence.tooth_population import TeethPopulation, coded_charts, teeth_population
from antigone.words import said

__all__ = [
    "TeethComparison",
    "TeethPopulation",
    "ToothComparison",
    "compare_teeth",
    "teeth_lr",
    "teeth_matrix",
    "teeth_population",
]

ASSUMPTIONS = (
    said("Teeth are independent of each other within a class of mouths, not across classes."),
    said("A tooth changes forward only, at the yearly rates of the table."),
    said(
        "An entry may be a slip, and a chart may be filed under the wrong person, at the table's rates."
    ),
    said("The persons sought have mouths like those whose charts are loaded."),
)


def teeth_lr(
    pm: ToothChart,
    am: ToothChart,
    opinions: tuple[ToothOpinion, ...],
    population: TeethPopulation,
) -> LikelihoodRatio | None:
    """log10 LR of two charts: "these remains are this person" against "another of the population".

    Only places where both charts speak count. Over the classes c of mouths, with share w and the
    probabilities of `tooth_likelihood`,

        LR = Σ w Π P(am, pm | same person, c) / (Σ w Π P(am | c) · Σ w Π P(pm | c)),

    mixed with the probability q that a chart is filed under the wrong person: (1 - q) LR + q. So a
    chart alone never costs more than log10 q, and cannot exclude (our proposal).

    An odontologist's opinion counts where it differs from the program: a difference called explained
    or consistent is set aside, neither for nor against; one called unexplainable makes the pair of
    findings as improbable as the table says.

    Args:
        pm: of the remains.
        am: of the person sought.
        opinions: on this pair; the last one on a tooth counts.
        population: of the persons sought.

    Returns:
        None where no place has information on both sides.

    Raises:
        ToothCodeError: a tooth or code that a chart's system does not have.
    """
    findings_pm, codes_pm = coded_charts([pm])
    findings_am, codes_am = coded_charts([am])
    compared = compare_teeth(pm, am, opinions)
    aside = _set_aside(compare_teeth(pm, am), opinions)
    places = [
        at
        for at in np.flatnonzero(codes_pm[0] * codes_am[0]).tolist()
        if POSITIONS[at] not in aside
    ]
    if not places:
        return None
    step = step_of(years_between(pm, am, population.tables))
    found = likelihoods(
        population, pm=(pm.source, findings_pm), am=(am.source, findings_am), step=step
    )
    against = {position_of(o.tooth) for o in opinions if o.verdict is Verdict.UNEXPLAINABLE}
    value = _log10_lr(found, codes_pm[0], codes_am[0], places, against, population)
    return LikelihoodRatio(
        line=Line.TEETH,
        log10_lr=value,
        compared=_in_words(compared, len(places)),
        assumptions=ASSUMPTIONS,
        source=_source(population),
    )


def _set_aside(unaided: TeethComparison, opinions: tuple[ToothOpinion, ...]) -> frozenset[int]:
    """Places whose difference an odontologist explains."""
    doubtful = {
        position_of(tooth.tooth)
        for tooth in unaided.teeth
        if tooth.verdict is Verdict.UNEXPLAINABLE
    }
    last = {position_of(opinion.tooth): opinion.verdict for opinion in opinions}
    return frozenset(
        at
        for at, verdict in last.items()
        if at in doubtful and verdict is not Verdict.UNEXPLAINABLE
    )


def _log10_lr(
    found: Likelihoods,
    pm: NDArray[np.int32],
    am: NDArray[np.int32],
    places: Sequence[int],
    against: set[int],
    population: TeethPopulation,
) -> float:
    both, one, two = (np.log10(population.shares) for _ in range(3))
    for at in places:
        of_am, of_pm = found.am[at, am[at]], found.pm[at, pm[at]]
        together = found.joint[at, pm[at], am[at]]
        if POSITIONS[at] in against:
            together = population.tables.opinion_unexplainable * of_am * of_pm
        both, one, two = both + np.log10(together), one + np.log10(of_am), two + np.log10(of_pm)
    ratio = _log10_sum(both) - _log10_sum(one) - _log10_sum(two)
    wrong = population.tables.misfiled_chart
    return _log10_sum(np.array([math.log10(1.0 - wrong) + ratio, math.log10(wrong)]))


def _log10_sum(log10: NDArray[np.float64]) -> float:
    most = float(log10.max())
    return most + math.log10(float(np.sum(10.0 ** (log10 - most))))


def _in_words(compared: TeethComparison, counted: int) -> str:
    by = {verdict: compared.count(verdict) for verdict in Verdict}
    return said(
        "{charted} teeth charted on both sides: {consistent} consistent, {changed} that may have "
        "changed, {unexplainable} unexplainable",
        charted=counted,
        consistent=by[Verdict.CONSISTENT],
        changed=by[Verdict.EXPLAINED],
        unexplainable=by[Verdict.UNEXPLAINABLE],
    )


def _source(population: TeethPopulation) -> str:
    if not population.charts:
        return said("the table teeth.toml")
    return said(
        "{charts} charts of this incident, smoothed towards the table teeth.toml",
        charts=population.charts,
    )


def teeth_matrix(
    pm: Sequence[ToothChart | None], am: Sequence[ToothChart | None], population: TeethPopulation
) -> NDArray[np.float64]:
    """log10 LR of every pair of charts, the same numbers as `teeth_lr` without opinions.

    Args:
        pm: of N remains; None: no chart.
        am: of M persons sought; None: no chart.
        population: of the persons sought.

    Returns:
        Shape (N, M), finite; 0 where nothing can be compared.

    Raises:
        ToothCodeError: a tooth or code that a chart's system does not have.
    """
    result = np.full((len(pm), len(am)), np.nan)
    for of_pm in _groups(pm):
        for of_am in _groups(am):
            _fill(result, of_pm, of_am, population)
    result[np.isnan(result)] = 0.0
    return result


@dataclass(frozen=True)
class _Group:
    """Charts of one source, coded; `rows` says which charts they are."""

    source: ChartSource
    rows: NDArray[np.int64]
    days: NDArray[np.float64]
    findings: list[Finding]
    codes: NDArray[np.int32]


def _groups(charts: Sequence[ToothChart | None]) -> list[_Group]:
    rows: dict[ChartSource, list[int]] = {}
    for i, chart in enumerate(charts):
        if chart is not None:
            rows.setdefault(chart.source, []).append(i)
    return [_group(source, found, charts) for source, found in rows.items()]


def _group(source: ChartSource, rows: list[int], charts: Sequence[ToothChart | None]) -> _Group:
    own = [chart for i in rows if (chart := charts[i]) is not None]
    days = np.array([day_number(chart.charted_on) for chart in own])
    return _Group(source, np.array(rows), days, *coded_charts(own))


def _fill(result: NDArray[np.float64], pm: _Group, am: _Group, population: TeethPopulation) -> None:
    years = (pm.days[:, None] - am.days[None, :]) / DAYS_A_YEAR
    years[np.isnan(years)] = population.tables.default_years
    steps = np.searchsorted(STEPS_IN_YEARS, years, side="right").astype(np.int8)
    for step in np.unique(steps).tolist():
        found = likelihoods(
            population, pm=(pm.source, pm.findings), am=(am.source, am.findings), step=step
        )
        fill_log10_lr(
            result,
            *(pm.rows, am.rows, pm.codes, am.codes, steps, step),
            *(found.joint, found.am, found.pm),
            population.shares,
            population.tables.misfiled_chart,
        )
