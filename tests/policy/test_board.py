"""Rules BO-…, each met and unmet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.policy.board import (
    COMPETENT,
    SIGNATURES_NEEDED,
    Signer,
    Signing,
    bo_06_fresh_proof,
    bo_07_reasons,
    bo_08_one_open_proposal,
    bo_09_not_decided,
    bo_10_stands,
    bo_14_breaks_explained,
    findings,
    unmet,
)
from antigone.policy.identification import Basis
from antigone.web.incidents.roles import Role

OYELIN = Signer("oyelin", "Institute of Forensic Genetics", "geneticist")
ILSE = Signer("ilse", "Ministry of Justice", "board_member")
SECOND = Signing(proposer="mara", signer=ILSE, signed=(OYELIN,), is_open=True, has_read=True)
THIRD = replace(
    SECOND,
    basis=Basis.COMBINED,
    signer=Signer("halvar", "Institute of Forensic Medicine", "odontologist"),
    signed=(ILSE, Signer("asha", "Ministry of Justice", "board_member")),
    reasons="Teeth and place agree.",
)


def codes(signing: Signing) -> list[str]:
    return [finding.code for finding in unmet(signing)]


def test_a_second_signature_meets_every_rule() -> None:
    assert codes(SECOND) == []
    assert [f.code for f in findings(SECOND)] == [
        f"BO-{n:02}" for n in (*range(1, 6), *range(11, 16))
    ]


def test_a_third_signature_meets_every_rule() -> None:
    assert codes(THIRD) == []


def test_bo_01_the_proposer_does_not_sign() -> None:
    assert codes(replace(SECOND, proposer="ilse")) == ["BO-01"]
    assert codes(replace(SECOND, proposer="ilse", signed=())) == ["BO-01"]
    assert "Three" in unmet(replace(THIRD, proposer="halvar"))[0].message


def test_bo_02_nobody_signs_twice() -> None:
    moved = Signer("oyelin", "Another agency", "board_member")
    assert codes(replace(SECOND, signer=moved)) == ["BO-02"]
    assert codes(replace(THIRD, signed=(THIRD.signer, ILSE))) == ["BO-02"]


def test_bo_03_two_agencies_sign() -> None:
    colleague = Signer("asha", "Institute of Forensic Genetics", "board_member")
    assert codes(replace(SECOND, signer=colleague)) == ["BO-03"]
    assert codes(replace(SECOND, signer=colleague, signed=())) == []
    assert codes(replace(SECOND, signer=Signer("asha", ""), signed=())) == ["BO-03"]
    assert codes(replace(SECOND, signer=colleague, two_agencies=False)) == []
    third = replace(THIRD, signed=(ILSE, OYELIN), signer=replace(OYELIN, username="asha"))
    assert codes(third) == []
    one_office = tuple(replace(one, agency="Ministry of Justice") for one in (ILSE, OYELIN))
    assert codes(replace(third, signed=one_office)) == []
    last = replace(third, signed=one_office, signer=Signer("asha", "Ministry of Justice", "x"))
    assert codes(last) == ["BO-03"]
    assert codes(replace(last, signed=one_office[:1], signer=one_office[1])) == []


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


def test_bo_11_two_roles_sign() -> None:
    same = Signer("asha", "Another agency", "geneticist")
    assert codes(replace(SECOND, signer=same)) == ["BO-11"]
    assert codes(replace(SECOND, signer=same, signed=())) == []
    board = replace(THIRD, signer=Signer("third", "Another agency", "board_member"))
    assert codes(board) == ["BO-11", "BO-12"]
    assert codes(replace(board, signed=(ILSE, OYELIN))) == []


def test_bo_12_the_last_signature_leaves_no_decision_without_a_competent_signer() -> None:
    dentist = Signer("halvar", "Institute of Forensic Medicine", "odontologist")
    refused = replace(SECOND, signed=(ILSE,), signer=dentist)
    assert codes(refused) == ["BO-12"]
    assert "geneticist" in unmet(refused)[0].message
    assert codes(replace(SECOND, signed=(ILSE,), signer=OYELIN)) == []
    assert codes(replace(SECOND, signed=(), signer=dentist)) == []
    of_three = replace(THIRD, signer=Signer("sanna", "Institute of Forensic Medicine", "mortuary"))
    assert codes(of_three) == ["BO-12"]
    assert "odontologist" in unmet(of_three)[0].message
    assert codes(replace(of_three, signed=(ILSE, dentist))) == []


def test_bo_12_names_roles_that_there_are() -> None:
    assert set().union(*COMPETENT.values()) <= set(Role.values)


def test_bo_13_nobody_signs_while_more_is_asked_for() -> None:
    asked = replace(SECOND, asked=("Ilse has asked for more (request 3)",))
    assert codes(asked) == ["BO-13"]
    assert "request 3" in unmet(asked)[0].message


def test_bo_14_an_unexplained_break_bars() -> None:
    assert bo_14_breaks_explained(()).met
    assert not bo_14_breaks_explained(("CU-03 S-0001",)).met
    broken = replace(SECOND, unexplained=("CU-03 S-0001", "CU-01 V1"))
    assert codes(broken) == ["BO-14"]
    assert "CU-03 S-0001; CU-01 V1" in unmet(broken)[0].message


def test_bo_15_three_decide_on_combined_evidence_each_with_reasons() -> None:
    assert SIGNATURES_NEEDED == {Basis.DNA: 2, Basis.COMBINED: 3}
    assert codes(replace(THIRD, reasons=" ")) == ["BO-15"]
    assert codes(replace(SECOND, reasons="")) == []
    assert not THIRD.is_last or len(THIRD.signed) == 2
    second = replace(THIRD, signed=(ILSE,), signer=replace(ILSE, username="asha"))
    assert codes(second) == []
    assert not second.is_last
