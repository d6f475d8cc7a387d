"""Cohorts of persons sought and of remains with their tooth charts, and whose remains they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from numpy.random import Generator

from antigone.evidence.records import ToothChart
from antigone.simulate.mouth import MouthParameters, Survey, draw_mouth, grow_older
from antigone.simulate.tooth_charts import ChartParameters, am_chart, pm_chart

CHARTED_ON = date(2025, 6, 1)
"""When the remains of a cohort are charted; invented."""


@dataclass(frozen=True)
class CohortPlan:
    """What to simulate.

    Args:
        persons: persons sought, and remains; all remains are of persons sought.
        survey: whose teeth.
        ages: least and greatest age at death in years, drawn evenly.
        years_before: least and greatest number of years between the chart of the living and death.
        no_am_chart: share of persons sought of whom no chart was obtained (P; 18 % of the Thai missing
            of 2004 had one, over 90 % of the foreigners were identified, most by teeth, S).
        dated: share of charts whose date is known (P).
        misfiled: share of charts of the living filed under another person of the cohort (P).
        mouth, charts: what varies in mouths and in charts.

    Raises:
        ValueError: no person, or a share outside [0, 1].
    """

    persons: int
    survey: Survey = Survey.US
    ages: tuple[float, float] = (18.0, 65.0)
    years_before: tuple[float, float] = (0.0, 10.0)
    no_am_chart: float = 0.3
    dated: float = 0.8
    misfiled: float = 0.005
    mouth: MouthParameters = field(default_factory=MouthParameters)
    charts: ChartParameters = field(default_factory=ChartParameters)

    def __post_init__(self) -> None:
        if self.persons < 1:
            raise ValueError(f"{self.persons} persons; at least one is needed")
        for name in ("no_am_chart", "dated", "misfiled"):
            share = getattr(self, name)
            if not 0.0 <= share <= 1.0:
                raise ValueError(f"{name} is {share}; allowed is a share from 0 to 1")


@dataclass(frozen=True)
class ToothCohort:
    """Charts and the truth about them.

    Args:
        pm: of the remains.
        am: of the persons sought; None where none was obtained.
        owner: by remains the number of the person sought they are.
    """

    pm: tuple[ToothChart, ...]
    am: tuple[ToothChart | None, ...]
    owner: tuple[int, ...]


def simulate_cohort(plan: CohortPlan, rng: Generator) -> ToothCohort:
    """A cohort; the same plan and generator state give the same cohort."""
    am: list[ToothChart | None] = []
    pm: list[ToothChart] = []
    for _ in range(plan.persons):
        living, dead = _person(plan, rng)
        am.append(living)
        pm.append(dead)
    am = _misfiled(am, plan.misfiled, rng)
    order = rng.permutation(plan.persons).tolist()
    return ToothCohort(tuple(pm[i] for i in order), tuple(am), tuple(order))


def _person(plan: CohortPlan, rng: Generator) -> tuple[ToothChart | None, ToothChart]:
    """The charts of one person, the first while alive, the second of the remains."""
    age = float(rng.uniform(*plan.ages))
    years = min(float(rng.uniform(*plan.years_before)), max(0.0, age - 3.0))
    mouth = draw_mouth(age - years, rng, survey=plan.survey, parameters=plan.mouth)
    charted_on = CHARTED_ON - timedelta(days=round(365.25 * years))
    known = charted_on if rng.random() < plan.dated else None
    living = am_chart(mouth, known, rng, plan.charts)
    obtained = rng.random() >= plan.no_am_chart
    older = grow_older(mouth, years, rng, parameters=plan.mouth)
    return living if obtained else None, pm_chart(older, CHARTED_ON, rng, plan.charts)


def _misfiled(
    charts: list[ToothChart | None], share: float, rng: Generator
) -> list[ToothChart | None]:
    """Some charts change places with another one."""
    charted = [i for i, chart in enumerate(charts) if chart is not None]
    swapped = list(charts)
    for i in charted:
        # A swap moves two charts.
        if rng.random() < share / 2.0:
            other = charted[int(rng.integers(len(charted)))]
            swapped[i], swapped[other] = swapped[other], swapped[i]
    return swapped
