"""Rules MB-…"""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.policy import meetings as rules
from antigone.policy.board import Signer, Signing
from antigone.policy.identification import Basis
from antigone.policy.meetings import Sitting, State

ROOM = Sitting(
    members={"ilse": "Ministry", "oyelin": "Institute"},
    present=frozenset({"ilse", "oyelin", "mara"}),
    chair="ilse",
)


def test_mb_01_the_chair_may_sign() -> None:
    assert rules.mb_01_chair_may_sign(True).met
    refused = rules.mb_01_chair_may_sign(False)
    assert (refused.met, refused.message) == (
        False,
        "This person does not sign here. Choose one who may sign.",
    )


def test_mb_02_the_chair_leads() -> None:
    assert rules.mb_02_by_the_chair(by="ilse", chair="ilse").met
    refused = rules.mb_02_by_the_chair(by="oyelin", chair="ilse")
    assert not refused.met
    assert "Only the chair" in refused.message


@pytest.mark.parametrize(
    ("room", "why"),
    [
        (replace(ROOM, present=frozenset({"oyelin"})), "The chair is not entered"),
        (replace(ROOM, members={"ilse": "Ministry"}), "Two persons who may sign"),
        (replace(ROOM, members={"ilse": "A", "oyelin": "A"}), "of two agencies"),
        (replace(ROOM, members={"ilse": "A", "oyelin": ""}), "of two agencies"),
    ],
)
def test_mb_03_too_few_are_present(room: Sitting, why: str) -> None:
    found = rules.mb_03_enough_are_present(room)
    assert not found.met
    assert why in found.message


def test_mb_03_enough_are_present() -> None:
    assert rules.mb_03_enough_are_present(ROOM).met
    one_agency = replace(ROOM, members={"ilse": "A", "oyelin": "A"}, two_agencies=False)
    assert rules.mb_03_enough_are_present(one_agency).met


def test_mb_04_what_has_ended_is_not_changed() -> None:
    assert rules.mb_04_has_not_ended(State.PLANNED).met
    assert rules.mb_04_has_not_ended(State.OPEN).met
    assert "addendum" in rules.mb_04_has_not_ended(State.CLOSED).message
    assert "Plan another" in rules.mb_04_has_not_ended(State.CALLED_OFF).message
    assert not rules.mb_04_has_not_ended(State.CLOSED).met
    assert not rules.mb_04_has_not_ended(State.CALLED_OFF).met


def test_mb_05_it_is_open() -> None:
    assert [rules.mb_05_is_open(state).met for state in State] == [False, True, False, False]
    assert "not opened it yet" in rules.mb_05_is_open(State.PLANNED).message
    assert "ended" in rules.mb_05_is_open(State.CLOSED).message


def test_mb_06_it_begins_once() -> None:
    assert [rules.mb_06_is_planned(state).met for state in State] == [True, False, False, False]
    assert "before" in rules.mb_06_is_planned(State.OPEN).message


def test_mb_07_a_case_stands_on_one_agenda() -> None:
    assert rules.mb_07_on_one_agenda(waits=True, others=()).met
    assert not rules.mb_07_on_one_agenda(waits=False, others=()).met
    refused = rules.mb_07_on_one_agenda(waits=True, others=("meeting 3",))
    assert not refused.met
    assert "meeting 3" in refused.message


def test_mb_08_those_present_see_all() -> None:
    assert rules.mb_08_sees_all_cases(True).met
    refused = rules.mb_08_sees_all_cases(False)
    assert not refused.met
    assert "wait outside" in refused.message


def test_mb_09_whoever_writes_is_present() -> None:
    assert rules.mb_09_writes_who_is_present(by="mara", present={"mara"}).met
    refused = rules.mb_09_writes_who_is_present(by="mara", present={"ilse"})
    assert not refused.met
    assert "not entered as present" in refused.message


def test_mb_10_nothing_is_left_open() -> None:
    assert rules.mb_10_each_item_has_an_outcome(()).met
    refused = rules.mb_10_each_item_has_an_outcome(("V1, M1", "Next week"))
    assert not refused.met
    assert "V1, M1; Next week" in refused.message


def test_mb_11_it_is_said_in_words() -> None:
    assert rules.mb_11_words("A sentence.").met
    assert not rules.mb_11_words(" \n").met


def test_mb_12_only_closed_minutes_are_amended() -> None:
    assert [rules.mb_12_amended_after_the_close(s).met for s in State] == [
        *(False, False, True, False)
    ]


@pytest.mark.parametrize(
    ("by", "to", "chair_is_gone", "met"),
    [
        ("ilse", "oyelin", False, True),
        ("ilse", "mara", False, False),  # who does not sign
        ("oyelin", "oyelin", False, False),  # the chair is there
        ("oyelin", "oyelin", True, True),
        ("mara", "oyelin", True, False),  # nobody is made chair by others
        ("ilse", "oyelin", True, True),
    ],
)
def test_mb_13_the_chair_passes(by: str, to: str, chair_is_gone: bool, met: bool) -> None:
    gone = replace(ROOM, present=frozenset({"oyelin", "mara"}), members={"oyelin": "Institute"})
    found = rules.mb_13_takes_the_chair(by=by, to=to, sitting=gone if chair_is_gone else ROOM)
    assert found.met is met


MARA = Signer("mara", "Office", "coordinator")
OYELIN = Signer("oyelin", "Institute", "geneticist")
ILSE = Signer("ilse", "Ministry", "board_member")
ASHA = Signer("asha", "Ministry", "board_member")
HALVAR = Signer("halvar", "Medicine", "odontologist")
CASE = Signing(proposer="mara", signer=MARA, signed=(), is_open=True, has_read=False)


def test_who_of_those_present_could_sign() -> None:
    assert rules.could_sign(CASE, [MARA, OYELIN, ILSE]) == [OYELIN, ILSE]
    assert rules.could_sign(replace(CASE, signed=(OYELIN,)), [OYELIN, ILSE]) == [ILSE]
    assert rules.could_sign(replace(CASE, is_open=False), [OYELIN, ILSE]) == []


@pytest.mark.parametrize(
    ("present", "signed", "basis", "enough"),
    [
        ((MARA, OYELIN, ILSE), (), Basis.DNA, True),
        ((MARA, OYELIN), (), Basis.DNA, False),
        ((ILSE, ASHA), (), Basis.DNA, False),  # one agency, one role, no geneticist
        ((ILSE,), (OYELIN,), Basis.DNA, True),
        ((), (), Basis.DNA, False),
        ((OYELIN, ILSE), (), Basis.COMBINED, False),
        ((OYELIN, ILSE, HALVAR), (), Basis.COMBINED, True),
    ],
)
def test_whether_those_present_could_decide(
    present: tuple[Signer, ...], signed: tuple[Signer, ...], basis: Basis, enough: bool
) -> None:
    case = replace(CASE, signed=signed, basis=basis)
    assert rules.could_complete(case, present) is enough
