"""How probable two findings at one place are: in one person, and each in some person of the population.

Within a class of mouths, with the true state s in life and s' at death,

    P(am, pm | same person) = (1 - e) Σ_s Σ_s' π(s) A(am | s) T(s' | s) B(pm | s') + e P(am) P(pm),

where π is the population's distribution, T what becomes of a tooth with the years, A and B the ways of
charting it, and e the probability that one of the two entries is a slip or belongs to another tooth. A
slip looks like another person's tooth, so no single tooth weighs less than e.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.records import ChartSource, ToothChart
from antigone.evidence.tooth_change import charting
from antigone.evidence.tooth_codes import Finding
from antigone.evidence.tooth_comparison import POSITIONS
from antigone.evidence.tooth_population import TeethPopulation
from antigone.evidence.tooth_states import (
    FillingRegion,
    ToothKind,
    region_of,
    states_of,
    tooth_kind,
)
from antigone.evidence.tooth_tables import TeethTables

Array = NDArray[np.float64]

YEARS = (0, 1, 2, 4, 6, 10, 16, 25)
"""Numbers of years for which changes are computed."""

STEPS_IN_YEARS = (0.5, 1.5, 3.0, 5.0, 8.0, 13.0, 20.0, np.inf)
"""Up to which interval each of `YEARS` stands for it."""

DAYS_A_YEAR = 365.25

SMALLEST, LARGEST = 1e-9, 1e9
"""Bounds of a tooth's factor, so that no product of 32 of them leaves the range of float64."""


@dataclass(frozen=True)
class Likelihoods:
    """Probabilities of findings, divided by those in an average mouth.

    All carry the same divisor, P̄(am) P̄(pm) in `joint`, P̄(am) in `am`, P̄(pm) in `pm`, which cancels in
    a ratio and keeps products of 32 of them in range.

    Args:
        joint: P(am, pm | same person), shape (32, pm findings, am findings, classes).
        am: P(am), shape (32, am findings, classes).
        pm: P(pm), shape (32, pm findings, classes).
    """

    joint: Array
    am: Array
    pm: Array


def years_between(pm: ToothChart, am: ToothChart, tables: TeethTables) -> float:
    """Years from the chart of the person sought to that of the remains; the default without dates."""
    if pm.charted_on is None or am.charted_on is None:
        return tables.default_years
    return (pm.charted_on - am.charted_on).days / DAYS_A_YEAR


def step_of(years: float) -> int:
    """The place in `YEARS` that stands for an interval; a negative one is an error of dates, and 0.

    >>> YEARS[step_of(3.5)], YEARS[step_of(-1.0)]
    (4, 0)
    """
    return int(np.searchsorted(STEPS_IN_YEARS, years, side="right"))


def day_number(day: date | None) -> float:
    """A date as a number of days; nan where there is none."""
    return float("nan") if day is None else float(day.toordinal())


def likelihoods(
    population: TeethPopulation,
    *,
    pm: tuple[ChartSource, Sequence[Finding]],
    am: tuple[ChartSource, Sequence[Finding]],
    step: int,
) -> Likelihoods:
    """The probabilities of all pairs of findings at all places, for charts of two sources.

    Args:
        population: of the persons sought.
        pm: source and different findings of charts of remains.
        am: source and different findings of charts of persons sought.
        step: of `YEARS`.
    """
    tables = population.tables
    charted_am = _charted(am[0], am[1], tables)
    charted_pm = _charted(pm[0], pm[1], tables)
    error = _errors(am[0], pm[0], tables)
    later = _later(population, charted_pm, YEARS[step])
    shape = (len(POSITIONS), len(pm[1]), len(am[1]), len(population.shares))
    joint, of_am, of_pm = (
        np.empty(shape),
        np.empty(shape[:1] + shape[2:]),
        np.empty(shape[:2] + shape[3:]),
    )
    for at, place in enumerate(POSITIONS):
        states = population.states(at)
        pm_given_state = later[tooth_kind(place)]
        for number, of_class in enumerate(states):
            weighed = charted_am * of_class
            of_am[at, :, number] = weighed.sum(axis=1)
            of_pm[at, :, number] = of_class @ pm_given_state[number]
            joint[at, :, :, number] = (weighed @ pm_given_state[number]).T
        strangers = of_pm[at][:, None, :] * of_am[at][None, :, :]
        joint[at] = (1.0 - error[at]) * joint[at] + error[at] * strangers
    return _divided(joint, of_am, of_pm, population.shares)


def _charted(source: ChartSource, findings: Sequence[Finding], tables: TeethTables) -> Array:
    """P(finding | true state), shape (findings, STATES)."""
    meant = np.stack([states_of(finding) for finding in findings]).astype(np.float64)
    charted: Array = meant @ charting(source, tables).T
    return charted


def _errors(am: ChartSource, pm: ChartSource, tables: TeethTables) -> Array:
    """By place the probability that one of the two entries says nothing of this tooth."""
    right = (1.0 - tables.charting_error[am]) * (1.0 - tables.charting_error[pm])
    behind = [region_of(tooth_kind(place)) is not FillingRegion.FRONT for place in POSITIONS]
    errors: Array = 1.0 - right * np.where(behind, 1.0 - tables.shifted_number, 1.0)
    return errors


def _later(population: TeethPopulation, charted: Array, years: int) -> dict[ToothKind, list[Array]]:
    """P(finding on the remains | state in life) by kind of tooth and class, (STATES, findings)."""
    return {
        kind: [np.linalg.matrix_power(year, years) @ charted.T for year in of_kind]
        for kind, of_kind in population.years.items()
    }


def _divided(joint: Array, am: Array, pm: Array, shares: Array) -> Likelihoods:
    average_am, average_pm = am @ shares, pm @ shares
    both = average_pm[:, :, None] * average_am[:, None, :]
    return Likelihoods(
        joint=np.clip(joint / both[..., None], SMALLEST, LARGEST),
        am=np.clip(am / average_am[..., None], SMALLEST, LARGEST),
        pm=np.clip(pm / average_pm[..., None], SMALLEST, LARGEST),
    )
