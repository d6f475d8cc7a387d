from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence.age_at_death import AgeAtDeath
from antigone.evidence.records import (
    AmRecord,
    Informant,
    PmRecord,
    ReportedStature,
    SexEstimate,
    SexMethod,
    StatureEstimate,
    StatureMethod,
)
from antigone.evidence.stature import (
    LEAST_SD_CM,
    MOST_SD_CM,
    StaturePopulation,
    stature_log10,
    stature_lr,
    stature_population,
)
from antigone.evidence.stature_tables import Spread, StatureTables
from antigone.evidence.table_cursor import TableError
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.genetics.pedigree import Sex

Array = NDArray[np.float64]

TABLES = load_tables()
STATURE = TABLES.stature


def population(
    records: list[AmRecord] | None = None, tables: StatureTables = STATURE, men: float = 0.5
) -> StaturePopulation:
    return stature_population(records or [], tables, TABLES.age, share_of_men=men)


DEFAULT = population()
methods, informants, sexes = (st.sampled_from(e) for e in (StatureMethod, Informant, Sex))
statures = st.floats(120.0, 215.0)


def exactly(years: float) -> AgeAtDeath:
    return AgeAtDeath(years, years, told=False)


def log10_lr(
    pm: float,
    am: float,
    *,
    method: StatureMethod = StatureMethod.LEG_BONE,
    informant: Informant = Informant.FAMILY,
    sex: Sex = Sex.MALE,
    of: StaturePopulation = DEFAULT,
    age: AgeAtDeath | None = None,
) -> float:
    found = stature_lr(StatureEstimate(pm, method), ReportedStature(am, informant), sex, of, age)
    assert found is not None
    return found.log10_lr


def normal(x: Array, spread: Spread, add: float = 0.0) -> Array:
    sd = math.hypot(spread.sd_cm, add)
    density: Array = np.exp(-0.5 * ((x - spread.mean_cm) / sd) ** 2) / (sd * math.sqrt(2 * math.pi))
    return density


def error(x: float, life: Array, spread: Spread, add: float = 0.0) -> Array:
    """P(reading | stature in life), with its wide share."""
    off = x - life
    far = replace(spread, sd_cm=spread.sd_cm * STATURE.wide_factor)
    wide = STATURE.wide_share
    return (1 - wide) * normal(off, spread, add) + wide * normal(off, far, add)


def naive(
    pm: float, am: float, method: StatureMethod, informant: Informant, sex: Sex, years: float
) -> float:
    """The same by integration over the stature in life, in steps of 0.1 cm."""
    life = np.arange(-200.0, 500.0, 0.1)
    share = DEFAULT.growing_share
    of = {Sex.MALE: (1.0, 0.0), Sex.FEMALE: (0.0, 1.0), Sex.UNKNOWN: (0.5, 0.5)}[sex]
    people = share * normal(life, STATURE.growing)
    for weight, adults in zip(of, (Sex.MALE, Sex.FEMALE), strict=True):
        people = people + (1 - share) * weight * normal(life, DEFAULT.adults[adults])
    lost = STATURE.loss_cm_per_year * max(years - STATURE.loss_after_years, 0.0)
    on_body = lost if method is StatureMethod.BODY else 0.0
    found = error(pm + on_body, life, STATURE.estimated[method])
    of_another = error(pm, life, STATURE.estimated[method])
    told = error(am + lost / 2, life, STATURE.told[informant], lost / 2)
    ratio = np.sum(people * found * told) * 0.1
    ratio /= np.sum(people * of_another) * 0.1 * np.sum(people * told) * 0.1
    return float(math.log10(STATURE.mix_up + (1 - STATURE.mix_up) * ratio))


@given(statures, statures, methods, informants, sexes, st.floats(18.0, 95.0))
def test_the_closed_sum_equals_integration_over_the_stature_in_life(
    pm: float, am: float, method: StatureMethod, informant: Informant, sex: Sex, years: float
) -> None:
    found = log10_lr(pm, am, method=method, informant=informant, sex=sex, age=exactly(years))
    assert found == pytest.approx(naive(pm, am, method, informant, sex, years), abs=1e-6)


def alone(x: float, spread: Spread, sex: Sex) -> float:
    """P(reading) of another person of that sex."""
    life = np.array([0.0])
    total = 0.0
    for share, people in (
        (1 - DEFAULT.growing_share, DEFAULT.adults[sex]),
        (DEFAULT.growing_share, STATURE.growing),
    ):
        read = Spread(spread.mean_cm + people.mean_cm, spread.sd_cm)
        wide = replace(read, sd_cm=spread.sd_cm * STATURE.wide_factor)
        for weight, part in ((1 - STATURE.wide_share, read), (STATURE.wide_share, wide)):
            total += share * weight * float(normal(life + x, part, people.sd_cm)[0])
    return total


