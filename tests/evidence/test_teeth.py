from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from antigone.evidence.likelihood_ratio import Line
from antigone.evidence.records import ChartSource, CodeSystem, ToothChart, ToothOpinion, Verdict
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.evidence.teeth import TeethPopulation, teeth_lr, teeth_matrix, teeth_population
from antigone.evidence.tooth_change import charting
from antigone.evidence.tooth_codes import Coarse, Finding, finding
from antigone.evidence.tooth_comparison import POSITIONS
from antigone.evidence.tooth_likelihood import YEARS, step_of
from antigone.evidence.tooth_states import STATES, ToothKind, states_of, tooth_kind
from antigone.simulate.teeth import CohortPlan, ToothCohort, simulate_cohort

TABLES = load_tables().teeth
DEFAULTS = teeth_population([], TABLES)
SOUND = dict.fromkeys(POSITIONS, "sou")
TREATED = SOUND | {16: "amf MO", 36: "mam", 46: "mpc", 25: "cof O", 14: "amf OD"}


def am_chart(teeth: dict[int, str], source: ChartSource = ChartSource.NOTES) -> ToothChart:
    return ToothChart(CodeSystem.INTERPOL, source, teeth)


def pm_chart(teeth: dict[int, str], source: ChartSource = ChartSource.ONE_EXAMINER) -> ToothChart:
    return ToothChart(CodeSystem.INTERPOL, source, teeth)


def log10_lr(
    pm: dict[int, str],
    am: dict[int, str],
    *opinions: ToothOpinion,
    population: TeethPopulation = DEFAULTS,
) -> float:
    line = teeth_lr(pm_chart(pm), am_chart(am), opinions, population)
    assert line is not None
    return line.log10_lr


def opinion(tooth: int, verdict: Verdict) -> ToothOpinion:
    return ToothOpinion("M1", tooth, verdict, "seen again", "Dr. A")


@pytest.fixture(scope="module")
def cohort() -> ToothCohort:
    return simulate_cohort(CohortPlan(60, no_am_chart=0.2), np.random.default_rng(11))


@pytest.fixture(scope="module")
def learned(cohort: ToothCohort) -> TeethPopulation:
    return teeth_population([chart for chart in cohort.am if chart], TABLES)


def naive_log10_lr(pm: ToothChart, am: ToothChart, population: TeethPopulation) -> float:
    """The definition, state by state and class by class, for charts of permanent teeth."""
    tables, both, one, two = population.tables, 0.0, 0.0, 0.0
    years = tables.default_years
    if pm.charted_on and am.charted_on:
        years = (pm.charted_on - am.charted_on).days / 365.25
    for number, share in enumerate(population.shares.tolist()):
        products = [share, share, share]
        for tooth in sorted(set(pm.teeth) & set(am.teeth)):
            before = finding(tooth, am.teeth[tooth], am.system)
            after = finding(tooth, pm.teeth[tooth], pm.system)
            if before.speaks and after.speaks:
                at = naive_tooth(
                    tooth, number, (before, am.source), (after, pm.source), years, population
                )
                products = [p * q for p, q in zip(products, at, strict=True)]
        both, one, two = both + products[0], one + products[1], two + products[2]
    wrong = tables.misfiled_chart
    return math.log10((1.0 - wrong) * both / (one * two) + wrong)


def naive_tooth(
    tooth: int,
    number: int,
    before: tuple[Finding, ChartSource],
    after: tuple[Finding, ChartSource],
    years: float,
    population: TeethPopulation,
) -> tuple[float, float, float]:
    tables = population.tables
    states = population.states(POSITIONS.index(tooth))[number]
    year = population.years[tooth_kind(tooth)][number]
    later = np.eye(STATES)
    for _ in range(YEARS[step_of(years)]):
        later = later @ year
    told = charting(before[1], tables) @ states_of(before[0])
    seen = charting(after[1], tables) @ states_of(after[0])
    right = (1.0 - tables.charting_error[before[1]]) * (1.0 - tables.charting_error[after[1]])
    if tooth % 10 >= 4:
        right *= 1.0 - tables.shifted_number
    both = one = two = 0.0
    for s in range(STATES):
        one += states[s] * told[s]
        for t in range(STATES):
            two += states[s] * later[s, t] * seen[t]
            both += states[s] * told[s] * later[s, t] * seen[t]
    return right * both + (1.0 - right) * one * two, one, two


