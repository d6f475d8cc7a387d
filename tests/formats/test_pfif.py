from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import antigone
from antigone.evidence.records import AmRecord, PersonName
from antigone.formats.pfif import ContactRole, PfifContact, PfifFile, PfifStatus
from antigone.formats.pfif_reading import read_pfif
from antigone.formats.problems import FormatError
from antigone.genetics.pedigree import Sex
from tests.shared_data import shared

SOURCES = Path(antigone.__file__).parent

PERSON = """<pfif:person>
<pfif:person_record_id>example.org/p1</pfif:person_record_id>
<pfif:entry_date>2026-10-01T00:00:00Z</pfif:entry_date>
<pfif:author_name>Olha</pfif:author_name>
<pfif:author_email>olha@example.org</pfif:author_email>
<pfif:source_name>Red Cross</pfif:source_name>
<pfif:source_date>2026-10-01T00:00:00Z</pfif:source_date>
<pfif:source_url>http://example.org/p1</pfif:source_url>
<pfif:full_name>Ivan Koval</pfif:full_name>
<pfif:given_name>Ivan</pfif:given_name>
<pfif:family_name>Koval</pfif:family_name>
<pfif:alternate_names>Vanya
Iwan Kowal</pfif:alternate_names>
<pfif:sex>male</pfif:sex>
<pfif:date_of_birth>1980-02-29</pfif:date_of_birth>
<pfif:home_city>Izium</pfif:home_city>
<pfif:photo_url>http://example.org/SECRET.jpg</pfif:photo_url>
<pfif:profile_urls>http://example.org/SECRET-1
http://example.org/SECRET-2</pfif:profile_urls>
</pfif:person>
"""
NOTE = """<pfif:note>
<pfif:note_record_id>example.org/n1</pfif:note_record_id>
<pfif:person_record_id>example.org/p1</pfif:person_record_id>
<pfif:author_name>Petro</pfif:author_name>
<pfif:source_date>2026-10-02T00:00:00Z</pfif:source_date>
<pfif:status>believed_alive</pfif:status>
<pfif:phone_of_found_person>+380</pfif:phone_of_found_person>
<pfif:text>Seen at http://example.org/shelter</pfif:text>
<pfif:photo_url>http://example.org/SECRET-3.jpg</pfif:photo_url>
</pfif:note>
"""
OLD = """<pfif:person>
<pfif:person_record_id>example.org/p2</pfif:person_record_id>
<pfif:first_name>Anna</pfif:first_name>
<pfif:last_name>Bondar</pfif:last_name>
<pfif:home_zip>64300</pfif:home_zip>
<pfif:other>description:
    Scar on the chin.
    Red coat.
photo_url: http://example.org/SECRET.jpg
blood: AB</pfif:other>
<pfif:note>
<pfif:note_record_id>example.org/n2</pfif:note_record_id>
<pfif:found>true</pfif:found>
<pfif:text>Spoke to her.</pfif:text>
</pfif:note>
</pfif:person>
"""


def document(body: str, version: str = "1.4") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/'
        f'{version}">\n{body}</pfif:pfif>\n'
    ).encode()


def read(body: str, version: str = "1.4") -> PfifFile:
    return read_pfif(document(body, version), "x.xml")


def test_a_person_becomes_a_record_of_a_missing_person() -> None:
    (person,) = read(PERSON).persons
    assert person.am_record == AmRecord(
        sex=Sex.MALE,
        born_on=date(1980, 2, 29),
        names=(
            PersonName("Koval", "Ivan"),
            PersonName("", "Vanya", kind="alias"),
            PersonName("", "Iwan Kowal", kind="alias"),
        ),
    )
    assert person.texts == {
        "home_city": "Izium",
        "source_name": "Red Cross",
        "source_url": "http://example.org/p1",
        "source_date": "2026-10-01T00:00:00Z",
    }
    assert person.line == 3


def test_photographs_and_addresses_of_profiles_are_nowhere_in_the_result() -> None:
    found = read(PERSON + NOTE)
    assert "SECRET" not in repr(found)
    assert "Addresses of photographs and profiles were left out: 4." in found.notices
    assert "SECRET" not in repr(read(OLD, "1.2"))


def test_contacts_stand_apart_from_the_record() -> None:
    found = read(PERSON + NOTE)
    assert found.contacts == (
        PfifContact("example.org/p1", ContactRole.AUTHOR, "Olha", "olha@example.org"),
        PfifContact("example.org/n1", ContactRole.NOTE_AUTHOR, "Petro"),
        PfifContact("example.org/n1", ContactRole.FOUND_PERSON, phone="+380"),
    )
    for secret in ("Olha", "olha@", "Petro", "+380"):
        assert secret not in repr(found.persons)


def test_a_note_that_says_alive_gives_a_notice_and_no_state() -> None:
    (person,) = read(PERSON + NOTE).persons
    assert person.notes[0].status is PfifStatus.BELIEVED_ALIVE
    assert person.notes[0].text == "Seen at http://example.org/shelter"
    assert person.am_record == read(PERSON).persons[0].am_record
    for status in ("believed_alive", "is_note_author"):
        found = read(PERSON + NOTE.replace("believed_alive", status))
        assert any("ask before anything else" in notice for notice in found.notices)
    dead = read(PERSON + NOTE.replace("believed_alive", "believed_dead"))
    assert any("hearsay" in notice for notice in dead.notices)
    told = read(PERSON + NOTE.replace("believed_alive", "believed_missing")).notices
    assert not any("Note" in notice for notice in told)


