from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.age import (
    AGES,
    OLDEST_YEARS,
    AgePopulation,
    AgeRefused,
    age_log10,
    age_lr,
    age_population,
)
from antigone.evidence.age_at_death import AgeAtDeath, age_at_death
from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    AmRecord,
    LastSeen,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
)
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.genetics.pedigree import Sex

TABLES = load_tables().age
DEFAULT = age_population([], TABLES)
MAN, WOMAN = SexEstimate(Sex.MALE, SexMethod.BODY), SexEstimate(Sex.FEMALE, SexMethod.PELVIS)
SEXES = (None, MAN, WOMAN)
FOUND = Recovery(found_on=date(2022, 9, 1), days_since_death=(10, 40))

PUBLISHED = {  # Brooks & Suchey 1990: mean and SD of age by phase.
    Sex.MALE: [(18.5, 2.1), (23.4, 3.6), (28.7, 6.5), (35.2, 9.4), (45.6, 10.4), (61.2, 12.2)],
    Sex.FEMALE: [(19.4, 2.6), (25.0, 4.9), (30.7, 8.1), (38.2, 10.9), (48.1, 14.6), (60.0, 12.4)],
}


def exactly(years: float) -> AgeAtDeath:
    return AgeAtDeath(years, years, told=False)


def log10_lr(
    pm: AgeEstimate,
    am: AgeAtDeath,
    of: AgePopulation = DEFAULT,
    sex: SexEstimate | None = None,
) -> float:
    found = age_lr(pm, sex, am, of)
    assert found is not None
    return found.log10_lr


def years(value: float, method: AgeMethod = AgeMethod.OTHER_ADULT) -> AgeEstimate:
    return AgeEstimate(method, years=value)


def phase(number: int) -> AgeEstimate:
    return AgeEstimate(AgeMethod.PUBIC_PHASE, phase=number)


def phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def mean_of_normals(estimate: AgeEstimate, am: AgeAtDeath) -> float:
    """Mean of P(estimate | age) over the ages, in closed form."""
    assert estimate.years is not None
    error = TABLES.error[estimate.method]
    own = math.hypot(error.sd_years, TABLES.told_sd_years if am.told else 0.0)
    total = 0.0
    for sd, share in ((own, 1 - TABLES.wide_share), (own * TABLES.wide_factor, TABLES.wide_share)):
        low, high = (
            (a + error.bias_years - estimate.years) / sd for a in (am.low_years, am.high_years)
        )
        if am.low_years == am.high_years:
            total += share * math.exp(-0.5 * low * low) / (sd * math.sqrt(2 * math.pi))
        else:
            total += share * (phi(high) - phi(low)) / (am.high_years - am.low_years)
    return total


def among_the_missing(estimate: AgeEstimate, of: AgePopulation) -> float:
    density = np.array([mean_of_normals(estimate, exactly(a)) for a in AGES[::5]])
    return float(np.trapezoid(density * of.density[::5], AGES[::5]))


@given(
    st.sampled_from(AgeMethod),
    st.floats(0.0, 100.0),
    st.floats(0.0, 100.0),
    st.sampled_from([0.0, 1e-4, 0.01, 0.05, 0.3, 1.0, 7.0]),
    st.booleans(),
)
def test_years_by_the_closed_formula(
    method: AgeMethod, estimate: float, low: float, width: float, told: bool
) -> None:
    am = AgeAtDeath(low, low + width, told)
    pm = years(estimate, method)
    ratio = mean_of_normals(pm, am) / among_the_missing(pm, DEFAULT)
    expected = math.log10(TABLES.mix_up + (1 - TABLES.mix_up) * ratio)
    assert log10_lr(pm, am) == pytest.approx(expected, abs=1e-3)


@given(st.floats(0.0, 110.0), st.floats(0.0, 5.0), st.booleans(), st.sampled_from(SEXES))
def test_over_all_phases_the_mean_among_others_is_one(
    low: float, width: float, told: bool, sex: SexEstimate | None
) -> None:
    true = sex.sex if sex else Sex.UNKNOWN
    others = DEFAULT.phases[true, False] * DEFAULT.density
    among = [float(np.trapezoid(curve, AGES)) for curve in others]
    am = AgeAtDeath(low, low + width, told)
    mean = sum(among[k] * 10 ** log10_lr(phase(k + 1), am, sex=sex) for k in range(6))
    assert mean == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("age", [10.0, 35.0, 60.0])
