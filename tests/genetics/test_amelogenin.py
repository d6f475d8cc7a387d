from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.genetics.amelogenin import (
    ERROR_FLOOR,
    SexEvidenceRefused,
    SexObservation,
    amelogenin,
    anthropological_sex,
    log10_lr_of_sex,
)
from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Sex

rates = st.floats(0.0, 1.0)
EPS, NULL, RECORD, MEN = 0.002, 0.03, 0.005, 0.7


def test_closed_formula_for_a_woman_recorded_as_a_man() -> None:
    """XX on remains of a man is a null Y or an error; the record may be wrong, too."""
    seen = amelogenin(("X", "X"), typing_error=EPS, null_y=NULL)
    as_man = NULL * (1 - EPS) + (1 - NULL) * EPS
    expected = ((1 - RECORD) * as_man + RECORD * (1 - EPS)) / (MEN * as_man + (1 - MEN) * (1 - EPS))
    found = log10_lr_of_sex([seen], Sex.MALE, share_of_men=MEN, record_error=RECORD)
    assert 10**found == pytest.approx(expected)


def test_nothing_observed_or_recorded_says_nothing() -> None:
    seen = amelogenin(("X", "Y"))
    assert log10_lr_of_sex([], Sex.MALE, share_of_men=MEN) == 0.0
    assert log10_lr_of_sex([seen], Sex.UNKNOWN, share_of_men=MEN) == 0.0
    assert amelogenin(("X", None)) == SexObservation(1.0, 1.0)
    assert log10_lr_of_sex([amelogenin(("X", None))], Sex.MALE, share_of_men=MEN) == 0.0


def test_a_y_allele_alone_is_a_man() -> None:
    assert amelogenin(("Y", None)) == amelogenin(("X", "Y")) == amelogenin(("Y", "X"))


@given(rates, rates, st.sampled_from([("X", "X"), ("X", "Y")]), st.booleans())
def test_probabilities_of_both_outcomes_sum_to_one(
    error: float, null: float, genotype: Genotype, men: bool
) -> None:
    other = ("X", "Y") if genotype == ("X", "X") else ("X", "X")
    one, two = (amelogenin(g, typing_error=error, null_y=null) for g in (genotype, other))
    assert one.in_men + two.in_men == pytest.approx(1.0)
    assert one.in_women + two.in_women == pytest.approx(1.0)


@given(st.lists(st.sampled_from(list(Sex)), max_size=4), st.floats(0.05, 0.95))
def test_agreeing_observations_never_exceed_one_over_the_share(
    estimates: list[Sex], share: float
) -> None:
    """One fact is not multiplied twice: the LR is bounded, however often it is observed."""
    seen = [anthropological_sex(sex, error=0.05) for sex in estimates]
    for recorded, bound in ((Sex.MALE, share), (Sex.FEMALE, 1 - share)):
        lr = log10_lr_of_sex([*seen, amelogenin(("X", "Y"))], recorded, share_of_men=share)
        assert lr <= -math.log10(bound) + 1e-12


def test_strangers_mean_of_the_lr_is_one() -> None:
    """Σ over outcomes of P(outcome | stranger) · LR = 1, for one observation and for two."""
    outcomes = [amelogenin(g, typing_error=EPS, null_y=NULL) for g in (("X", "X"), ("X", "Y"))]
    bones = [anthropological_sex(sex, error=0.1) for sex in (Sex.FEMALE, Sex.MALE)]
    total = 0.0
    for pair in product(outcomes, bones):
        weight = MEN * pair[0].in_men * pair[1].in_men
        weight += (1 - MEN) * pair[0].in_women * pair[1].in_women
        total += weight * 10 ** log10_lr_of_sex(pair, Sex.MALE, share_of_men=MEN)
    assert total == pytest.approx(1.0)


def test_no_error_rate_excludes() -> None:
    seen = amelogenin(("X", "Y"), typing_error=0.0, null_y=0.0)
    assert seen.in_women == ERROR_FLOOR
    lr = log10_lr_of_sex([seen], Sex.FEMALE, share_of_men=0.5, record_error=0.0)
    assert math.isfinite(lr)


@pytest.mark.parametrize("genotype", [("Y", "Y"), ("X", "8"), ("8", None)])
def test_other_alleles_are_refused(genotype: Genotype) -> None:
    with pytest.raises(SexEvidenceRefused, match="allowed are X,X and X,Y"):
        amelogenin(genotype)


def test_impossible_rates_are_refused() -> None:
    with pytest.raises(SexEvidenceRefused, match="share of men"):
        log10_lr_of_sex([amelogenin(("X", "X"))], Sex.MALE, share_of_men=1.0)
    with pytest.raises(SexEvidenceRefused, match="typing error"):
        amelogenin(("X", "X"), typing_error=2.0)
