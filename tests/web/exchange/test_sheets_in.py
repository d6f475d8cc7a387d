"""Sheets of persons sought and of remains, and PFIF: what is stored, sealed, remembered and refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from antigone.evidence.records import PersonName
from antigone.formats.column_mapping import ColumnMapping
from antigone.formats.column_mapping_json import mapping_json, read_mapping
from antigone.formats.column_mapping_proposal import propose_mapping
from antigone.formats.sheet import open_sheet
from antigone.formats.sheet_rows import SheetNotes
from antigone.web.exchange.intake import choose_columns, choose_options, receive_file, start_reading
from antigone.web.exchange.models import ImportedNotes, Intake, RememberedMapping
from antigone.web.exchange.of_sought import ABOUT
from antigone.web.exchange.provenance import notes_of_family
from antigone.web.exchange.sealed import TOLD, opened_json
from antigone.web.exchange.sheets_in import RECORDS, remembered_for
from antigone.web.exchange.told import Told, told_from
from antigone.web.records.assemble import incident_for_comparison
from antigone.web.records.consent import record_objection
from antigone.web.records.models import (
    Family,
    ImportedFile,
    MissingPerson,
    NameIndex,
    RecoveryEvent,
    Remains,
)
from antigone.web.records.told import told_of
from antigone.web.sealing.keys import unseal_json
from tests.shared_data import SHARED
from tests.web.conftest import Cast
from tests.web.exchange.conftest import Bring, read, take
from tests.web.records.conftest import Attest, attest

__all__ = ["attest"]

pytestmark = pytest.mark.django_db

PERSONS = """Number,Family,Surname,Given names,Sex,Date of birth,Enquirer,Telephone of the enquirer,Notes
AM-1,Orlevych,Orlevych,Davyd,ч,28.02.1991,Lidiya Orlevych,+380440000000,Left-handed goalkeeper
AM-2,Orlevych,Orlevych,Hanna,f,14.07.1994,Lidiya Orlevych,+380440000000,
AM-3,,Bila,Oksana,жіноча,1970-05-01,,,
"""


def bring_sheet(cast: Cast, kind: str, text: str, name: str = "", **assumed: str) -> Intake:
    """Mara adds a sheet, takes the columns as proposed, and the worker reads it."""
    content = text.encode()
    intake = receive_file(
        user=cast.mara, incident=cast.incident, name=name or f"{kind}.csv", content=content
    )
    choose_options(user=cast.mara, intake=intake, kind=kind, options={})
    sheet = open_sheet(content, intake.name, SheetNotes(intake.name))
    proposed = propose_mapping(sheet.headings, sheet.first_rows(), RECORDS[kind])
    mapping = ColumnMapping(proposed.mapping.kind, proposed.mapping.columns, assumed)
    choose_columns(user=cast.mara, intake=intake, mapping=mapping_json(mapping))
    return read(start_reading(user=cast.mara, intake=intake, kind=kind, options={}))


def told(intake: Intake) -> Told:
    return told_from(opened_json(intake, intake.told, TOLD))


def person(number: str) -> MissingPerson:
    return MissingPerson.objects.select_related("family__key", "person").get(number=number)


def test_persons_come_in_held_back(cast: Cast) -> None:
    intake = bring_sheet(cast, "persons", PERSONS)
    assert (intake.status, intake.counts) == ("read", {"new": 3}), told(intake).problems
    take(cast, intake)
    assert intake.status == "done", intake.error
    record = told_of(person("AM-1"))
    assert record is not None
    assert record.names == (PersonName("Orlevych", "Davyd"),)
    assert person("AM-1").person.sex == "M"
    compared = incident_for_comparison(cast.incident)
    assert not compared.dvi.families
    assert len(compared.held_back) == 2


def test_a_word_that_rows_have_in_common_makes_one_family_and_is_sealed(cast: Cast) -> None:
    take(cast, bring_sheet(cast, "persons", PERSONS))
    first = person("AM-1")
    assert first.family == person("AM-2").family != person("AM-3").family
    assert first.family.name == "AM-1"
    assert not Family.objects.filter(name__contains="Orlevych").exists()
    notes = ImportedNotes.objects.get(missing_person=first)
    kept: Any = unseal_json(first.family.key, notes.sealed or b"", ABOUT)
    assert ["family", "Orlevych"] in kept["notes"]
    assert ["enquirer_name", "Lidiya Orlevych"] in kept["reached"]


def test_how_the_enquirer_is_reached_is_for_few_and_goes_with_the_family(
    cast: Cast, attest: Attest
) -> None:
    intake = take(cast, bring_sheet(cast, "persons", PERSONS))
    assert intake.file is not None
    attest(intake.file)
    family = person("AM-1").family
    lines = dict(notes_of_family(family, notes=True, reached=False)[0].lines)
    assert "Left-handed goalkeeper" in lines.values()
    assert "+380440000000" not in lines.values()
    assert notes_of_family(family, notes=False, reached=True)
    record_objection(user=cast.nadia, covered=family, reason="No longer.")
    family = person("AM-1").family
    assert notes_of_family(family, notes=True, reached=True) == []
    assert not ImportedNotes.objects.filter(missing_person__family=family, sealed__isnull=False)


def test_of_a_sheet_without_headings_no_word_of_the_first_person_is_kept_plain(cast: Cast) -> None:
    """Its first row stands where headings do: what says nothing to the program is a letter."""
    _, first, *others = PERSONS.splitlines()
    content = "\n".join([first, *others]).encode()
    intake = receive_file(user=cast.mara, incident=cast.incident, name="bare.csv", content=content)
    choose_options(user=cast.mara, intake=intake, kind="persons", options={})
    sheet = open_sheet(content, intake.name, SheetNotes(intake.name))
    fields = [c.field for c in _proposed(PERSONS.encode()).columns]
    columns = zip(
        propose_mapping(sheet.headings, [], RECORDS["persons"]).mapping.columns, fields, strict=True
    )
    mapping = ColumnMapping(
        RECORDS["persons"], tuple(replace(column, field=field) for column, field in columns)
    )
    choose_columns(user=cast.mara, intake=intake, mapping=mapping_json(mapping))
    take(cast, read(start_reading(user=cast.mara, intake=intake, kind="persons", options={})))
    file = ImportedFile.objects.get(name="bare.csv")
    kept = str([RememberedMapping.objects.get().content, file.notices, file.origin.columns])
    assert not [word for word in ("Orlevych", "Davyd", "380440", "goalkeeper") if word in kept]
    again = remembered_for(read_mapping(RememberedMapping.objects.get().content), sheet.headings)
    assert again is not None
    assert again.headings == sheet.headings


def _proposed(content: bytes) -> ColumnMapping:
    sheet = open_sheet(content, "named.csv", SheetNotes("named.csv"))
    return propose_mapping(sheet.headings, sheet.first_rows(), RECORDS["persons"]).mapping


def test_the_same_rows_in_another_file_are_here_already(cast: Cast) -> None:
    take(cast, bring_sheet(cast, "persons", PERSONS))
    more = PERSONS + "AM-4,,Bila,Oksana,f,1970-05-01,,,\n"
    again = bring_sheet(cast, "persons", more.replace("Davyd", "Danylo"), "more.csv")
    assert again.counts == {"here": 2, "clash": 1, "new": 1}
    assert told(again).clashes[0][1] == "AM-1"
    assert "AM-3" in told(again).remarks[0][2]


def test_rows_without_a_number_get_one_and_are_recognised(cast: Cast) -> None:
    sheet = "Surname,Given names,Sex,Date of birth\nBila,Oksana,f,1970-05-01\n"
    take(cast, bring_sheet(cast, "persons", sheet))
    made = NameIndex.objects.get(family="Bila").missing_person
    assert made.number == f"AM-F{made.family.source_file_id}-0002"
    again = bring_sheet(cast, "persons", sheet + "\n", "again.csv")
    assert again.counts == {"here": 1}


def test_a_number_that_stands_twice_is_refused_with_both_rows(cast: Cast) -> None:
    intake = bring_sheet(cast, "persons", PERSONS + "AM-1,,Other,One,m,1970-05-01,,,\n")
    assert intake.status == "refused"
    (problem,) = told(intake).problems
    assert "2" in problem.message
    assert "5" in problem.place
    assert not intake.pieces.exists()


def test_the_columns_are_remembered_without_cells(cast: Cast) -> None:
    take(cast, bring_sheet(cast, "persons", PERSONS))
    kept = RememberedMapping.objects.get()
    assert "Orlevych" not in str(kept.content)
    assert kept.content["columns"][0]["field"] == "number"


REMAINS = """PM number,Sex,Found on,Found at,Found by,Notes
PM-1,male,2026-10-05,"Orchard, square E3",Team 2,Under a tree
PM-2,,2026-10-05,,Team 2,
"""


def test_remains_come_in_without_a_death(cast: Cast) -> None:
    intake = bring_sheet(cast, "remains", REMAINS, state="decomposed")
    assert intake.counts == {"new": 2}, told(intake).problems
    assert told(intake).remarks[0][1] == "PM-2"
    take(cast, intake)
    assert intake.status == "done", intake.error
    event = RecoveryEvent.objects.get()
    assert event.remains == Remains.objects.get(number="PM-1")
    assert (event.place, event.finder) == ("Orchard, square E3", "Team 2")
    assert len(incident_for_comparison(cast.incident).remains_held_back) == 2
    again = bring_sheet(cast, "remains", REMAINS + "\n", "again.csv", state="decomposed")
    assert again.counts == {"here": 2}


def test_pfif_brings_persons_and_no_pictures(cast: Cast, bring: Bring) -> None:
    content = (SHARED / "data" / "formats" / "pfif-1.4.xml").read_bytes()
    intake = bring("pfif", content, "pfif.xml")
    assert intake.status == "read", told(intake).problems
    take(cast, intake)
    assert intake.status == "done", intake.error
    assert MissingPerson.objects.exists()
    for notes in ImportedNotes.objects.select_related("missing_person__family__key"):
        assert notes.missing_person is not None
        kept = str(unseal_json(notes.missing_person.family.key, notes.sealed or b"", ABOUT))
        assert "profile" not in kept
        assert "photo" not in kept