@pytest.mark.parametrize("told", [110.0, 165.0, 178.0, 205.0])
@pytest.mark.parametrize("method", StatureMethod)
def test_over_all_estimates_the_mean_among_others_is_one(
    told: float, method: StatureMethod
) -> None:
    estimates = np.arange(-100.0, 400.0, 1.0)
    among = [alone(float(x), STATURE.estimated[method], Sex.MALE) for x in estimates]
    lrs = [10 ** log10_lr(float(x), told, method=method, age=exactly(70.0)) for x in estimates]
    assert float(np.dot(among, lrs)) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("informant", Informant)
def test_over_all_reports_the_mean_among_others_is_one(informant: Informant) -> None:
    reports = np.arange(-100.0, 400.0, 1.0)
    among = [alone(float(x), STATURE.told[informant], Sex.FEMALE) for x in reports]
    lrs = [10 ** log10_lr(170.0, float(x), informant=informant, sex=Sex.FEMALE) for x in reports]
    assert float(np.dot(among, lrs)) == pytest.approx(1.0, abs=1e-6)


@given(statures, statures)
def test_two_readings_of_equal_error_may_be_exchanged(one: float, other: float) -> None:
    same = Spread(0.0, 4.0)
    tables = replace(
        STATURE,
        estimated=dict.fromkeys(StatureMethod, same),
        told=dict.fromkeys(Informant, same),
    )
    of = population(tables=tables)
    assert log10_lr(one, other, of=of) == pytest.approx(log10_lr(other, one, of=of), abs=1e-9)


def test_men_and_women_exchanged_give_the_same() -> None:
    exchanged = replace(
        DEFAULT,
        adults={Sex.MALE: DEFAULT.adults[Sex.FEMALE], Sex.FEMALE: DEFAULT.adults[Sex.MALE]},
    )
    assert log10_lr(170.0, 172.0, sex=Sex.FEMALE) == log10_lr(170.0, 172.0, of=exchanged)


@given(st.floats(20.0, 260.0), st.floats(20.0, 260.0), methods, informants, sexes)
def test_no_stature_excludes(
    pm: float, am: float, method: StatureMethod, informant: Informant, sex: Sex
) -> None:
    assert log10_lr(pm, am, method=method, informant=informant, sex=sex) >= -2.0 - 1e-12


def test_the_further_off_the_less_it_supports() -> None:
    falling = [log10_lr(float(x), 190.0) for x in range(192, 150, -2)]
    assert falling == sorted(falling, reverse=True)


def test_a_rare_stature_and_a_surer_report_say_more() -> None:
    assert log10_lr(195.0, 196.0) > log10_lr(177.0, 178.0) > 0.0
    by_family, measured = (
        log10_lr(195.0, 195.0, informant=who) for who in (Informant.FAMILY, Informant.MEASURED)
    )
    assert measured > by_family


def test_at_srebrenica_width_estimate_and_report_differ_by_eight_to_nine_cm() -> None:
    # Komar 2003 as we read it: SD near 9 cm; ours of a leg bone against a family's word.
    own = [STATURE.estimated[StatureMethod.LEG_BONE], STATURE.told[Informant.FAMILY]]
    spread = 1 - STATURE.wide_share + STATURE.wide_share * STATURE.wide_factor**2
    assert 8.0 < math.sqrt(spread * sum(s.sd_cm**2 for s in own)) < 9.5


def test_what_old_age_takes_is_counted() -> None:
    # An old body 170 cm long was 174 cm, and 2 cm more by what a mortuary adds.
    young, old = (
        log10_lr(166.0, 174.0, method=StatureMethod.BODY, age=exactly(a)) for a in (40.0, 85.0)
    )
    assert old > young


def test_of_a_child_nothing_is_compared() -> None:
    estimate = StatureEstimate(120.0, StatureMethod.BODY)
    told = ReportedStature(121.0, Informant.FAMILY)
    assert stature_lr(estimate, told, Sex.MALE, DEFAULT, AgeAtDeath(8.0, 9.0, True)) is None
    unknown = stature_lr(estimate, told, Sex.MALE, DEFAULT)
    assert unknown is not None
    assert unknown.compared == "120 cm measured on the body; 121 cm told by the family"