def test_versions_before_the_last_are_read_with_their_own_names() -> None:
    (person,) = read(OLD, "1.1").persons
    assert person.names == (PersonName("Bondar", "Anna"),)
    assert person.description == "Scar on the chin.\nRed coat."
    assert person.other == "blood: AB"
    assert person.home == {"postal_code": "64300"}
    assert person.notes[0].person_record_id == "example.org/p2"
    assert person.notes[0].says_alive


def test_the_published_example_is_read() -> None:
    data = shared("data", "formats", "pfif-1.4.xml").read_bytes()
    found = read_pfif(data, "pfif-1.4.xml")
    (person,) = found.persons
    assert person.names[0] == PersonName("_test_family_name", "_test_given_name")
    assert (person.born, person.age, person.sex) == ("1970-01", (35, 45), Sex.FEMALE)
    assert person.home["city"] == "_test_home_city"
    assert (person.am_record.born_on, person.am_record.age_years) == (None, None)
    assert (person.texts["date_of_birth"], person.texts["age"]) == ("1970-01", "35-45")
    assert len(person.notes) == 4
    assert "photo" not in repr(found.persons)
    assert "profile" not in repr(found.persons)


def test_an_age_counts_where_it_is_one_number_and_no_birthday_is_known() -> None:
    old = PERSON.replace(
        "<pfif:date_of_birth>1980-02-29</pfif:date_of_birth>", "<pfif:age>46</pfif:age>"
    )
    assert read(old).persons[0].am_record.age_years == 46.0


def test_records_that_say_nothing_any_more_are_left_out() -> None:
    empty = (
        "<pfif:person><pfif:person_record_id>example.org/p9</pfif:person_record_id>"
        "<pfif:expiry_date>2026-01-01T00:00:00Z</pfif:expiry_date></pfif:person>"
    )
    found = read(PERSON + empty)
    assert len(found.persons) == 1
    assert "Records that have expired and say nothing any more were left out: 1." in found.notices
    kept = PERSON.replace("entry_date", "expiry_date")
    assert any("must not be kept beyond 2026-10-01" in n for n in read(kept).notices)


def test_notes_about_nobody_in_the_file_stay_loose() -> None:
    found = read(PERSON + NOTE.replace("example.org/p1", "example.org/p7"))
    assert found.persons[0].notes == ()
    assert found.loose_notes[0].person_record_id == "example.org/p7"


BAD = [
    (
        "zesty.ca/pfif/1.4",
        "zesty.ca/pfif/2.0",
        "allowed is pfif of http://zesty.ca/pfif/1.1 to 1.4",
    ),
    ("<pfif:sex>male", "<pfif:sex>man", "allowed are female, male, other"),
    ("1980-02-29", "29.02.1980", "allowed are a year, month or day as 1970"),
    ("1980-02-29", "1981-02-29", "date_of_birth: found '1981-02-29'"),
    ("2026-10-01T00:00:00Z</pfif:entry", "yesterday</pfif:entry", "entry_date: found 'yesterday'"),
    ("example.org/p1</pfif:person_record_id>", "</pfif:person_record_id>", "is empty"),
    ("<pfif:sex>male</pfif:sex>", "<pfif:age>45-35</pfif:age>", "allowed are years as 35 or 35-45"),
    ("<pfif:sex>male</pfif:sex>", "<pfif:home_city>A</pfif:home_city>", "home_city stands twice"),
    ("believed_alive", "alive", "allowed are information_sought"),
    (
        "example.org/p1</pfif:person_record_id>\n<pfif:author",
        "</pfif:person_record_id>\n<pfif:author",
        "missing",
    ),
    ("<pfif:note>", "<pfif:report>", "mismatched tag"),
    ("Koval</pfif:full", f"{'x' * 300}</pfif:full", "full_name has too long a line"),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_fault_is_refused_with_line_and_field(old: str, new: str, words: str) -> None:
    text = document(PERSON + NOTE).decode()
    assert old in text
    with pytest.raises(FormatError) as caught:
        read_pfif(text.replace(old, new, 1).encode(), "x.xml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.xml: line ")


def test_doubled_records_and_foreign_elements_are_refused() -> None:
    for body, words in (
        (PERSON + PERSON, "stands in line 3 too"),
        (NOTE + NOTE, "stands in line 3 too"),
        ("<a/>", "allowed are person and note"),
        ("", "at least one is needed"),
        (
            OLD.replace(
                "<pfif:found>", "<pfif:person_record_id>x</pfif:person_record_id><pfif:found>"
            ),
            "but the note stands in record",
        ),
    ):
        with pytest.raises(FormatError, match=words):
            read(body)


MAKING = ("write", "export", "dump", "make", "render", "serialise", "xml_of", "encoded")


def test_nothing_writes_the_format() -> None:
    for path in SOURCES.rglob("*.py"):
        for name in re.findall(r"^\s*(?:async )?def (\w+)", path.read_text("utf-8"), re.MULTILINE):
            if "pfif" in name.lower() or path.stem.startswith("pfif"):
                assert not any(word in name.lower() for word in MAKING), (path.name, name)


def test_what_reads_the_format_gives_no_bytes() -> None:
    modules = [*SOURCES.glob("formats/pfif*.py")]
    assert len(modules) == 3
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                assert "bytes" not in ast.unparse(node.returns)


def test_only_the_reader_knows_the_namespace() -> None:
    knowing = {
        path.stem
        for path in SOURCES.rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".html", ".xml", ".txt", ".toml"}
        and "zesty" in path.read_text(encoding="utf-8")
    }
    assert knowing == {"pfif_reading"}
