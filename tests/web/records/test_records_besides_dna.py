"""Records besides DNA: kept as they came, compared only on a legal basis, shown to those who need them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from antigone.evidence.records import AmRecord
from antigone.formats.dvi_json import read_dvi_json, write_dvi_json
from antigone.genetics.pedigree import Sex
from antigone.provenance import fingerprint
from antigone.web.board.evidence import inputs_are_current
from antigone.web.journal.models import Entry
from antigone.web.matching.frozen import read_frozen
from antigone.web.matching.runs import start_run
from antigone.web.records.assemble import NoLongerCovered, incident_for_comparison, insist_on_basis
from antigone.web.records.consent import record_objection
from antigone.web.records.imports import ImportRefused, upload_file
from antigone.web.records.models import Family, ImportedFile, MissingPerson, Remains
from antigone.web.records.told import seal_told
from tests.web.conftest import Cast
from tests.web.page import check_page
from tests.web.records.conftest import Attest, Document, as_file, bring_in, data_set, with_records

ClientOf = Callable[[str], Client]

OF_THE_DEAD = "АВ 123456"
"""A number read from what was found with V1."""
OF_THE_FAMILY = "Сокіл"
"""What M1 was called."""


@pytest.fixture
def withdraw(cast: Cast) -> Callable[[], None]:
    """The family of M1 withdraws."""

    def act() -> None:
        family = Family.objects.get(name="F1")
        record_objection(user=cast.nadia, covered=family, reason="They asked for it.")

    return act


def remains_page(client_of: ClientOf, who: str, number: str = "V1") -> str:
    url = reverse("records:remains", kwargs={"incident": "marel-valley", "number": number})
    return client_of(who).get(url).content.decode()


def family_page(client_of: ClientOf, who: str, name: str = "F1") -> str:
    pk = Family.objects.get(name=name).pk
    url = reverse("records:family", kwargs={"incident": "marel-valley", "pk": pk})
    return client_of(who).get(url).content.decode()


def test_records_survive_the_database(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    read = read_dvi_json(as_file(with_records(data_set())), "small.json")
    dvi = incident_for_comparison(cast.incident).dvi
    assert dvi.remains == read.remains
    assert dvi.families == read.families
    assert write_dvi_json(dvi) == write_dvi_json(read)


def test_without_records_there_are_none(cast: Cast, imported: ImportedFile) -> None:
    assert not Remains.objects.exclude(record=None).exists()
    assert not MissingPerson.objects.exclude(record=None).exists()


def test_a_fault_in_a_record_refuses_the_file(cast: Cast, data: Document) -> None:
    document = with_records(data)
    document["families"][0]["records"]["M1"]["teeth"]["teeth"]["16"] = "gold"
    with pytest.raises(ImportRefused) as refused:
        bring_in(cast, document)
    (problem,) = refused.value.problems
    assert problem.place == "families[0].records.M1.teeth.teeth.16"


def test_the_journal_holds_nothing_of_a_record(imported_records: ImportedFile) -> None:
    assert OF_THE_DEAD not in Entry.objects.get().details_text
    assert OF_THE_FAMILY not in Entry.objects.get().details_text


def test_co_01_a_record_is_not_compared_without_a_legal_basis(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(Family.objects.get(name="F2"))
    dvi = incident_for_comparison(cast.incident).dvi
    assert [family.name for family in dvi.families] == ["F2"]
    assert OF_THE_FAMILY not in write_dvi_json(dvi).decode()
    record = dvi.remains[0].record
    assert record is not None
    # An opinion on M1 rests on what the family of M1 gave.
    assert [opinion.missing for opinion in record.tooth_opinions] == ["M2"]


def test_a_run_freezes_the_records_and_knows_when_they_are_stale(
    cast: Cast, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    run = start_run(user=cast.mara, incident=cast.incident)
    frozen = read_frozen(run)
    dvi = frozen.dvi
    assert dvi == incident_for_comparison(cast.incident).dvi
    assert dvi.families[0].records["M1"].names[1].family == OF_THE_FAMILY
    assert fingerprint(frozen.content, bytes(run.frozen_input.salt)) == run.inputs_fingerprint
    assert inputs_are_current(run)
    person = MissingPerson.objects.get(number="M1")
    seal_told(person, AmRecord(sex=Sex.MALE))
    person.save()
    assert not inputs_are_current(run)


def test_co_03_a_withdrawal_ends_the_use_of_frozen_records(
    cast: Cast, imported_records: ImportedFile, attest: Attest, withdraw: Callable[[], None]
) -> None:
    attest(imported_records)
    frozen = incident_for_comparison(cast.incident).dvi
    insist_on_basis(cast.incident, frozen.families)
    withdraw()
    told_only = [replace(family, profiles={}) for family in frozen.families]
    with pytest.raises(NoLongerCovered):
        insist_on_basis(cast.incident, told_only)
    assert OF_THE_FAMILY not in write_dvi_json(incident_for_comparison(cast.incident).dvi).decode()


def test_the_page_of_remains_tells_their_record_in_words(
    client_of: ClientOf, imported_records: ImportedFile
) -> None:
    page = remains_page(client_of, "mara")
    for words in (
        "skeletal",
        "by the pelvis",
        "phase 3 of six",
        "174.5\N{NO-BREAK SPACE}cm",
        "from a bone of the leg",
        "Charted by two examiners; Interpol-like codes",
        "9\N{NO-BREAK SPACE}October 2026",
        "Tooth 16: metal filling, mesial, occlusal, distal",
        "missing; may also mean: lost after death",
        "tattoo, plant, “Мама”",
        "serial number SN-4471",
        "in a pocket; red cover",
        OF_THE_DEAD,
        "20 to 90 days before",
        "none seen",
    ):
        assert words in page, words


def test_the_page_of_a_family_tells_what_it_told(
    client_of: ClientOf, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    page = family_page(client_of, "nadia")
    for words in (
        "What is told of",
        "Орлевич, Давид Павлович",
        "Call sign",
        "28\N{NO-BREAK SPACE}February 1991",
        "told by the family",
        "WinID codes",
        "metal filling, mesial, occlusal",
        "gold; inscription л. 2013",
        "none, as told",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("who", "remains", "family"),
    [
        ("mara", True, True),
        ("oyelin", True, True),
        ("ilse", True, True),
        ("nadia", False, True),
        ("tomas", False, False),
    ],
)
def test_records_are_shown_to_those_who_need_them(
    client_of: ClientOf,
    imported_records: ImportedFile,
    attest: Attest,
    who: str,
    remains: bool,
    family: bool,
) -> None:
    attest(imported_records)
    of_remains, of_family = remains_page(client_of, who), family_page(client_of, who)
    assert (OF_THE_DEAD in of_remains) is remains
    assert ("Recorded; shown to: " in of_remains) is not remains
    assert (OF_THE_FAMILY in of_family) is family
    assert ("It is shown to: " in of_family) is not family


def test_what_a_family_told_is_shut_while_no_basis_covers_it(
    client_of: ClientOf,
    imported_records: ImportedFile,
    attest: Attest,
    withdraw: Callable[[], None],
) -> None:
    assert OF_THE_FAMILY not in family_page(client_of, "mara")
    assert "It is not shown while no live legal basis covers" in family_page(client_of, "mara")
    attest(imported_records)
    assert OF_THE_FAMILY in family_page(client_of, "mara")
    withdraw()
    assert OF_THE_FAMILY not in family_page(client_of, "mara")


def test_pages_say_where_nothing_is_recorded(
    client_of: ClientOf, imported: ImportedFile, attest: Attest
) -> None:
    attest(imported)
    assert "Nothing that could be compared is recorded yet." in remains_page(client_of, "mara")
    assert "Nothing besides DNA is recorded." in family_page(client_of, "mara")


def test_pages_with_records_keep_the_rules(
    client_of: ClientOf, imported_records: ImportedFile, attest: Attest
) -> None:
    attest(imported_records)
    family = Family.objects.get(name="F1").pk
    for name, kwargs in (("remains", {"number": "V1"}), ("family", {"pk": family})):
        url = reverse(f"records:{name}", kwargs={"incident": "marel-valley", **kwargs})
        check_page(client_of("mara").get(url))


def test_texts_of_a_record_are_shown_as_text(cast: Cast, client_of: ClientOf) -> None:
    document = with_records(data_set())
    document["victims"][0]["record"]["marks"][0]["text"] = "<script>alert(1)</script>"
    document["victims"][0]["record"]["items"][0]["names"] = ["<b>bold</b>"]
    bring_in(cast, document)
    page = remains_page(client_of, "mara")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>bold" not in page


def test_the_preview_says_of_whom_more_is_told_than_dna(
    client_of: ClientOf, cast: Cast, data: Document
) -> None:
    pending = upload_file(
        user=cast.mara, incident=cast.incident, name="a.json", content=as_file(with_records(data))
    )
    url = reverse("records:preview", kwargs={"incident": "marel-valley", "pk": pending.pk})
    page = client_of("mara").get(url).content.decode()
    assert page.count("<td>recorded</td>") == 2
    assert page.count("Of 1 person sought more is told than DNA.") == 2