@pytest.mark.parametrize("method", [AgeMethod.CHILD_TEETH, AgeMethod.YOUNG_TEETH])
def test_over_all_estimates_the_mean_among_others_is_one(age: float, method: AgeMethod) -> None:
    estimates = np.arange(0.0, OLDEST_YEARS, 0.25)
    error = TABLES.error[method].sd_years
    among = np.zeros(len(estimates))
    for factor, share in ((1.0, 1 - TABLES.wide_share), (TABLES.wide_factor, TABLES.wide_share)):
        sd = error * factor
        z = (estimates[:, None] - AGES[None, ::2]) / sd
        density = np.exp(-0.5 * z * z) / (sd * math.sqrt(2 * math.pi))
        among += share * np.trapezoid(density * DEFAULT.density[::2], AGES[::2], axis=1)
    lrs = np.array([10 ** log10_lr(years(float(x), method), exactly(age)) for x in estimates])
    assert float(np.trapezoid(among * lrs, estimates)) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("sex", [Sex.MALE, Sex.FEMALE])
def test_transitions_reproduce_the_published_ages_by_phase(sex: Sex) -> None:
    ages = np.arange(14.0, 95.0, 0.1)
    reference = np.exp(-0.5 * ((ages - 40.0) / 19.0) ** 2)
    reached = [np.ones_like(ages)]
    for step in TABLES.transitions[sex]:
        passed = np.array([phi((a - step.mean_years) / step.sd_years) for a in ages])
        reached.append(np.minimum(reached[-1], passed))
    reached.append(np.zeros_like(ages))
    for k, (mean, sd) in enumerate(PUBLISHED[sex]):
        weight = (reached[k] - reached[k + 1]) * reference
        weight /= weight.sum()
        found = float(weight @ ages)
        assert found == pytest.approx(mean, abs=0.8)
        assert math.sqrt(float(weight @ (ages - found) ** 2)) == pytest.approx(sd, abs=1.8)


def test_phases_are_probabilities_and_rise_with_age() -> None:
    for curves in DEFAULT.phases.values():
        assert (curves >= 0.0).all()
        assert curves.sum(axis=0) == pytest.approx(1.0)
        reached = np.cumsum(curves[::-1], axis=0)[::-1]
        assert (np.diff(reached, axis=1) >= -1e-12).all()
    assert DEFAULT.phases[Sex.MALE, False][0, AGES.searchsorted(10.0)] > 0.9


def test_the_further_off_the_less_it_supports() -> None:
    near_to_far = [log10_lr(years(40.0), exactly(a)) for a in (40, 45, 50, 60, 70, 80, 100)]
    assert near_to_far == sorted(near_to_far, reverse=True)
    old = [log10_lr(phase(6), exactly(a), sex=MAN) for a in (15, 20, 30, 40, 50, 60, 80)]
    assert old == sorted(old)


@given(
    st.sampled_from(AgeMethod),
    st.floats(0.0, OLDEST_YEARS),
    st.floats(0.0, 200.0),
    st.floats(0.0, 50.0),
    st.booleans(),
)
def test_no_age_excludes(
    method: AgeMethod, estimate: float, low: float, width: float, told: bool
) -> None:
    assert log10_lr(years(estimate, method), AgeAtDeath(low, low + width, told)) >= -2.0


def test_a_told_age_says_less_than_a_date_of_birth() -> None:
    child = years(8.0, AgeMethod.CHILD_TEETH)
    dated = log10_lr(child, AgeAtDeath(7.9, 8.1, told=False))
    told = log10_lr(child, AgeAtDeath(7.9, 8.1, told=True))
    assert 0.0 < told < dated


def test_without_a_sex_both_are_mixed() -> None:
    both = (DEFAULT.phases[Sex.MALE, False] + DEFAULT.phases[Sex.FEMALE, False]) / 2.0
    assert np.array_equal(DEFAULT.phases[Sex.UNKNOWN, False], both)
    child = SexEstimate(Sex.MALE, SexMethod.CHILD_SKELETON)
    one = age_lr(phase(1), child, exactly(17.0), DEFAULT)
    assert one == age_lr(phase(1), None, exactly(17.0), DEFAULT)
    assert one != age_lr(phase(1), MAN, exactly(17.0), DEFAULT)