def test_the_lr_is_its_definition() -> None:
    teeth = (16, 36, 46, 11)
    am = am_chart({tooth: TREATED[tooth] for tooth in teeth})
    pm = pm_chart({16: "amf MOD", 36: "mam", 46: "mpc", 11: "sou", 12: "sou"})
    line = teeth_lr(pm, am, (), DEFAULTS)
    assert line is not None
    assert line.line is Line.TEETH
    assert math.isclose(line.log10_lr, naive_log10_lr(pm, am, DEFAULTS), abs_tol=1e-10)
    dated = replace(am, charted_on=date(2010, 1, 1)), replace(pm, charted_on=date(2020, 1, 1))
    line = teeth_lr(dated[1], dated[0], (), DEFAULTS)
    assert line is not None
    assert math.isclose(line.log10_lr, naive_log10_lr(dated[1], dated[0], DEFAULTS), abs_tol=1e-10)


def test_the_matrix_gives_the_same_numbers(cohort: ToothCohort, learned: TeethPopulation) -> None:
    pm, am = (*cohort.pm[:25], None), cohort.am[:25]
    assert {chart.source for chart in am if chart} == {
        ChartSource.IMAGE,
        ChartSource.NOTES,
        ChartSource.FAMILY,
    }
    matrix = teeth_matrix(pm, am, learned)
    compared = 0
    for i, dead in enumerate(pm):
        for j, living in enumerate(am):
            line = teeth_lr(dead, living, (), learned) if dead and living else None
            compared += line is not None
            assert abs(matrix[i, j] - (line.log10_lr if line else 0.0)) <= 1e-9
    assert compared > 300


def test_nothing_to_compare_is_no_line() -> None:
    assert teeth_lr(pm_chart({16: "sou"}), am_chart({26: "sou"}), (), DEFAULTS) is None
    assert teeth_lr(pm_chart({16: "non"}), am_chart({16: "sou"}), (), DEFAULTS) is None
    assert teeth_lr(pm_chart({}), am_chart(SOUND), (), DEFAULTS) is None
    assert teeth_matrix([pm_chart({16: "non"})], [am_chart(SOUND)], DEFAULTS).tolist() == [[0.0]]


def test_no_information_on_a_tooth_changes_nothing() -> None:
    without = {tooth: code for tooth, code in TREATED.items() if tooth != 46}
    assert log10_lr(TREATED | {46: "non"}, TREATED) == pytest.approx(log10_lr(without, TREATED))


def test_an_untouched_mouth_weighs_little_and_a_rare_one_much() -> None:
    untouched, treated = log10_lr(SOUND, SOUND), log10_lr(TREATED, TREATED)
    assert 0.0 < untouched < 2.0
    assert treated > untouched + 4.0


def test_teeth_of_one_mouth_are_not_multiplied_as_if_independent() -> None:
    alone = sum(log10_lr({tooth: "sou"}, {tooth: "sou"}) for tooth in POSITIONS)
    assert log10_lr(SOUND, SOUND) < 0.75 * alone


def test_what_is_common_in_the_charts_weighs_less() -> None:
    charts = [am_chart(TREATED) for _ in range(200)]
    common = teeth_population(charts, TABLES)
    # Left and right are pooled, so even 200 equal charts leave what is not alike on both sides.
    assert log10_lr(TREATED, TREATED, population=common) < log10_lr(TREATED, TREATED) - 3.0


def test_forward_costs_little_and_back_costs_much() -> None:
    same = log10_lr(TREATED, TREATED)
    forward = log10_lr(TREATED | {16: "amf MOD"}, TREATED)
    back = log10_lr(TREATED | {46: "sou"}, TREATED)
    assert same > forward > back
    assert same - back > 2.0


def test_no_chart_excludes_alone() -> None:
    toothless = dict.fromkeys(POSITIONS, "mam")
    lowest = log10_lr(SOUND, toothless)
    assert lowest == pytest.approx(math.log10(TABLES.misfiled_chart), abs=1e-3)


def test_a_chart_told_by_the_family_weighs_less() -> None:
    family = teeth_lr(pm_chart(TREATED), am_chart(TREATED, ChartSource.FAMILY), (), DEFAULTS)
    notes = teeth_lr(pm_chart(TREATED), am_chart(TREATED), (), DEFAULTS)
    assert family is not None
    assert notes is not None
    assert 0.0 < family.log10_lr < notes.log10_lr


def test_an_empty_socket_speaks_against_a_tooth_lost_in_life() -> None:
    teeth = {36: "mpm", 16: "amf MO"}
    gap = log10_lr(teeth, {36: "mam", 16: "amf MO"})
    stood = log10_lr(teeth, {36: "sou", 16: "amf MO"})
    assert gap < stood - 1.0


