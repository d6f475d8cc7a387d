"""Genotypes of a table: whose they are, what is here already, what is never overwritten."""

from __future__ import annotations

import pytest

from antigone.web.custody.taking import code_of_donor, opened_of
from antigone.web.exchange.models import ImportedReading, Intake, IntakePiece, Origin
from antigone.web.exchange.of_dna import ABOUT
from antigone.web.exchange.sealed import TOLD, opened_json
from antigone.web.exchange.told import Told, told_from
from antigone.web.journal.models import Entry
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.consent import record_objection
from antigone.web.records.imports import AlreadyImported
from antigone.web.records.models import ImportedFile, Person, Profile, Remains
from antigone.web.records.profiles import genotypes_of
from antigone.web.sealing.models import Key
from tests.web.conftest import Cast
from tests.web.exchange.conftest import Bring, table, take
from tests.web.records.conftest import Attest

pytestmark = pytest.mark.django_db


def told(intake: Intake) -> Told:
    return told_from(opened_json(intake, intake.told, TOLD))


def remains(number: str) -> Remains:
    return Remains.objects.get(number=number)


def unread(number: str) -> Remains:
    """The remains as if they had come without DNA."""
    Profile.objects.filter(remains__number=number).delete()
    return remains(number)


def test_a_row_is_one_reading_of_remains(cast: Cast, imported: ImportedFile, bring: Bring) -> None:
    unread("V3")
    intake = bring("dna", table(("V3", "11/10", "8/8")))
    assert (intake.status, intake.counts) == ("read", {"new": 1})
    take(cast, intake)
    assert intake.status == "done"
    assert genotypes_of(remains("V3")) == {"L1": ["10", "11"], "L2": ["8", "8"]}
    reading = ImportedReading.objects.get()
    assert (reading.remains, reading.row, reading.laboratory) == (remains("V3"), 1, "Marel")
    assert reading.file == intake.file


def test_nothing_is_left_of_the_way_in(cast: Cast, imported: ImportedFile, bring: Bring) -> None:
    unread("V3")
    keys = Key.objects.count()
    intake = take(cast, bring("dna", table(("V3", "11/10", "8/8"))))
    assert not IntakePiece.objects.exists()
    assert (intake.key, intake.content, intake.told) == (None, None, None)
    assert Key.objects.count() == keys
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.actor, entry.subject) == (
        "file.imported",
        "mara",
        f"file {intake.file_id}",
    )
    assert entry.details["new_count"] == 1
    assert Origin.objects.get(file=intake.file).options["kit"] == "Kit 12"


def test_the_same_file_twice_does_nothing_twice(
    cast: Cast, imported: ImportedFile, bring: Bring
) -> None:
    unread("V3")
    content = table(("V3", "11/10", "8/8"))
    first = bring("dna", content)
    assert bring("dna", content).pk == first.pk
    take(cast, first)
    with pytest.raises(AlreadyImported):
        bring("dna", content)


def test_equal_rows_of_another_file_are_here_already(imported: ImportedFile, bring: Bring) -> None:
    v1 = genotypes_of(remains("V1"))
    row = ("V1", "/".join(v1["L1"]), "/".join(v1["L2"]))  # type: ignore[arg-type]
    assert bring("dna", table(row)).counts == {"here": 1}


def test_what_differs_is_shown_and_never_overwritten(
    cast: Cast, imported: ImportedFile, bring: Bring
) -> None:
    before = genotypes_of(remains("V1"))
    unread("V3")
    intake = bring("dna", table(("V1", "8/8", "9/13"), ("V3", "11/10", "8/8")))
    assert intake.counts == {"clash": 1, "new": 1}
    (clash,) = told(intake).clashes
    assert clash[:2] == (1, "V1")
    assert "L1" in clash[2]
    assert "L2" not in clash[2]
    take(cast, intake, leave_out=True)
    assert genotypes_of(remains("V1")) == before
    assert genotypes_of(remains("V3"))
    assert Origin.objects.get(file=intake.file).counts["clash"] == 1


def test_an_unknown_name_is_no_remains_unless_that_is_wanted(
    cast: Cast, imported: ImportedFile, bring: Bring
) -> None:
    content = table(("PM-77", "11/10", "8/8"))
    assert bring("dna", content).counts == {"clash": 1}
    take(cast, bring("dna", content, unknown="create"))
    made = remains("PM-77")
    assert (made.source_file, made.position) == (ImportedFile.objects.latest("pk"), 1)


def test_the_dna_of_a_relative_waits_for_a_basis(
    cast: Cast, imported: ImportedFile, bring: Bring, attest: Attest
) -> None:
    person = Person.objects.get(code="MX")
    code = code_of_donor(person)
    intake = bring("dna", table((code, "11/10", "8/8")))
    assert "CO-14" in told(intake).remarks[0][2]
    take(cast, intake)
    person = Person.objects.select_related("key").get(pk=person.pk)
    assert genotypes_of(person) == {"L1": ["10", "11"], "L2": ["8", "8"]}
    assert not incident_for_comparison(cast.incident).dvi.families
    attest(imported)
    compared = incident_for_comparison(cast.incident).dvi.families
    assert any("MX" in family.profiles for family in compared)


def test_who_withdraws_takes_the_imported_reading_along(
    cast: Cast, imported: ImportedFile, bring: Bring, attest: Attest
) -> None:
    attest(imported)
    person = Person.objects.get(code="MX")
    take(cast, bring("dna", table((code_of_donor(person), "11/10", "8/8"))))
    person = Person.objects.select_related("key").get(pk=person.pk)
    reading = ImportedReading.objects.get()
    assert opened_of(person, reading.sealed, ABOUT)
    record_objection(user=cast.nadia, covered=person, reason="She no longer wants it.")
    reading.refresh_from_db()
    assert reading.sealed is None
    again = bring("dna", table((person.donor_code, "11/10", "8/8"), ("V1", "9/13", "9/13")))
    assert again.counts == {"clash": 1, "here": 1}
