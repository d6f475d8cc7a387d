from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.records import AmRecord, PmRecord, SexEstimate, SexMethod
from antigone.evidence.sex import (
    SexPopulation,
    log10_lr_of_one_sex,
    sex_log10,
    sex_lr,
    sex_observation,
    sex_population,
)
from antigone.evidence.tables import load_tables, packaged_tables
from antigone.genetics.pedigree import Sex

TABLES = load_tables().sex
BOTH = (Sex.FEMALE, Sex.MALE)
SEXED = [method for method in SexMethod if method is not SexMethod.CHILD_SKELETON]
shares = st.floats(0.01, 0.99)
errors = st.floats(0.001, 0.5)
methods = st.sampled_from(SEXED)


def population(share_of_men: float = 0.5, register_error: float = 0.005) -> SexPopulation:
    return SexPopulation(share_of_men, 0, replace(TABLES, register_error=register_error))


def observed(estimate: SexEstimate, true: Sex, of: SexPopulation) -> float:
    """P(estimate | true sex), written down apart from the program."""
    t = of.tables
    if estimate.method is SexMethod.AMELOGENIN:
        e, v = t.amelogenin_error, t.null_y
        as_woman = v * (1 - e) + (1 - v) * e if true is Sex.MALE else 1 - e
        return as_woman if estimate.sex is Sex.FEMALE else 1 - as_woman
    e = t.error[estimate.method]
    return 1 - e if estimate.sex is true else e


def naive(estimate: SexEstimate, am: Sex, of: SexPopulation) -> float:
    share = {Sex.MALE: of.share_of_men, Sex.FEMALE: 1 - of.share_of_men}
    r = of.tables.register_error
    told = {s: 1 - r if s is am else r for s in BOTH}
    joint = sum(share[s] * told[s] * observed(estimate, s, of) for s in BOTH)
    alone = sum(share[s] * observed(estimate, s, of) for s in BOTH)
    return joint / (alone * sum(share[s] * told[s] for s in BOTH))


def lr(estimate: SexEstimate, am: Sex, of: SexPopulation) -> float:
    found = sex_lr(estimate, am, of)
    assert found is not None
    return float(10.0**found.log10_lr)


@given(methods, st.sampled_from(BOTH), st.sampled_from(BOTH), shares, errors)
def test_the_sum_over_both_sexes(
    method: SexMethod, pm: Sex, am: Sex, share: float, error: float
) -> None:
    of = population(share, error)
    estimate = SexEstimate(pm, method)
    assert lr(estimate, am, of) == pytest.approx(naive(estimate, am, of), rel=1e-12)


def test_without_errors_it_is_one_over_the_share() -> None:
    of = population(0.8, 1e-9)
    sure = SexEstimate(Sex.MALE, SexMethod.PELVIS)
    assert lr(sure, Sex.MALE, of) == pytest.approx(0.95 / (0.8 * 0.95 + 0.2 * 0.05), abs=1e-3)


@given(methods, st.sampled_from(BOTH), shares, errors)
def test_among_other_persons_the_mean_is_one(
    method: SexMethod, am: Sex, share: float, error: float
) -> None:
    of = population(share, error)
    expected = 0.0
    for pm in BOTH:
        estimate = SexEstimate(pm, method)
        among = sum(
            s * observed(estimate, sex, of)
            for s, sex in ((share, Sex.MALE), (1 - share, Sex.FEMALE))
        )
        expected += among * lr(estimate, am, of)
    assert expected == pytest.approx(1.0, rel=1e-12)


@given(st.sampled_from(SEXED[:-1]), st.sampled_from(BOTH), st.sampled_from(BOTH), shares, errors)
def test_women_and_men_exchanged_give_the_same(
    method: SexMethod, pm: Sex, am: Sex, share: float, error: float
) -> None:
    other = {Sex.FEMALE: Sex.MALE, Sex.MALE: Sex.FEMALE}
    one = lr(SexEstimate(pm, method), am, population(share, error))
    two = lr(SexEstimate(other[pm], method), other[am], population(1 - share, error))
    assert one == pytest.approx(two, rel=1e-12)


