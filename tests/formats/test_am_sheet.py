"""Rows of a spreadsheet as missing persons: what is taken, what is kept as words, what is refused."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from antigone.evidence.records import (
    AmRecord,
    Informant,
    LastSeen,
    Mark,
    MarkKind,
    OwnedItem,
    PersonName,
    Place,
    Region,
    ReportedStature,
)
from antigone.formats.am_sheet import AmRow, Contact, read_am_rows
from antigone.formats.column_mapping import ColumnMapping, MappedColumn, faults_of
from antigone.formats.problems import FormatError
from antigone.formats.sheet_drafts import Note
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_rows import SheetNotes
from antigone.formats.sheet_values import DateOrder, LengthUnit
from antigone.genetics.pedigree import Sex
from antigone.words import Said
from tests.formats.sheets import rows_of


def mapping(*columns: MappedColumn | str, **assumed: str) -> ColumnMapping:
    """Columns that are headed as their fields are called, or as given."""
    mapped = (MappedColumn(c, c) if isinstance(c, str) else c for c in columns)
    found = ColumnMapping(RecordKind.AM, tuple(mapped), assumed)
    assert faults_of(found, found.headings) == ()
    return found


def read(of: ColumnMapping, *rows: tuple[str, ...]) -> tuple[list[AmRow], SheetNotes]:
    notes = SheetNotes("list.csv")
    return list(read_am_rows(rows_of(*rows), of, notes)), notes


def refused(of: ColumnMapping, *rows: tuple[str, ...]) -> list[str]:
    _, notes = read(of, *rows)
    with pytest.raises(FormatError) as refusal:
        notes.refuse_if_any()
    for problem in refusal.value.problems:
        assert isinstance(problem.message, Said)
        assert isinstance(problem.place, Said) or "more problems" in problem.message
    return [str(problem) for problem in refusal.value.problems]


def test_a_full_row() -> None:
    of = mapping(
        *("number", "family", "surname", "given_name", "patronymic", "call_sign", "sex"),
        MappedColumn("Born", "born_on", date_order=DateOrder.DAY_FIRST),
        MappedColumn("Height (m)", "stature_cm", unit=LengthUnit.M),
        *("eyes", "tattoos", "passport", "last_seen_on", "last_seen_place", "coordinates"),
        *("enquirer_name", "relation", "contact_phone", "blood_group"),
        MappedColumn("Extra"),
        stature_informant="document",
    )
    cells = (
        *("M-1", "F-1", "Орлевич", "Давид", "Павлович", "Сокіл", "чол"),
        *("03.04.1990", "1,78", "карі", "left arm, plant", "АВ 123456", "2024-05-06", "the bridge"),
        *("48.1, 37.4", "Olena", "mother", "+380 50", "A+", "left out"),
    )
    found, notes = read(of, cells)
    assert found == [
        AmRow(
            2,
            "M-1",
            "F-1",
            AmRecord(
                sex=Sex.MALE,
                born_on=date(1990, 4, 3),
                stature=ReportedStature(178.0, Informant.DOCUMENT),
                traits={"eyes": "brown"},
                marks=(Mark(MarkKind.TATTOO, Region.LEFT_ARM, "plant"),),
                items=(OwnedItem("passport", ("АВ 123456",)),),
                names=(
                    PersonName("Орлевич", "Давид", "Павлович"),
                    PersonName("Сокіл", kind="call_sign"),
                ),
                last_seen=LastSeen(date(2024, 5, 6), Place(48.1, 37.4)),
            ),
            "the bridge",
            Contact("Olena", "mother", "+380 50"),
            (Note("blood_group", "A+"),),
        )
    ]
    assert (found[0].sex, found[0].place) == (Sex.MALE, "row 2")
    assert notes.notices == ()
    assert of.left_out == ("Extra",)


def test_a_record_has_no_place_for_an_enquirer() -> None:
    of = mapping("surname", "enquirer_name", "contact_phone", "contact_email", "contact_words")
    (row,), _ = read(of, ("Doe", "SECRET NAME", "SECRET PHONE", "SECRET MAIL", "SECRET"))
    assert "SECRET" not in repr(row.record) + repr(row.notes) + row.last_seen_place
    assert row.contact == Contact("SECRET NAME", "", "SECRET PHONE", "SECRET MAIL", "", "SECRET")
    assert {f.name for f in fields(Contact)}.isdisjoint({f.name for f in fields(AmRecord)})


def test_every_problem_is_told_with_row_column_value_and_what_is_allowed() -> None:
    of = mapping(
        "number",
        "sex",
        MappedColumn("Born", "born_on"),
        MappedColumn("Height (cm)", "stature_cm"),
    )
    told = refused(
        of,
        ("M-1", "perhaps", "03.04.1990", "1.78"),
        ("M-2", "f", "1990-04-03", "170"),
        ("M-2", "f", "x", "tall"),
        ("*", "f", "", ""),
    )
    assert told == [
        "list.csv: row 2, column B (sex): 'perhaps' is not known here; allowed are F, M, U, or their "
        "words in six languages",
        "list.csv: row 2, column C (Born): '03.04.1990' can be two days; state for this column whether "
        "day or month comes first",
        "list.csv: row 2, column D (Height (cm)): '1.78' would be 1.78 cm; allowed are 20 to 260 cm. "
        "Is the unit of the column right?",
        "list.csv: row 4, column C (Born): 'x' is no day; allowed is a day such as 2026-10-09",
        "list.csv: row 4, column D (Height (cm)): 'tall' is no height; allowed is a number, with or "
        "without unit",
        "list.csv: row 4: the number 'M-2' stands in row 3 already; each may stand once",
        "list.csv: row 5, column A (number): '*' is no number of a record; allowed are up to 100 "
        "characters",
    ]


def test_a_doubled_number_is_found_across_pieces() -> None:
    notes = SheetNotes("list.csv")
    of = mapping("number", "sex")
    list(read_am_rows(rows_of(("M-1", "m")), of, notes))
    list(read_am_rows(rows_of(("x", "m"), ("M-1", "f"))[1:], of, notes))
    assert notes.problems.count == 1


def test_problems_beyond_the_limit_are_counted() -> None:
    told = refused(mapping("sex"), *[("perhaps",)] * 60)
    assert len(told) == 51
    assert told[-1] == "list.csv: and 10 more problems"


def test_a_person_corrects_values_and_lets_others_stay_as_notes() -> None:
    of = mapping(
        MappedColumn("Age", "age_years", {"~40": "40", "adult": ""}, keep_unreadable=True),
        MappedColumn("Sex", "sex", {"хл.": "M"}),
    )
    found, notes = read(of, ("~40", "хл."), ("adult", "ч"), ("thirty or so", "ж"))
    assert [row.record.age_years for row in found] == [40.0, None, None]
    assert [row.sex for row in found] == [Sex.MALE, Sex.MALE, Sex.FEMALE]
    assert found[2].notes == (Note("age_years", "thirty or so"),)
    assert notes.notices == ("Age: what could not be read is kept as a note. Rows: 1; first: 4.",)


def test_cells_that_say_nothing() -> None:
    of = mapping("surname", "given_name", "sex", "eyes", "marks", "medical", "tattoos")
    found, _ = read(
        of,
        ("Na", "?", "н/д", "unknown", "none", "немає", "none"),
        ("Doe", "-", "не відомо", "", "", "", ""),
        ("?", "-", "", "", "", "", ""),
    )
    assert [row.record.names for row in found] == [(PersonName("Na"),), (PersonName("Doe"),)]
    assert (found[0].record.marks, found[0].record.medical) == ((), ())
    assert (found[1].record.marks, found[1].record.medical) == (None, None)
    assert found[0].notes == (Note("tattoos", "none"),)
    assert found[0].record.traits == {}


def test_rows_in_which_nothing_is_read_are_left_out_and_said() -> None:
    found, notes = read(mapping("surname", MappedColumn("Other")), ("", "x"), ("Doe", ""))
    assert [row.row for row in found] == [3]
    assert notes.notices == (
        "Rows in which no column that is read has a value were left out. Rows: 1; first: 2.",
    )


def test_a_year_of_birth_gives_an_age_where_the_day_last_seen_is_known() -> None:
    of = mapping("born_on", "birth_year", "last_seen_on")
    found, notes = read(
        of, ("", "1990", "2024-06-30"), ("1990", "", "2024-07-01"), ("1990", "", "")
    )
    assert [row.record.age_years for row in found] == [33.0, 34.0, None]
    assert all(row.record.born_on is None for row in found)
    assert all(row.notes == (Note("birth_year", "1990"),) for row in found)
    assert len(notes.notices) == 2
    assert "has two years of birth: 1990, 1991" in refused(of, ("1990-01-01", "1991", ""))[0]


def test_a_time_of_day_is_kept_as_a_note() -> None:
    found, _ = read(mapping("last_seen_on"), ("2024-05-06 14:30",), ("2024-05-06 00:00:00",))
    assert [row.record.last_seen for row in found] == [LastSeen(date(2024, 5, 6))] * 2
    assert [row.notes for row in found] == [(Note("last_seen_on", "2024-05-06 14:30"),), ()]


def test_days_that_cannot_follow_each_other() -> None:
    told = refused(mapping("born_on", "last_seen_on"), ("2024-05-06", "2024-05-05"))
    assert told == ["list.csv: row 2: was last seen before the day of birth"]


def test_places() -> None:
    of = mapping("latitude", "longitude", "within_km")
    found, notes = read(of, ("48,1", "37.4", "5"), ("0", "0", ""))
    assert found[0].record.last_seen == LastSeen(None, Place(48.1, 37.4, 5.0))
    assert "in the sea south of Ghana" in notes.notices[0]
    assert "latitude without longitude" in refused(of, ("48.1", "", ""))[0]


def test_a_whole_name_is_kept_as_written() -> None:
    (row,), _ = read(mapping("full_name", "other_names"), ("  Орлевич  Давид\nПавлович", "David"))
    assert row.record.names == (
        PersonName("Орлевич Давид Павлович"),
        PersonName("David", kind="alias"),
    )


def test_addresses_of_pages_are_words() -> None:
    (row,), _ = read(mapping("surname", "photograph"), ("Doe", "https://example.org/x.jpg"))
    assert row.notes == (Note("photograph", "https://example.org/x.jpg"),)


def test_controls_and_very_long_values_are_refused() -> None:
    of = mapping("surname", "sex", "notes")
    told = refused(of, ("a\u202eb", "m", ""), ("b", "m" * 400, ""), ("c" * 250, "", ""))
    assert "contains control characters" in told[0]
    assert "400 characters; allowed are 300" in told[1]
    assert "250 characters; allowed are 200" in told[2]
    (row,), _ = read(of, ("Doe", "", "one\ntwo"))
    assert row.notes == (Note("notes", "one\ntwo"),)
