from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from antigone.evidence.records import ChartSource, ToothChart
from antigone.evidence.tooth_codes import Coarse, finding
from antigone.evidence.tooth_comparison import POSITIONS, entries
from antigone.simulate.mouth import Survey, draw_mouth, grow_older, means_at
from antigone.simulate.teeth import CohortPlan, simulate_cohort
from antigone.simulate.tooth_charts import ChartParameters, am_chart, pm_chart

TREATED = (Coarse.DAMAGED, Coarse.MISSING, Coarse.FILLED, Coarse.CROWNED)


def test_the_same_seed_gives_the_same_cohort() -> None:
    plan = CohortPlan(30)
    first, again, other = (simulate_cohort(plan, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert first == again
    assert first != other
    assert sorted(first.owner) == list(range(30))


@pytest.mark.parametrize(
    ("survey", "age_years"), [(Survey.US, 27.0), (Survey.US, 57.0), (Survey.KEMEROVO, 39.5)]
)
def test_mouths_have_the_means_of_their_survey(survey: Survey, age_years: float) -> None:
    rng = np.random.default_rng(8)
    mouths = [draw_mouth(age_years, rng, survey=survey) for _ in range(500)]
    counts = Counter(tooth.finding for mouth in mouths for tooth in mouth.teeth.values())
    decayed, missing, filled = means_at(survey, age_years)
    treated = sum(counts[finding] for finding in TREATED) / len(mouths)
    assert treated == pytest.approx(decayed + missing + filled, rel=0.12)
    assert counts[Coarse.DAMAGED] / len(mouths) == pytest.approx(decayed, rel=0.25)


def test_mouths_differ_more_than_by_chance() -> None:
    rng = np.random.default_rng(9)
    mouths = [draw_mouth(40.0, rng) for _ in range(300)]
    treated = [sum(t.finding in TREATED for t in mouth.teeth.values()) for mouth in mouths]
    assert np.var(treated) > 2.0 * np.mean(treated)


def test_teeth_grow_older_forward_only() -> None:
    rng = np.random.default_rng(10)
    order = (
        Coarse.UNERUPTED,
        Coarse.SOUND,
        Coarse.DAMAGED,
        Coarse.FILLED,
        Coarse.CROWNED,
        Coarse.MISSING,
    )
    changed = 0
    for _ in range(60):
        young = draw_mouth(30.0, rng)
        old = grow_older(young, 8.0, rng)
        assert old.age_years == pytest.approx(38.0)
        for place in POSITIONS:
            before, after = young.teeth[place], old.teeth[place]
            lost_filling = before.finding is Coarse.FILLED and after.finding is Coarse.DAMAGED
            assert lost_filling or order.index(before.finding) <= order.index(after.finding)
            changed += before != after
    assert 60 < changed < 60 * 32 / 4


def test_children_have_milk_teeth() -> None:
    rng = np.random.default_rng(12)
    mouth = draw_mouth(7.0, rng)
    chart = am_chart(mouth, None, rng, ChartParameters(sources={ChartSource.IMAGE: 1.0}))
    assert any(tooth > 50 for tooth in chart.teeth)
    assert 18 in entries(chart) or len(chart.teeth) < 32


def test_sockets_are_empty_as_often_as_stated_and_front_teeth_sooner() -> None:
    rng = np.random.default_rng(13)
    of = ChartParameters(sockets=(0.27, 0.27), fragments=0.0)
    charts = [pm_chart(draw_mouth(30.0, rng), None, rng, of) for _ in range(300)]
    lost = dict.fromkeys(POSITIONS, 0)
    stood = dict(lost)
    for chart in charts:
        for place, entry in entries(chart).items():
            lost[place] += entry.finding.coarse is Coarse.LOST_AFTER_DEATH
            stood[place] += entry.finding.coarse not in (Coarse.MISSING, Coarse.UNERUPTED)
    share = sum(lost.values()) / sum(stood.values())
    assert 0.2 < share < 0.34
    assert lost[11] / stood[11] > 1.5 * lost[16] / stood[16]


def test_charts_are_wrong_as_often_as_stated() -> None:
    rng = np.random.default_rng(14)
    quiet = ChartParameters(
        sources={ChartSource.FAMILY: 1.0},
        shifted=0.0,
        surface_misread=0.0,
        caries_omitted=0.0,
        unerupted_as_missing=0.0,
    )
    wrong = told = 0
    for _ in range(400):
        mouth = draw_mouth(45.0, rng)
        chart = am_chart(mouth, None, rng, quiet)
        for tooth, codes in chart.teeth.items():
            told += 1
            wrong += finding(tooth, codes, chart.system).coarse is not mouth.teeth[tooth].finding
    # A slip to a tooth with the same finding is not seen, a wrong gap or crown is told more often.
    assert 0.12 < wrong / told < 0.4


def test_charts_are_lost_and_remains_are_fragments() -> None:
    cohort = simulate_cohort(CohortPlan(400), np.random.default_rng(15))
    absent = sum(chart is None for chart in cohort.am) / 400
    small = sum(len(chart.teeth) <= 16 for chart in cohort.pm) / 400
    assert 0.23 < absent < 0.37
    assert 0.09 < small < 0.22


def test_misfiled_charts_belong_to_another() -> None:
    quiet = CohortPlan(200, no_am_chart=0.0, misfiled=0.0)
    straight = simulate_cohort(quiet, np.random.default_rng(16))
    crossed = simulate_cohort(
        CohortPlan(200, no_am_chart=0.0, misfiled=0.4), np.random.default_rng(16)
    )
    moved = sum(a is not b and a != b for a, b in zip(straight.am, crossed.am, strict=True))
    assert 40 < moved < 120
    charts = [chart for chart in crossed.am if isinstance(chart, ToothChart)]
    assert len(charts) == 200


@pytest.mark.parametrize("wrong", [{"persons": 0}, {"persons": 5, "misfiled": 1.5}])
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"at least one|from 0 to 1"):
        CohortPlan(**wrong)  # type: ignore[arg-type]
