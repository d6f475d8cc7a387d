"""Legal bases: what has none, or was withdrawn, does not reach the comparison."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from antigone.formats.dvi_json import write_dvi_json
from antigone.web.journal.models import Entry
from antigone.web.records.assemble import HeldBack, incident_for_comparison
from antigone.web.records.consent import (
    BasisRefused,
    NotCovered,
    record_basis,
    record_objection,
    withdraw_basis,
)
from antigone.web.records.models import Family, ImportedFile, LegalBasis, Objection, Person
from tests.web.conftest import Cast
from tests.web.records.conftest import STATED, Attest


def missing_of(cast: Cast) -> tuple[str, ...]:
    return incident_for_comparison(cast.incident).dvi.missing


def test_co_01_without_a_basis_nobody_is_compared(cast: Cast, imported: ImportedFile) -> None:
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.families == ()
    assert [r.id for r in comparison.dvi.remains] == ["V1", "V2", "V3"]
    assert comparison.held_back == (HeldBack("F1", ("M1",)), HeldBack("F2", ("M2",)))
    assert b"R1" not in write_dvi_json(comparison.dvi)


def test_co_01_a_basis_for_the_file_covers_its_families(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.missing == ("M1", "M2")
    assert comparison.held_back == ()


def test_co_01_a_basis_for_one_family_covers_no_other(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(Family.objects.get(name="F2"))
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.missing == ("M2",)
    assert comparison.held_back == (HeldBack("F1", ("M1",)),)


def test_co_01_a_donor_alone_does_not_bring_the_missing_person_in(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(Person.objects.get(code="R1"))
    assert missing_of(cast) == ()


def test_co_01_a_withdrawn_basis_ends_at_once(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="asked to")
    assert missing_of(cast) == ()
    with pytest.raises(NotCovered):
        withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="again")


def test_co_03_a_family_that_withdraws_outweighs_the_file(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    family = Family.objects.get(name="F1")
    record_objection(user=cast.nadia, covered=family, reason="asked to")
    assert missing_of(cast) == ("M2",)
    attest(imported)
    assert missing_of(cast) == ("M2",)
    attest(family)
    assert missing_of(cast) == ("M1", "M2")


def test_co_03_a_donor_who_withdraws_stays_in_the_pedigree_untyped(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    donor = Person.objects.get(code="R1")
    record_objection(user=cast.nadia, covered=donor, reason="asked to")
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.family_of("M1").profiles == {}
    assert "R1" in comparison.dvi.family_of("M1").pedigree.by_id
    assert comparison.held_back == (HeldBack("F1", donor="R1", withdrawn=True),)
    attest(donor)
    assert incident_for_comparison(cast.incident).held_back == ()


def test_co_02_an_unnamed_statement_stores_nothing(cast: Cast, imported: ImportedFile) -> None:
    entries = Entry.objects.count()
    with pytest.raises(BasisRefused) as refused:
        record_basis(
            user=cast.nadia,
            covered=imported,
            attestation=replace(STATED, given_by="Nadia"),
            statement="I state it.",
        )
    assert refused.value.finding.code == "CO-02"
    assert not LegalBasis.objects.exists()
    assert Entry.objects.count() == entries


def test_the_journal_names_who_answers_for_a_file_but_no_one_of_a_family(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    attest(Family.objects.get(name="F1"))
    for_file, for_family = Entry.objects.filter(act="basis.recorded")
    assert for_file.details["given_by"] == "Nadia Sarkis"
    assert set(for_family.details) == {"basis", "kind"}
    assert "F1" not in for_family.subject


@pytest.mark.parametrize("name", ["oyelin", "ilse", "tomas", "piet"])
def test_it_requires_the_right_to_attest(
    cast: Cast, imported: ImportedFile, attest: Attest, name: str
) -> None:
    attest(imported)
    basis, user = LegalBasis.objects.get(), getattr(cast, name)
    family = Family.objects.get(name="F1")
    with pytest.raises(PermissionDenied):
        record_basis(user=user, covered=imported, attestation=STATED, statement="I state it.")
    with pytest.raises(PermissionDenied):
        withdraw_basis(user=user, basis=basis, reason="no")
    with pytest.raises(PermissionDenied):
        record_objection(user=user, covered=family, reason="no")
    basis.refresh_from_db()
    assert basis.withdrawn_at is None
    assert not Objection.objects.exists()
