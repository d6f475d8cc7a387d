"""Rules BO-…, each met and unmet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.policy.board import (
    Signer,
    Signing,
    bo_06_fresh_proof,
    bo_07_reasons,
    bo_08_one_open_proposal,
    bo_09_not_decided,
    bo_10_stands,
    findings,
    unmet,
)

SECOND = Signing(
    proposer="mara",
    signer=Signer("ilse", "Ministry of Justice"),
    signed=(Signer("oyelin", "Institute of Forensic Genetics"),),
    is_open=True,
    has_read=True,
)


def codes(signing: Signing) -> list[str]:
    return [finding.code for finding in unmet(signing)]


def test_a_second_signature_meets_every_rule() -> None:
    assert codes(SECOND) == []
    assert [f.code for f in findings(SECOND)] == [f"BO-0{n}" for n in range(1, 6)]


def test_bo_01_the_proposer_does_not_sign() -> None:
    assert codes(replace(SECOND, proposer="ilse")) == ["BO-01"]
    assert codes(replace(SECOND, proposer="ilse", signed=())) == ["BO-01"]


def test_bo_02_nobody_signs_twice() -> None:
    moved = Signer("oyelin", "Another agency")
    assert codes(replace(SECOND, signer=moved)) == ["BO-02"]


def test_bo_03_two_agencies_sign() -> None:
    colleague = Signer("asha", "Institute of Forensic Genetics")
    assert codes(replace(SECOND, signer=colleague)) == ["BO-03"]
    assert codes(replace(SECOND, signer=colleague, signed=())) == []
    assert codes(replace(SECOND, signer=Signer("asha", ""), signed=())) == ["BO-03"]
    assert codes(replace(SECOND, signer=colleague, two_agencies=False)) == []


def test_bo_04_only_an_open_proposal_is_signed() -> None:
    assert codes(replace(SECOND, is_open=False)) == ["BO-04"]


def test_bo_05_the_signer_has_read_the_evidence() -> None:
    assert codes(replace(SECOND, has_read=False)) == ["BO-05"]


def test_bo_06_each_signature_needs_fresh_proof() -> None:
    assert bo_06_fresh_proof(True, True).met
    assert "password" in bo_06_fresh_proof(False, True).message
    assert "code" in bo_06_fresh_proof(True, False).message
    assert not bo_06_fresh_proof(False, True).met
    assert not bo_06_fresh_proof(True, False).met


@pytest.mark.parametrize(
    ("reasons", "met"), [("", False), (" \n\t", False), ("Two brothers.", True)]
)
def test_bo_07_reasons_are_given(reasons: str, met: bool) -> None:
    assert bo_07_reasons(reasons).met == met


def test_bo_08_one_open_proposal_at_a_time() -> None:
    assert bo_08_one_open_proposal(()).met
    refused = bo_08_one_open_proposal(("proposal 4 (V1, M2)",))
    assert not refused.met
    assert "proposal 4 (V1, M2)" in refused.message


def test_bo_09_a_decided_pair_is_not_excluded() -> None:
    assert bo_09_not_decided(()).met
    assert bo_09_not_decided(("V1 is M1",)).message.startswith("V1 is M1.")
    assert not bo_09_not_decided(("V1 is M1",)).met


def test_bo_10_only_what_stands_is_reopened() -> None:
    assert bo_10_stands(True).met
    assert not bo_10_stands(False).met
