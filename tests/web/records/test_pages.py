"""Pages of records: what they show to whom, and what their forms do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from antigone.web.records.models import (
    Family,
    ImportedFile,
    LegalBasis,
    Objection,
    PendingUpload,
    Person,
    Remains,
)
from tests.web.conftest import Cast
from tests.web.records.conftest import Attest, Document, as_file, bring_in, renamed

ClientOf = Callable[[str], Client]

STATED = {
    "kind": "law",
    "particulars": "Missing Persons Act, article 7",
    "given_by": "Nadia Sarkis",
    "function": "Family liaison officer",
    "confirmed": "on",
}


def url(name: str, **kwargs: object) -> str:
    return reverse(f"records:{name}", kwargs={"incident": "marel-valley", **kwargs})


ADD = "/i/marel-valley/files/add/"


def send(client: Client, content: bytes, name: str = "small.json") -> object:
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", ["remains_list", "missing_list", "files"])
def test_lists_say_what_will_fill_them(client_of: ClientOf, name: str) -> None:
    page = client_of("tomas").get(url(name))
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


@pytest.mark.parametrize("who", ["mara", "oyelin", "ilse", "nadia", "tomas"])
def test_members_see_all_pages(client_of: ClientOf, imported: ImportedFile, who: str) -> None:
    client = client_of(who)
    for address in (
        url("remains_list"),
        url("remains", number="V1"),
        url("missing_list"),
        url("family", pk=Family.objects.get(name="F1").pk),
        url("files"),
        url("file", pk=imported.pk),
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(("who", "sees"), [("mara", True), ("oyelin", True), ("ilse", False)])
def test_alleles_are_shown_to_those_who_work_with_them(
    client_of: ClientOf, imported: ImportedFile, who: str, sees: bool
) -> None:
    family = Family.objects.get(name="F1")
    for address in (url("remains", number="V1"), url("family", pk=family.pk)):
        shown = client_of(who).get(address).content.decode()
        assert ("9, 13" in shown or "8, 9" in shown) is sees


def test_what_is_held_back_says_so_and_what_will_change_that(
    client_of: ClientOf, imported: ImportedFile, attest: Attest
) -> None:
    family = Family.objects.get(name="F1")
    addresses = (url("missing_list"), url("family", pk=family.pk), url("file", pk=imported.pk))
    for address in addresses:
        page = client_of("nadia").get(address).content.decode()
        assert "held back: no legal basis" in page
        assert "CO-01" in page
    attest(imported)
    for address in addresses:
        assert "held back: no legal basis" not in client_of("nadia").get(address).content.decode()


def test_the_pedigree_is_drawn(client_of: ClientOf, imported: ImportedFile) -> None:
    family = Family.objects.get(name="F1")
    page = client_of("tomas").get(url("family", pk=family.pk)).content.decode()
    assert "Pedigree of 3 persons in 2 generations. Typed: R1. Sought: M1." in page


def test_lists_filter(client_of: ClientOf, imported: ImportedFile) -> None:
    client = client_of("mara")
    page = client.get(url("remains_list"), {"q": "V2"}).content.decode()
    assert ">V2<" in page
    assert ">V3<" not in page
    assert "None fits" in client.get(url("remains_list"), {"lacking": "dna"}).content.decode()
    assert ">M1<" not in client.get(url("missing_list"), {"q": "F2"}).content.decode()


def test_numbers_with_a_slash_have_a_page(
    client_of: ClientOf, imported: ImportedFile, cast: Cast
) -> None:
    for number in ("12/3 a", "..", "ÄÖ?#%2F"):
        Remains.objects.create(
            incident=cast.incident, number=number, sex="U", source_file=imported, position=9
        )
        assert client_of("mara").get(url("remains", number=number)).status_code == 200


def test_upload_look_confirm(client_of: ClientOf, data: Document) -> None:
    client = client_of("mara")
    sent = client.post(ADD, {"file": SimpleUploadedFile("a.json", as_file(data))})
    pending = PendingUpload.objects.get()
    assert sent.headers["Location"] == url("preview", pk=pending.pk)
    shown = client.get(url("preview", pk=pending.pk)).content.decode()
    for word in ("V1", "M2", "F1", "L12", "3 remains", "2 persons sought", "<svg"):
        assert word in shown
    assert not ImportedFile.objects.exists()
    confirmed = client.post(url("confirm", pk=pending.pk))
    assert confirmed.headers["Location"] == url("file", pk=ImportedFile.objects.get().pk)
    assert client.get(confirmed.headers["Location"]).status_code == 200


def test_an_upload_can_be_discarded(client_of: ClientOf, data: Document) -> None:
    client = client_of("mara")
    send(client, as_file(data))
    client.post(url("discard", pk=PendingUpload.objects.get().pk))
    assert not PendingUpload.objects.exists()
    assert not ImportedFile.objects.exists()


def test_an_upload_is_seen_by_its_uploader_alone(
    client_of: ClientOf, cast: Cast, data: Document
) -> None:
    send(client_of("mara"), as_file(data))
    pending = PendingUpload.objects.get()
    cast.incident.memberships.filter(user=cast.oyelin).update(role="coordinator")
    for address in (url("preview", pk=pending.pk),):
        assert client_of("oyelin").get(address).status_code == 404
    for name in ("confirm", "discard"):
        assert client_of("oyelin").post(url(name, pk=pending.pk)).status_code == 404
    assert PendingUpload.objects.exists()


def test_bad_input_lists_each_place_and_stores_nothing(client_of: ClientOf, data: Document) -> None:
    data["genotypes"]["V1"]["L1"] = ["9", "99"]
    data["families"][0]["pedigree"][2]["father"] = "nobody"
    page = send(client_of("mara"), as_file(data))
    assert page.status_code == 422  # type: ignore[attr-defined]
    shown = page.content.decode()  # type: ignore[attr-defined]
    assert "genotypes.V1.L1" in shown
    assert "nobody" in shown
    assert not PendingUpload.objects.exists()


def test_an_empty_file_is_refused_in_words(client_of: ClientOf) -> None:
    page = send(client_of("mara"), b"")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "the file is empty" in page.content.decode()  # type: ignore[attr-defined]


def test_a_file_above_the_limit_is_refused_in_words(client_of: ClientOf) -> None:
    page = send(client_of("mara"), bytes(64 * 1024 * 1024 + 1))
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "allowed are 64 MiB" in page.content.decode()  # type: ignore[attr-defined]
    assert not PendingUpload.objects.exists()


def test_the_same_file_again_says_so(
    client_of: ClientOf, data: Document, imported: ImportedFile
) -> None:
    client = client_of("mara")
    again = send(client, as_file(data))
    assert again.headers["Location"] == url("file", pk=imported.pk)  # type: ignore[attr-defined]
    assert "Nothing was done a second time" in client.get(url("files")).content.decode()


@pytest.mark.parametrize("who", ["oyelin", "ilse", "nadia", "tomas"])
def test_importing_requires_its_right(client_of: ClientOf, data: Document, who: str) -> None:
    assert client_of(who).get(ADD).status_code == 403
    assert send(client_of(who), as_file(data)).status_code == 403  # type: ignore[attr-defined]


def test_a_basis_is_recorded_with_the_statement_as_shown(
    client_of: ClientOf, imported: ImportedFile
) -> None:
    client, address = client_of("nadia"), url("file_basis", pk=imported.pk)
    shown = client.get(address).content.decode()
    assert client.post(address, STATED).status_code == 302
    basis = LegalBasis.objects.get()
    assert basis.statement in shown
    assert (basis.kind, basis.given_by) == ("law", "Nadia Sarkis")


@pytest.mark.parametrize(
    "lacking", [{"confirmed": ""}, {"given_by": "Nadia"}, {"particulars": ""}, {"kind": ""}]
)
def test_co_02_an_incomplete_statement_is_refused(
    client_of: ClientOf, imported: ImportedFile, lacking: dict[str, str]
) -> None:
    page = client_of("nadia").post(url("file_basis", pk=imported.pk), {**STATED, **lacking})
    assert page.status_code == 422
    assert not LegalBasis.objects.exists()


def test_families_and_donors_have_bases_of_their_own(
    client_of: ClientOf, imported: ImportedFile
) -> None:
    family, donor = Family.objects.get(name="F1"), Person.objects.get(code="R1")
    client = client_of("nadia")
    for name, pk in (("family_basis", family.pk), ("donor_basis", donor.pk)):
        assert client.get(url(name, pk=pk)).status_code == 200
        back = client.post(url(name, pk=pk), STATED)
        assert back.headers["Location"] == url("family", pk=family.pk)
    assert LegalBasis.objects.count() == 2
    assert client.get(url("family", pk=family.pk)).status_code == 200
    untyped = Person.objects.get(code="MX")
    assert client.get(url("donor_basis", pk=untyped.pk)).status_code == 404


def test_withdrawing(client_of: ClientOf, imported: ImportedFile, attest: Attest) -> None:
    attest(imported)
    client, basis = client_of("nadia"), LegalBasis.objects.get()
    family, donor = Family.objects.get(name="F1"), Person.objects.get(code="R1")
    for name, pk in (
        ("donor_withdrawal", donor.pk),
        ("family_withdrawal", family.pk),
        ("basis_withdrawal", basis.pk),
    ):
        assert client.get(url(name, pk=pk)).status_code == 200
        known = {} if name == "basis_withdrawal" else {"confirmed": "on"}
        assert client.post(url(name, pk=pk), {"reason": ""} | known).status_code == 422
        assert client.post(url(name, pk=pk), {"reason": "asked"} | known).status_code == 302
    assert Objection.objects.count() == 2
    basis.refresh_from_db()
    assert basis.withdrawal_reason == "asked"
    page = client.get(url("family", pk=family.pk)).content.decode()
    assert "The family withdrew" in page
    assert "R1 withdrew" in page
    assert client.get(url("file", pk=imported.pk)).status_code == 200


@pytest.mark.parametrize("who", ["oyelin", "ilse", "tomas"])
def test_attesting_requires_its_right(
    client_of: ClientOf, imported: ImportedFile, attest: Attest, who: str
) -> None:
    attest(imported)
    family, donor = Family.objects.get(name="F1"), Person.objects.get(code="R1")
    for name, pk in (
        ("file_basis", imported.pk),
        ("family_basis", family.pk),
        ("donor_basis", donor.pk),
        ("family_withdrawal", family.pk),
        ("donor_withdrawal", donor.pk),
        ("basis_withdrawal", LegalBasis.objects.get().pk),
    ):
        assert client_of(who).get(url(name, pk=pk)).status_code == 403
        assert client_of(who).post(url(name, pk=pk), STATED).status_code == 403


def test_records_of_another_incident_are_not_found(
    client_of: ClientOf, cast: Cast, imported: ImportedFile
) -> None:
    from antigone.web.incidents.models import Incident, Membership

    other = Incident.objects.create(slug="other", name="Other", begun_on=cast.incident.begun_on)
    Membership.objects.create(user=cast.mara, incident=other, role="coordinator")
    family = Family.objects.get(name="F1")
    for name, kwargs in (
        ("remains", {"number": "V1"}),
        ("family", {"pk": family.pk}),
        ("file", {"pk": imported.pk}),
        ("file_basis", {"pk": imported.pk}),
    ):
        address = reverse(f"records:{name}", kwargs={"incident": "other", **kwargs})
        assert client_of("mara").get(address).status_code == 404, name


def test_longer_lists_ask_the_database_no_more(
    client_of: ClientOf, cast: Cast, data: Document, imported: ImportedFile
) -> None:
    client = client_of("mara")
    addresses = [url(name) for name in ("remains_list", "missing_list", "files")]
    before = [queries_of(client, address) for address in addresses]
    bring_in(cast, renamed(data), "other.json")
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) <= 28


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
