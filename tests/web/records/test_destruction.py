"""A withdrawal destroys what was given; the case stays as a placeholder, and can begin again."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from antigone.evidence.records import AmRecord, PersonName
from antigone.genetics.pedigree import Sex
from antigone.web.journal.models import Entry
from antigone.web.records.assemble import HeldBack, incident_for_comparison
from antigone.web.records.consent import record_objection, withdraw_basis
from antigone.web.records.models import (
    Family,
    ImportedFile,
    LegalBasis,
    MissingPerson,
    NameIndex,
    Objection,
    Person,
    Profile,
    Remains,
)
from antigone.web.records.profiles import genotypes_of, store_genotypes
from antigone.web.records.told import index_names, seal_told, told_of
from antigone.web.sealing.keys import KeyDestroyed
from antigone.web.sealing.models import Erasure
from tests.web.conftest import Cast, ClientOf
from tests.web.page import check_page
from tests.web.records.conftest import Attest

TOLD = "Орлевич"
"""A surname of M1."""


def family(name: str = "F1") -> Family:
    return Family.objects.select_related("key").get(name=name)


def sought(number: str = "M1") -> MissingPerson:
    return MissingPerson.objects.select_related("family__key").get(number=number)


def donor(code: str = "R1") -> Person:
    return Person.objects.select_related("key", "profile").get(code=code)


def withdraw(cast: Cast, covered: Family | Person) -> None:
    record_objection(user=cast.nadia, covered=covered, reason="They asked for it.")


def family_page(client: Client) -> str:
    return client.get(family().get_absolute_url()).content.decode()


def test_what_is_given_is_sealed(imported_records: ImportedFile) -> None:
    assert told_of(sought()) is not None
    assert genotypes_of(donor())["L1"] == ["8", "9"]
    assert TOLD.encode() not in bytes(sought().record or b"")
    assert donor().profile.genotypes is None
    names = NameIndex.objects.filter(missing_person=sought())
    assert {(one.family, one.born) for one in names} >= {(TOLD, "1991-02-28")}


def test_co_04_a_family_that_withdraws_leaves_a_placeholder(
    cast: Cast, imported_records: ImportedFile, attest: Attest, client_of: ClientOf
) -> None:
    attest(imported_records)
    assert TOLD in family_page(client_of("mara"))
    withdraw(cast, family())
    assert family().is_withdrawn
    assert donor().is_withdrawn
    assert told_of(sought()) is None
    assert genotypes_of(donor()) == {}
    assert not NameIndex.objects.filter(missing_person=sought()).exists()
    record = Remains.objects.get(number="V1").record or {}
    assert [one["missing"] for one in record["tooth_opinions"]] == ["M2"]
    for who in ("mara", "oyelin", "ilse", "nadia", "tomas"):
        page = family_page(client_of(who))
        assert "This family has withdrawn" in page
        assert TOLD not in page
        assert "8, 9" not in page
    check_page(client_of("nadia").get(family().get_absolute_url()))
    listed = client_of("mara").get(
        reverse("records:missing_list", kwargs={"incident": "marel-valley"})
    )
    assert "withdrawn: content destroyed" in listed.content.decode()


def test_others_are_left_as_they_were(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    withdraw(cast, family())
    comparison = incident_for_comparison(cast.incident)
    assert comparison.dvi.missing == ("M2",)
    assert comparison.dvi.family_of("M2").profiles["R2"]["L1"] == ("12", "13")
    assert comparison.held_back == (HeldBack("F1", ("M1",), withdrawn=True),)


def test_co_04_a_donor_who_withdraws_takes_their_dna_alone(
    cast: Cast, imported_records: ImportedFile, attest: Attest, client_of: ClientOf
) -> None:
    attest(imported_records)
    withdraw(cast, donor())
    assert donor().is_withdrawn
    assert not family().is_withdrawn
    assert told_of(sought()) is not None
    assert Profile.objects.get(person=donor()).sealed == b""
    assert "withdrew: the DNA is destroyed" in family_page(client_of("mara"))


def test_co_04_the_end_of_a_basis_destroys_nothing(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    withdraw_basis(user=cast.nadia, basis=LegalBasis.objects.get(), reason="It ran out.")
    assert incident_for_comparison(cast.incident).dvi.missing == ()
    assert told_of(sought()) is not None
    attest(imported_records)
    assert incident_for_comparison(cast.incident).dvi.missing == ("M1", "M2")


def test_after_a_new_basis_it_is_told_and_typed_anew(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    withdraw(cast, family())
    with pytest.raises(KeyDestroyed):
        seal_told(sought(), AmRecord(sex=Sex.MALE))
    attest(family())
    assert not family().is_withdrawn
    assert told_of(sought()) is None
    found = incident_for_comparison(cast.incident).dvi.family_of("M1")
    assert (found.profiles, found.records) == ({}, {})
    person, told = sought(), AmRecord(names=(PersonName("Marel", "Anna"),))
    seal_told(person, told)
    person.save()
    index_names(person, told)
    store_genotypes(Person.objects.get(code="R1"), {"L1": ["8", "8"]})
    found = incident_for_comparison(cast.incident).dvi.family_of("M1")
    assert found.profiles == {"R1": {"L1": ("8", "8")}}
    assert found.records["M1"] == told
    assert NameIndex.objects.get(missing_person=person).family == "Marel"


def test_a_donor_who_withdrew_alone_stays_so_when_the_family_begins_again(
    cast: Cast, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    withdraw(cast, donor())
    withdraw(cast, family())
    attest(family())
    assert donor().is_withdrawn
    attest(donor())
    assert Person.objects.get(code="R1").key is None
    assert not Profile.objects.filter(person__code="R1").exists()


def test_the_journal_tells_what_was_destroyed_and_nothing_of_it(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    withdraw(cast, family())
    entry = Entry.objects.get(act="consent.withdrawn")
    details = json.loads(entry.details_text)
    assert details["told_destroyed"] is True
    assert details["donors_destroyed_count"] == 1
    assert TOLD not in entry.details_text
    assert {"sealing_key", "records_nameindex", "matching_run"} <= set(
        Erasure.objects.latest("pk").tables
    )


def test_co_07_the_page_says_it_before_and_asks(
    cast: Cast, imported: ImportedFile, attest: Attest, client_of: ClientOf
) -> None:
    attest(imported)
    client = client_of("nadia")
    for name, pk in (("family_withdrawal", family().pk), ("donor_withdrawal", donor().pk)):
        address = reverse(f"records:{name}", kwargs={"incident": "marel-valley", "pk": pk})
        shown = client.get(address)
        check_page(shown)
        assert "This destroys what was given, for good" in shown.content.decode()
        assert "give samples, anew" in shown.content.decode()
        refused = client.post(address, {"reason": "They asked."})
        assert refused.status_code == 422
        assert "CO-07" in refused.content.decode()
        assert "They asked." in refused.content.decode()
        check_page(refused)
    assert not Objection.objects.exists()
    assert not family().is_withdrawn