def test_the_population_is_a_density_and_learns() -> None:
    def missing(age: int) -> AmRecord:
        return AmRecord(age_years=float(age), last_seen=LastSeen(on=date(2022, 3, 1)))

    soldiers = age_population([missing(25 + i % 10) for i in range(200)] + [AmRecord()], TABLES)
    assert soldiers.persons == 200
    for of in (DEFAULT, soldiers, age_population([missing(0)], TABLES)):
        assert np.trapezoid(of.density, AGES) == pytest.approx(1.0)
        assert (of.density > 0.0).all()
    assert np.trapezoid(soldiers.density * AGES, AGES) == pytest.approx(31.5, abs=1.0)
    # What agrees with everybody says little; a child among soldiers is told apart.
    assert log10_lr(years(30.0), exactly(30.0), soldiers) < log10_lr(years(30.0), exactly(30.0))
    child = years(8.0, AgeMethod.CHILD_TEETH)
    assert log10_lr(child, exactly(8.0), soldiers) > log10_lr(child, exactly(8.0))


def test_an_empty_file_gives_the_tables_own_ages() -> None:
    expected = np.exp(-0.5 * ((AGES - TABLES.prior_mean_years) / TABLES.prior_sd_years) ** 2)
    assert DEFAULT.density == pytest.approx(expected / np.trapezoid(expected, AGES))


def test_what_is_compared_stands_in_words() -> None:
    found = age_lr(phase(4), MAN, AgeAtDeath(30.0, 31.5, told=True), DEFAULT)
    assert found is not None
    assert found.compared == "phase 4 of the pubic symphysis; 30.0 to 31.5 years at death"


def test_an_estimate_without_a_value_is_not_compared() -> None:
    assert age_lr(AgeEstimate(AgeMethod.OTHER_ADULT), None, exactly(30.0), DEFAULT) is None


def test_impossible_estimates_are_refused() -> None:
    with pytest.raises(AgeRefused, match="an age of 500 years; allowed is from 0 to 125"):
        age_lr(years(500.0), None, exactly(30.0), DEFAULT)
    with pytest.raises(AgeRefused, match="phase 7 of the pubic symphysis; allowed are 1 to 6"):
        age_lr(phase(7), None, exactly(30.0), DEFAULT)


def test_a_known_bias_is_taken_off(tmp_path: Path) -> None:
    text = packaged_tables()["age"].decode()
    old = "child_teeth = { bias_years = 0.0"
    assert old in text
    (tmp_path / "age.toml").write_text(
        text.replace(old, "child_teeth = { bias_years = 0.6"), encoding="utf-8"
    )
    of = age_population([], load_tables(tmp_path).age)
    late = years(8.6, AgeMethod.CHILD_TEETH)
    assert log10_lr(late, exactly(8.0), of) > log10_lr(late, exactly(8.0))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[19.7, 5.1]", "[17.7, 5.1]", "transitions.men[1]: a transition before the one"),
        ("[19.7, 5.1], ", "", "transitions.men: a list of 4; allowed is a list of 5"),
        ("[19.7, 5.1]", "[19.7, 0.1]", "transitions.men[1][1]: 0.1; allowed is a finite number fr"),
        ("sd_years = 0.9", "sd_years = 0", "error.child_teeth.sd_years: 0; allowed is"),
        ("wide_factor = 2.0", "wide_factor = 0.5", "wide_factor: 0.5; allowed is"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["age"].decode()
    assert old in text
    (tmp_path / "age.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"age.toml: {message}" in str(refusal.value)


def test_all_pairs_equal_pair_by_pair() -> None:
    seen = LastSeen(on=date(2022, 3, 1))
    am: list[AmRecord | None] = [
        None,
        AmRecord(),
        AmRecord(born_on=date(1980, 3, 1), last_seen=seen),
        AmRecord(born_on=date(1990, 3, 1)),
        AmRecord(age_years=9.0, last_seen=seen),
        AmRecord(age_years=61.0),
    ]
    estimates = [
        phase(2),
        phase(5),
        years(41.0),
        years(9.0, AgeMethod.CHILD_TEETH),
        AgeEstimate(AgeMethod.APPEARANCE),
    ]
    pm: list[PmRecord | None] = [None, PmRecord()]
    pm += [
        PmRecord(age=estimate, sex=sex, recovery=recovery)
        for estimate in estimates
        for sex in SEXES
        for recovery in (None, FOUND, replace(FOUND, days_since_death=None))
    ]
    values = age_log10(pm, am, DEFAULT)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            expected = 0.0
            age = age_at_death(missing, remains.recovery, TABLES) if missing and remains else None
            if remains and remains.age and age:
                found = age_lr(remains.age, remains.sex, age, DEFAULT)
                expected = found.log10_lr if found else 0.0
            assert values[i, j] == pytest.approx(expected, abs=1e-12)
