"""Rows of a spreadsheet as remains: evidence only where somebody says how it was come by; never a death."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    Carried,
    FoundItem,
    Place,
    PmRecord,
    Recovery,
    SexEstimate,
    SexMethod,
    State,
    StatureEstimate,
    StatureMethod,
)
from antigone.formats.column_mapping import ColumnMapping, MappedColumn, faults_of
from antigone.formats.pm_sheet import Found, PmRow, read_pm_rows
from antigone.formats.problems import FormatError
from antigone.formats.sheet_drafts import Note
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_rows import SheetNotes
from antigone.genetics.pedigree import Sex
from tests.formats.sheets import rows_of


def mapping(*columns: MappedColumn | str, **assumed: str) -> ColumnMapping:
    """Columns that are headed as their fields are called, or as given."""
    mapped = (MappedColumn(c, c) if isinstance(c, str) else c for c in columns)
    found = ColumnMapping(RecordKind.PM, tuple(mapped), assumed)
    assert faults_of(found, found.headings) == ()
    return found


def read(of: ColumnMapping, *rows: tuple[str, ...]) -> tuple[list[PmRow], SheetNotes]:
    notes = SheetNotes("bodies.csv")
    return list(read_pm_rows(rows_of(*rows), of, notes)), notes


def test_a_full_row() -> None:
    of = mapping(
        *("number", "sex", "sex_method", "state", "age_years", "age_method", "stature_cm"),
        *("stature_method", "hair", "found_on", "found_at", "finder", "days_since_death"),
        *("latitude", "longitude", "items", "military_identity_card", "blood_group"),
        carried="loose",
    )
    cells = (
        *("PM-1", "ж", "pelvis", "скелет", "34,5", "anthropology", "170", "femur", "русые"),
        *("2024-01-13", "field", "Team 3", "20-90", "48.1", "37.4", "keys, worn; wallet"),
        *("АВ 12", "A+"),
    )
    found, notes = read(of, cells)
    assert found == [
        PmRow(
            2,
            "PM-1",
            Sex.FEMALE,
            PmRecord(
                state=State.SKELETAL,
                sex=SexEstimate(Sex.FEMALE, SexMethod.PELVIS),
                age=AgeEstimate(AgeMethod.OTHER_ADULT, 34.5),
                stature=StatureEstimate(170.0, StatureMethod.LEG_BONE),
                traits={"hair": "brown"},
                items=(
                    FoundItem("keys", Carried.WORN),
                    FoundItem("wallet", Carried.LOOSE),
                    FoundItem("military_identity_card", Carried.LOOSE, ("АВ 12",)),
                ),
                recovery=Recovery(date(2024, 1, 13), Place(48.1, 37.4), (20, 90)),
            ),
            Found("field", "Team 3"),
            (Note("blood_group", "A+"),),
        )
    ]
    assert (found[0].place, notes.notices) == ("row 2", ())


def test_values_of_which_nobody_says_how_they_were_come_by_are_no_evidence() -> None:
    of = mapping("sex", "age_years", "stature_cm", "items", "passport", state="fresh")
    (row,), notes = read(of, ("m", "30-40", "170", "keys", "АВ 12"))
    assert row.sex is Sex.MALE
    assert row.record == PmRecord(state=State.FRESH)
    assert row.notes == (
        Note("items", "keys"),
        Note("age_years", "30-40"),
        Note("stature_cm", "170 cm"),
        Note("passport", "АВ 12"),
    )
    assert len(notes.notices) == 5


def test_a_range_of_ages_is_taken_by_its_middle_and_kept_as_a_note() -> None:
    of = mapping("age_years", "age_phase", state="skeletal", age_method="other_adult")
    found, notes = read(of, ("30-40", ""), ("35", "3"), ("35", ""))
    assert [row.record.age for row in found] == [
        AgeEstimate(AgeMethod.OTHER_ADULT, 35.0),
        AgeEstimate(AgeMethod.PUBIC_PHASE, phase=3),
        AgeEstimate(AgeMethod.OTHER_ADULT, 35.0),
    ]
    assert [row.notes for row in found] == [
        (Note("age_years", "30-40"),),
        (Note("age_years", "35"),),
        (),
    ]
    assert len(notes.notices) == 2


def test_remains_without_a_state_are_refused_unless_it_is_stated_for_all() -> None:
    of = mapping("number", "state")
    found, notes = read(of, ("PM-1", ""), ("PM-2", "fresh"))
    assert [row.number for row in found] == ["PM-2"]
    with pytest.raises(FormatError, match=r"row 2: has no state of the remains"):
        notes.refuse_if_any()
    found, _ = read(mapping("number", "state", state="decomposed"), ("PM-1", ""), ("PM-2", "fresh"))
    assert [row.record.state for row in found] == [State.DECOMPOSED, State.FRESH]


def test_neither_a_death_nor_an_identity_is_taken_from_a_sheet() -> None:
    of = mapping("number", "death", "identified_as", state="fresh")
    (row,), _ = read(of, ("PM-1", "SECRET 2024-01-01", "SECRET Ivan"))
    assert "SECRET" not in repr(row)
    assert of.left_out == ("death", "identified_as")
    assert not [f.name for f in fields(PmRow) if "death" in f.name or "dead" in f.name]


@pytest.mark.parametrize("days", ["90-20", "a week", "80000", "1.5", "-3"])
def test_days_since_death_that_are_none(days: str) -> None:
    _, notes = read(mapping("days_since_death", state="fresh"), (days,))
    assert notes.problems.count == 1


def test_phases_that_are_none() -> None:
    _, notes = read(mapping("age_phase", state="fresh"), ("7",), ("III",), ("6",))
    assert notes.problems.count == 2