def test_an_odontologist_sets_a_difference_aside_or_makes_it_weigh() -> None:
    found = TREATED | {46: "sou"}
    plain = log10_lr(found, TREATED)
    explained = log10_lr(found, TREATED, opinion(46, Verdict.EXPLAINED))
    against = log10_lr(found, TREATED, opinion(46, Verdict.UNEXPLAINABLE))
    without = {tooth: code for tooth, code in found.items() if tooth != 46}
    assert explained == pytest.approx(log10_lr(without, TREATED))
    assert explained > plain > against
    agreeing = log10_lr(TREATED, TREATED, opinion(46, Verdict.CONSISTENT))
    assert agreeing == log10_lr(TREATED, TREATED)


def test_changes_and_charting_are_distributions() -> None:
    for kind in ToothKind:
        for year in DEFAULTS.years[kind]:
            assert year.min() >= 0.0
            np.testing.assert_allclose(year.sum(axis=1), 1.0, atol=1e-12)
    for source in ChartSource:
        seen = charting(source, TABLES)
        assert seen.min() >= 0.0
        np.testing.assert_allclose(seen.sum(axis=1), 1.0, atol=1e-12)


def test_a_population_is_a_distribution_and_sides_are_mirrors(learned: TeethPopulation) -> None:
    for population in (DEFAULTS, learned):
        assert population.shares.sum() == pytest.approx(1.0)
        for place in range(32):
            np.testing.assert_allclose(population.states(place).sum(axis=1), 1.0, atol=1e-12)
    right, left = (POSITIONS.index(tooth) for tooth in (16, 26))
    np.testing.assert_allclose(learned.kinds[right], learned.kinds[left], rtol=0.2)


def test_the_default_classes_have_as_many_treated_teeth_as_the_table_says() -> None:
    wisdom = [i for i, place in enumerate(POSITIONS) if place % 10 == 8]
    missing = np.delete(DEFAULTS.kinds[:, :, 5], wisdom, axis=0).sum(axis=0)
    told = [one.missing * (1.0 - one.unerupted) for one in TABLES.classes.values()]
    np.testing.assert_allclose(missing[:-1], told[:-1], rtol=0.02, atol=0.01)


def test_lr_of_simulated_charts_are_calibrated() -> None:
    """In pairs of two persons the LR averages 1 at most, but for charts that were misfiled."""
    drawn = simulate_cohort(
        CohortPlan(300, no_am_chart=0.0, misfiled=0.0), np.random.default_rng(3)
    )
    population = teeth_population([chart for chart in drawn.am if chart], TABLES)
    matrix = teeth_matrix(drawn.pm, drawn.am, population)
    same = np.zeros(matrix.shape, bool)
    same[np.arange(300), list(drawn.owner)] = True
    own, others = matrix[same], matrix[~same]
    cllr = (np.log2(1.0 + 10.0**-own).mean() + np.log2(1.0 + 10.0**others).mean()) / 2.0
    assert cllr < 0.35
    for low in (-1.0, 1.0, 2.0):
        a, b = (np.mean((x >= low) & (x < low + 1.0)) for x in (own, others))
        assert low - 0.7 < math.log10(a / b) < low + 1.7


def test_a_chart_in_one_system_compares_with_one_in_another() -> None:
    winid = ToothChart(CodeSystem.WINID, ChartSource.IMAGE, {16: "MO-S", 36: "X", 46: "X-P"})
    line = teeth_lr(pm_chart({16: "amf MO", 36: "mam", 46: "mam"}), winid, (), DEFAULTS)
    assert line is not None
    assert line.log10_lr > 2.0
    assert "3 teeth" in line.compared


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("O = 0.38", "Q = 0.38", "surfaces.molar.Q"),
        ("O = 0.38", "O = 0.9", "surfaces.molar"),
        ("share = 0.18", "share = 0.5", "classes"),
        ("missing = 16.0", "missing = 26.0", "classes.few_left"),
        ("image = 0.02", "image = 0", "charting_error.image"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    text = packaged_tables()["teeth"].decode()
    assert old in text
    (tmp_path / "teeth.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(TableError) as refused:
        load_tables(tmp_path)
    assert refused.value.place == named


def test_coarse_finding_of_a_missing_entry_means_any_state() -> None:
    assert states_of(Finding(Coarse.NO_INFORMATION)).all()
