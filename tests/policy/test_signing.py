from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.policy import signing as rules

KEY_ID = "66687aadf862bd776c8fc18b8e9f8e20"
MET = rules.Comparison(
    compared_by="ilse",
    owner="oyelin",
    password_set_by="console",
    may_sign=True,
    may_manage=False,
    typed="6668 7AAD:f862-bd77 6c8f c18b 8e9f 8e20",
    key_id=KEY_ID,
    is_open=True,
)


def unmet(comparison: rules.Comparison) -> list[str]:
    return [finding.code for finding in rules.findings(comparison) if not finding.met]


def test_a_comparison_that_meets_all_rules() -> None:
    assert unmet(MET) == []
    assert all(finding.met for finding in rules.before(MET))


def test_si_01_only_the_signers_password_opens_the_key() -> None:
    assert rules.si_01_opened_by_the_signer(True).met
    refused = rules.si_01_opened_by_the_signer(False)
    assert not refused.met
    assert "Give the key up" in refused.message


def test_si_02_a_key_that_waits_signs_nothing() -> None:
    assert rules.si_02_compared(False).met
    refused = rules.si_02_compared(True)
    assert not refused.met
    assert "face to face" in refused.message


def test_si_03_neither_the_owner_nor_who_set_the_password_compares() -> None:
    own = replace(MET, compared_by="oyelin")
    assert unmet(own) == ["SI-03"]
    assert "your own key" in rules.si_03_another_person(own).message
    setter = replace(MET, compared_by="console")
    assert unmet(setter) == ["SI-03"]
    assert "You set" in rules.si_03_another_person(setter).message


@pytest.mark.parametrize(
    ("may_sign", "may_manage", "met"),
    [(True, False, True), (False, True, True), (False, False, False)],
)
def test_si_04_who_compares_signs_or_manages(may_sign: bool, may_manage: bool, met: bool) -> None:
    asked = replace(MET, may_sign=may_sign, may_manage=may_manage)
    assert rules.si_04_signs_or_manages(asked).met is met
    assert unmet(asked) == ([] if met else ["SI-04"])


@pytest.mark.parametrize("typed", ["", KEY_ID[:-1], KEY_ID[:-1] + "1", KEY_ID + "0"])
def test_si_05_the_id_is_typed_as_it_is(typed: str) -> None:
    assert unmet(replace(MET, typed=typed)) == ["SI-05"]


def test_si_05_a_key_is_compared_once() -> None:
    refused = rules.si_05_as_read_out(replace(MET, is_open=False))
    assert not refused.met
    assert "compared before" in refused.message
