"""Rules ID-…, each met and unmet."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.policy.combined import CombinedEvidence, id_12_combined_evidence, written
from antigone.policy.identification import (
    LEAST_POSTERIOR,
    Basis,
    Evidence,
    ThresholdRefused,
    findings,
    least_posterior,
    unmet,
)

GOOD = Evidence(
    remains="V1",
    missing_person="M1",
    log10_lr=14.2,
    posterior=0.9998,
    error=0.0,
    prior="flat over all assignments that sex allows",
    threshold=LEAST_POSTERIOR,
    family="Orlevych",
    family_consistent=True,
)


def codes(evidence: Evidence) -> list[str]:
    return [finding.code for finding in unmet(evidence)]


def test_a_good_case_meets_every_rule() -> None:
    assert codes(GOOD) == []
    assert [f.code for f in findings(GOOD)] == [
        f"ID-{n:02}" for n in (*range(1, 10), 11, 13, 14, 15)
    ]


@pytest.mark.parametrize(
    ("posterior", "expected"),
    [(0.9995, []), (math.nextafter(0.9995, 0), ["ID-01"]), (None, ["ID-01"]), (0.0, ["ID-01"])],
)
def test_id_01_needs_the_least_posterior(posterior: float | None, expected: list[str]) -> None:
    assert codes(replace(GOOD, posterior=posterior)) == expected


def test_id_01_follows_a_raised_threshold() -> None:
    assert codes(replace(GOOD, threshold=least_posterior(0.99999))) == ["ID-01"]
    message = unmet(replace(GOOD, threshold=0.99999))[0].message
    assert "0.999800" in message
    assert "0.99999 is needed" in message


def test_id_01_refuses_a_posterior_that_pairings_of_a_file_limit() -> None:
    assert codes(replace(GOOD, dna_only=False)) == ["ID-01"]
    assert "DNA alone" in unmet(replace(GOOD, dna_only=False))[0].message


def test_id_02_refuses_an_approximation() -> None:
    assert codes(replace(GOOD, error=None)) == ["ID-02"]


@pytest.mark.parametrize("prior", ["", " \n"])
def test_id_03_needs_a_stated_prior(prior: str) -> None:
    assert codes(replace(GOOD, prior=prior)) == ["ID-03"]


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (replace(GOOD, log10_lr=None), "sexes differ"),
        (replace(GOOD, log10_lr=-math.inf), "DNA excludes"),
        (replace(GOOD, exclusions=("exclusion 3",)), "exclusion 3"),
    ],
)
def test_id_04_refuses_what_is_excluded(evidence: Evidence, words: str) -> None:
    assert codes(evidence) == ["ID-04"]
    assert words in unmet(evidence)[0].message


def test_id_05_refuses_an_inconsistent_family() -> None:
    evidence = replace(GOOD, family_consistent=False)
    assert codes(evidence) == ["ID-05"]
    assert "Orlevych" in unmet(evidence)[0].message


def test_id_06_refuses_a_contradiction() -> None:
    evidence = replace(GOOD, contradictions=("V1 is identified as M2",))
    assert codes(evidence) == ["ID-06"]
    assert unmet(evidence)[0].message.startswith("V1 is identified as M2.")


def test_id_07_refuses_stale_inputs() -> None:
    assert codes(replace(GOOD, inputs_current=False)) == ["ID-07"]


def test_id_08_names_the_group_that_is_open() -> None:
    group = "V2, V3 are M2, M3 in either order"
    evidence = replace(GOOD, posterior=0.4999, ambiguities=(group,))
    assert codes(evidence) == ["ID-01", "ID-08"]
    assert group in unmet(evidence)[1].message


def test_id_09_refuses_without_a_legal_basis() -> None:
    assert codes(replace(GOOD, legal_basis=False)) == ["ID-09"]


@pytest.mark.parametrize("lower", [0.9, math.nextafter(LEAST_POSTERIOR, 0), 1.0, math.nan, -1.0])
def test_id_10_the_threshold_is_never_lowered(lower: float) -> None:
    with pytest.raises(ThresholdRefused, match="never be lowered"):
        least_posterior(lower)


def test_id_10_the_threshold_may_be_raised() -> None:
    assert least_posterior() == least_posterior(LEAST_POSTERIOR) == 0.9995
    assert least_posterior(0.99999) == 0.99999


def test_hindrances_stand_first() -> None:
    shown = findings(replace(GOOD, error=None, legal_basis=False))
    assert [f.met for f in shown] == [False] * 2 + [True] * 11


@given(st.floats(0.0, 1.0))
def test_a_posterior_is_never_written_as_more_than_it_is(posterior: float) -> None:
    text = written(posterior)
    if text.startswith(">"):
        assert posterior > 0.999999
    elif not text.startswith("<"):
        assert float(text) <= posterior < float(text) + 1.000001e-6
        assert float(text) < 1.0


def test_id_02_takes_a_proved_error_off() -> None:
    assert codes(replace(GOOD, error=1e-4)) == []
    assert codes(replace(GOOD, error=4e-4)) == ["ID-01"]
    found = {f.code: f for f in findings(replace(GOOD, error=1e-4))}
    assert "1.0e-04" in found["ID-02"].message
    assert "0.999700" in found["ID-01"].message


@pytest.mark.parametrize(
    ("posterior", "expected"),
    [(None, []), (0.9999, []), (0.9995, []), (0.9994, ["ID-11"]), (0.0, ["ID-11"])],
)
def test_id_11_all_evidence_must_not_speak_against(
    posterior: float | None, expected: list[str]
) -> None:
    assert codes(replace(GOOD, combined_posterior=posterior)) == expected


def test_id_11_never_stands_in_for_a_primary_identifier() -> None:
    assert codes(replace(GOOD, posterior=0.9, combined_posterior=0.999999)) == ["ID-01"]


@pytest.mark.parametrize(("other", "expected"), [(-1.9, []), (-2.0, ["ID-11"]), (3.0, [])])
def test_id_11_what_contradicts_the_dna_is_looked_into(other: float, expected: list[str]) -> None:
    evidence = replace(GOOD, combined_posterior=0.99999, other_log10_lr=other)
    assert codes(evidence) == expected


ENOUGH = CombinedEvidence(0.9999, 0.9997, 4.2, None, 1.5, LEAST_POSTERIOR)


@pytest.mark.parametrize(
    ("evidence", "met"),
    [
        (ENOUGH, True),
        (replace(ENOUGH, posterior=0.999), False),
        (replace(ENOUGH, posterior_at_lower_odds=0.999), False),
        (replace(ENOUGH, dna_log10_lr=2.9), False),
        (replace(ENOUGH, dna_log10_lr=0.1, teeth_log10_lr=3.0), True),
        (replace(ENOUGH, dna_log10_lr=-0.1, teeth_log10_lr=6.0), False),
        (replace(ENOUGH, teeth_log10_lr=-0.1), False),
        (replace(ENOUGH, other_log10_lr=-2.0), False),
        (replace(ENOUGH, dna_log10_lr=-math.inf, teeth_log10_lr=9.0), False),
    ],
)
def test_id_12_needs_a_primary_identifier_beside_the_rest(
    evidence: CombinedEvidence, met: bool
) -> None:
    finding = id_12_combined_evidence(evidence)
    assert finding.code == "ID-12"
    assert finding.met is met
    assert "log10 LR 3" in finding.message


def test_id_13_refuses_what_the_run_assumed() -> None:
    evidence = replace(GOOD, posterior=1.0, assumed=("The run takes as given that V1 is M1.",))
    assert codes(evidence) == ["ID-13"]
    message = unmet(evidence)[0].message
    assert message.startswith("The run takes as given that V1 is M1. Propose from a run")


TOGETHER = replace(
    GOOD,
    log10_lr=4.2,
    posterior=0.6,
    basis=Basis.COMBINED,
    combined_posterior=0.9999,
    combined_error=0.0,
    combined_at_lower_odds=0.9997,
    other_log10_lr=4.0,
)


def test_id_12_stands_in_for_a_primary_identifier_by_itself() -> None:
    assert codes(TOGETHER) == []
    assert codes(replace(TOGETHER, basis=Basis.DNA)) == ["ID-01"]
    assert {f.code for f in findings(TOGETHER)} == {
        f"ID-{n:02}" for n in (*range(2, 10), 12, 13, 14, 15)
    }


@pytest.mark.parametrize(
    "weaker",
    [
        {"combined_posterior": None, "other_log10_lr": None},
        {"combined_at_lower_odds": None},
        {"combined_at_lower_odds": 0.999},
        {"combined_posterior": 0.999},
        {"log10_lr": 2.9},
        {"teeth_log10_lr": -0.1},
        {"other_log10_lr": -2.0},
        {"dna_only": False},
    ],
)
def test_id_12_refuses_weaker_evidence(weaker: dict[str, object]) -> None:
    assert codes(replace(TOGETHER, **weaker)) == ["ID-12"]  # type: ignore[arg-type]


def test_id_12_teeth_may_be_the_primary_identifier() -> None:
    assert codes(replace(TOGETHER, log10_lr=0.5, teeth_log10_lr=3.5)) == []


def test_id_02_looks_at_the_posterior_on_which_it_rests() -> None:
    assert codes(replace(TOGETHER, combined_error=None)) == ["ID-02"]
    assert codes(replace(TOGETHER, error=None)) == []
    assert codes(replace(GOOD, combined_error=None)) == []


def test_id_04_no_combined_evidence_passes_over_an_exclusion_by_dna() -> None:
    assert codes(replace(TOGETHER, log10_lr=-math.inf, teeth_log10_lr=9.0)) == ["ID-04", "ID-12"]


def test_id_14_refuses_a_family_under_suspicion() -> None:
    refused = replace(GOOD, suspicious=True)
    assert codes(refused) == ["ID-14"]
    message = unmet(refused)[0].message
    assert "Orlevych" in message
    assert "father" not in message
    assert codes(replace(TOGETHER, suspicious=True)) == ["ID-14"]


def test_id_15_refuses_two_bodies() -> None:
    refused = replace(GOOD, apart=("V4 is identified as M1, and V1 is a whole body.",))
    assert codes(refused) == ["ID-15"]
    assert unmet(refused)[0].message == "V4 is identified as M1, and V1 is a whole body."