def test_a_better_method_says_more() -> None:
    of = population()
    ranked = [SexMethod.SKULL, SexMethod.LONG_BONE, SexMethod.PELVIS, SexMethod.BODY]
    agreeing = [lr(SexEstimate(Sex.MALE, m), Sex.MALE, of) for m in ranked]
    opposed = [lr(SexEstimate(Sex.FEMALE, m), Sex.MALE, of) for m in ranked]
    assert agreeing == sorted(agreeing)
    assert opposed == sorted(opposed, reverse=True)


@given(st.sampled_from(SEXED), st.sampled_from(BOTH), st.sampled_from(BOTH), shares)
def test_no_error_of_a_clerk_excludes(method: SexMethod, pm: Sex, am: Sex, share: float) -> None:
    # A register errs in 0.5 %: at equal shares no more than a hundredfold against.
    found = sex_lr(SexEstimate(pm, method), am, population(0.5))
    assert found is not None
    assert -2.3 < found.log10_lr < 0.31
    rare = sex_lr(SexEstimate(pm, method), am, population(share))
    assert rare is not None
    assert abs(rare.log10_lr) < 3.0


def test_what_says_nothing_is_not_compared() -> None:
    of = population()
    assert sex_lr(SexEstimate(Sex.MALE, SexMethod.CHILD_SKELETON), Sex.FEMALE, of) is None
    assert sex_lr(SexEstimate(Sex.UNKNOWN, SexMethod.BODY), Sex.FEMALE, of) is None
    assert sex_lr(SexEstimate(Sex.MALE, SexMethod.BODY), Sex.UNKNOWN, of) is None


def test_an_empty_file_gives_the_share_of_the_tables() -> None:
    assert sex_population([], TABLES).share_of_men == TABLES.share_of_men
    unknown = [AmRecord()] * 5
    assert sex_population(unknown, TABLES).persons == 0


def test_a_replaced_table_changes_the_number(tmp_path: Path) -> None:
    text = packaged_tables()["sex"].decode().replace("pelvis = 0.05", "pelvis = 0.2")
    (tmp_path / "sex.toml").write_text(text, encoding="utf-8")
    estimate = SexEstimate(Sex.FEMALE, SexMethod.PELVIS)
    ours = lr(estimate, Sex.MALE, sex_population([], TABLES))
    theirs = lr(estimate, Sex.MALE, sex_population([], load_tables(tmp_path).sex))
    assert theirs / ours == pytest.approx(4.0, rel=0.15)


def test_all_pairs_equal_pair_by_pair() -> None:
    am: list[AmRecord | None] = [None, *(AmRecord(sex=sex) for sex in Sex)]
    pm: list[PmRecord | None] = [None, PmRecord()]
    pm += [PmRecord(sex=SexEstimate(sex, method)) for sex in Sex for method in SexMethod]
    of = population(0.7)
    values = sex_log10(pm, am, of)
    assert values.shape == (len(pm), len(am))
    for i, remains in enumerate(pm):
        for j, missing in enumerate(am):
            found = None
            if remains and remains.sex and missing:
                found = sex_lr(remains.sex, missing.sex, of)
            assert values[i, j] == (found.log10_lr if found else 0.0)


def test_amelogenin_and_the_skeleton_are_one_fact() -> None:
    of = population(0.5)
    skeleton = sex_observation(SexEstimate(Sex.MALE, SexMethod.PELVIS), TABLES)
    typed = sex_observation(SexEstimate(Sex.MALE, SexMethod.AMELOGENIN), TABLES)
    assert skeleton is not None
    assert typed is not None
    single = log10_lr_of_one_sex([typed], Sex.MALE, of)
    both = log10_lr_of_one_sex([skeleton, typed], Sex.MALE, of)
    assert single < both < math.log10(2.0)
    assert log10_lr_of_one_sex([], Sex.MALE, of) == 0.0
