from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from antigone.policy.consent import (
    Attestation,
    Basis,
    Destroyed,
    Objection,
    Scope,
    co_01_may_be_compared,
    co_02_names_who_states_it,
    co_03_outweighs,
    co_04_destroyed,
    co_05_may_be_shown,
    co_06_kept_under_law,
    co_07_told_before,
)

NOON = datetime(2026, 11, 22, 12)
LATER = NOON + timedelta(hours=1)
BOTH = (False, True)


def test_co_01_nothing_is_compared_without_a_live_basis() -> None:
    assert not co_01_may_be_compared([], [])
    assert not co_01_may_be_compared([Basis(Scope.FILE, NOON, withdrawn_at=LATER)], [])
    assert co_01_may_be_compared([Basis(Scope.FILE, NOON)], [])


def test_co_01_one_live_basis_among_ended_ones_is_enough() -> None:
    ended = Basis(Scope.FILE, NOON, withdrawn_at=LATER)
    assert co_01_may_be_compared([ended, Basis(Scope.FAMILY, NOON)], [])


@pytest.mark.parametrize(
    ("attestation", "word"),
    [
        (Attestation("", "Officer", "consent", "", True), "full name"),
        (Attestation("Nadia", "Officer", "consent", "", True), "full name"),
        (Attestation("Nadia Sarkis", " ", "consent", "", True), "function"),
        (Attestation("Nadia Sarkis", "Officer", "hearsay", "", True), "kind"),
        (Attestation("Nadia Sarkis", "Officer", "law", " ", True), "which law"),
        (Attestation("Nadia Sarkis", "Officer", "other", "", True), "which law"),
        (Attestation("Nadia Sarkis", "Officer", "consent", "", False), "read and confirmed"),
    ],
)
def test_co_02_a_named_person_states_the_basis(attestation: Attestation, word: str) -> None:
    finding = co_02_names_who_states_it(attestation)
    assert (finding.code, finding.met) == ("CO-02", False)
    assert word in finding.message


def test_co_02_is_met_when_all_is_named() -> None:
    for kind, particulars in (("consent", ""), ("law", "Act 7"), ("other", "a court order")):
        attestation = Attestation("Nadia Sarkis", "Officer", kind, particulars, True)
        assert co_02_names_who_states_it(attestation).met


@pytest.mark.parametrize("scope", [Scope.FAMILY, Scope.DONOR])
def test_co_03_a_withdrawal_outweighs_wider_bases_even_later_ones(scope: Scope) -> None:
    objection = Objection(scope, NOON)
    assert co_03_outweighs(objection, Basis(Scope.FILE, NOON))
    assert co_03_outweighs(objection, Basis(Scope.FILE, LATER))


def test_co_03_a_withdrawal_ends_what_was_given_before() -> None:
    for scope in (Scope.DONOR, Scope.FAMILY):
        assert co_03_outweighs(Objection(Scope.FAMILY, LATER), Basis(scope, NOON))


def test_co_03_a_new_basis_of_the_same_breadth_restores() -> None:
    assert not co_03_outweighs(Objection(Scope.FAMILY, NOON), Basis(Scope.FAMILY, LATER))
    assert not co_03_outweighs(Objection(Scope.FAMILY, NOON), Basis(Scope.DONOR, LATER))


def test_co_04_a_withdrawal_destroys() -> None:
    assert co_04_destroyed(Scope.FAMILY) == Destroyed(told=True, dna=True)
    assert co_04_destroyed(Scope.DONOR) == Destroyed(told=False, dna=False)
    with pytest.raises(ValueError, match="a file does not withdraw"):
        co_04_destroyed(Scope.FILE)


def test_co_05_only_who_is_covered_and_sought_is_shown() -> None:
    shown = {(c, a): co_05_may_be_shown(covered=c, alive=a) for c in BOTH for a in BOTH}
    assert [key for key, may in shown.items() if may] == [(True, False)]


def test_co_06_a_live_law_keeps_evidence() -> None:
    law = Basis(Scope.FILE, NOON, kind="law")
    assert co_06_kept_under_law([Basis(Scope.FAMILY, NOON), law])
    assert not co_06_kept_under_law([Basis(Scope.FAMILY, NOON), Basis(Scope.FILE, NOON)])
    assert not co_06_kept_under_law([Basis(Scope.FILE, NOON, withdrawn_at=LATER, kind="law")])


def test_co_07_the_destruction_is_confirmed() -> None:
    assert co_07_told_before(confirmed=True).met
    finding = co_07_told_before(confirmed=False)
    assert (finding.code, finding.met) == ("CO-07", False)
    assert "does not come back" in finding.message