def told(
    cm: float, sex: Sex, informant: Informant = Informant.MEASURED, age: float = 30.0
) -> AmRecord:
    return AmRecord(sex=sex, age_years=age, stature=ReportedStature(cm, informant))


def test_an_empty_file_gives_the_statures_of_the_tables() -> None:
    assert DEFAULT.adults == STATURE.population
    assert DEFAULT.growing_share == STATURE.growing_share
    assert DEFAULT.persons == 0


def test_statures_are_learned_by_sex_and_freed_of_bias() -> None:
    family = STATURE.told[Informant.FAMILY]
    rng = np.random.default_rng(4)
    life = rng.normal(182.0, 6.0, 2000)
    reported = life + rng.normal(family.mean_cm, family.sd_cm, 2000)
    records = [told(float(cm), Sex.MALE, Informant.FAMILY) for cm in reported]
    of = population(records)
    assert of.adults[Sex.MALE].mean_cm == pytest.approx(182.0, abs=0.4)
    assert of.adults[Sex.MALE].sd_cm == pytest.approx(6.0, abs=0.4)
    assert of.adults[Sex.FEMALE] == STATURE.population[Sex.FEMALE]


def test_children_and_extremes_do_not_narrow_or_blow_up_a_population() -> None:
    of = population([told(110.0, Sex.MALE, age=6.0)] * 20)
    assert of.adults[Sex.MALE] == STATURE.population[Sex.MALE]
    assert of.growing_share == pytest.approx((20 + 1) / 40)
    assert population([told(177.0, Sex.MALE)] * 999).adults[Sex.MALE].sd_cm == LEAST_SD_CM
    mixed = [told(90.0, Sex.MALE), told(240.0, Sex.MALE)] * 99
    assert population(mixed).adults[Sex.MALE].sd_cm == MOST_SD_CM


def test_a_replaced_table_changes_the_number(tmp_path: Path) -> None:
    text = packaged_tables()["stature"].decode()
    old = "leg_bone = { bias_cm = 0.0, sd_cm = 4.5 }"
    assert old in text
    (tmp_path / "stature.toml").write_text(
        text.replace(old, "leg_bone = { bias_cm = 0.0, sd_cm = 3.0 }"), encoding="utf-8"
    )
    sharper = population(tables=load_tables(tmp_path).stature)
    assert log10_lr(195.0, 196.0, of=sharper) > log10_lr(195.0, 196.0)
    assert log10_lr(165.0, 190.0, of=sharper) < log10_lr(165.0, 190.0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sd_cm = 4.5", "sd_cm = 0", "estimated.leg_bone.sd_cm: 0; allowed is"),
        ("small_bone", "rib", "estimated: 'small_bone' is missing; needed are body, leg_bone"),
        ("mean_cm = 177.0", "mean_cm = 1.77", "population.men.mean_cm: 1.77; allowed is a finite"),
        ("mix_up = 0.01", "mix_up = 0", "mix_up: 0; allowed is a probability above 0"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = packaged_tables()["stature"].decode()
    assert old in text
    (tmp_path / "stature.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError) as refusal:
        load_tables(tmp_path)
    assert f"stature.toml: {message}" in str(refusal.value)


def test_all_pairs_equal_pair_by_pair() -> None:
    am: list[AmRecord | None] = [None, AmRecord(), told(130.0, Sex.MALE, age=9.0)]
    am += [told(171.0, sex, who, age) for sex in Sex for who in Informant for age in (20.0, 80.0)]
    am += [AmRecord(stature=ReportedStature(168.0, Informant.DOCUMENT))]
    pm: list[PmRecord | None] = [None, PmRecord()]
    pm += [
        PmRecord(
            stature=StatureEstimate(cm, method),
            sex=None if sex is None else SexEstimate(sex, SexMethod.PELVIS),
        )
        for cm in (158.0, 186.0)
        for method in StatureMethod
        for sex in (None, *Sex)
    ]
    of = population(men=0.8)
    values = stature_log10(pm, am, of)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            expected = 0.0
            if remains and remains.stature and missing and missing.stature:
                estimated = remains.sex.sex if remains.sex else Sex.UNKNOWN
                age = None
                if missing.age_years is not None:
                    age = AgeAtDeath(missing.age_years, missing.age_years + 3.0, told=True)
                found = stature_lr(
                    remains.stature,
                    missing.stature,
                    estimated if missing.sex is Sex.UNKNOWN else missing.sex,
                    of,
                    age,
                )
                expected = found.log10_lr if found else 0.0
            assert values[i, j] == pytest.approx(expected, abs=1e-12)
