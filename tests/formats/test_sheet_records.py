"""Records written as a list come back equal, through each kind of file and a proposed mapping."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.records import AmRecord, Informant, ReportedStature
from antigone.formats.am_record_json import read_am_record
from antigone.formats.am_sheet import AmRow, read_am_rows
from antigone.formats.column_mapping import faults_of
from antigone.formats.column_mapping_proposal import propose_mapping
from antigone.formats.cursor import Cursor
from antigone.formats.pm_record_json import read_pm_record
from antigone.formats.pm_sheet import PmRow, read_pm_rows
from antigone.formats.problems import ProblemList
from antigone.formats.record_json_writer import am_record_json, pm_record_json
from antigone.formats.sheet import open_sheet
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_records import am_values, columns_of, own_mapping, pm_values
from antigone.formats.sheet_rows import SheetNotes, Value
from antigone.formats.sheet_writer import SheetKind, rows_as_bytes
from tests.formats import sheets

KINDS = [SheetKind.CSV, SheetKind.XLSX]
PARQUET = SheetKind.PARQUET


def written(kind: RecordKind, values: Iterator[Sequence[Value]], file: SheetKind) -> bytes:
    return rows_as_bytes(columns_of(kind, contacts=True), values, file)


def numbered(rows: Sequence[AmRow]) -> list[AmRow]:
    """Each with a number of its own, in the row where it will stand."""
    return [replace(row, row=i + 2, number=f"M-{i}") for i, row in enumerate(rows)]


def read_back(data: bytes) -> list[AmRow]:
    notes = SheetNotes("list")
    sheet = open_sheet(data, "list", notes)
    proposed = propose_mapping(sheet.headings, sheet.first_rows(), RecordKind.AM)
    expected = own_mapping(RecordKind.AM, contacts=True)
    assert [c.field for c in proposed.mapping.columns] == [c.field for c in expected.columns]
    assert faults_of(proposed.mapping, sheet.headings) == ()
    found = list(read_am_rows(sheet.rows(notes), expected, notes))
    notes.refuse_if_any()
    return found


@pytest.mark.parametrize("file", KINDS)
@settings(max_examples=40)
@given(st.lists(sheets.am_rows(), min_size=1, max_size=3).map(numbered))
def test_missing_persons_come_back(file: SheetKind, rows: list[AmRow]) -> None:
    data = written(RecordKind.AM, am_values(rows, contacts=True), file)
    assert read_back(data) == rows


@pytest.mark.parametrize("file", KINDS)
@settings(max_examples=40)
@given(st.lists(sheets.pm_rows(), min_size=1, max_size=3))
def test_remains_come_back(file: SheetKind, found: list[PmRow]) -> None:
    rows = [replace(row, row=i + 2, number=f"PM-{i}") for i, row in enumerate(found)]
    data = written(RecordKind.PM, pm_values(rows), file)
    notes = SheetNotes("list")
    sheet = open_sheet(data, "list", notes)
    proposed = propose_mapping(sheet.headings, sheet.first_rows(), RecordKind.PM)
    expected = own_mapping(RecordKind.PM)
    assert [c.field for c in proposed.mapping.columns] == [c.field for c in expected.columns]
    assert list(read_pm_rows(sheet.rows(notes), expected, notes)) == rows
    notes.refuse_if_any()


@settings(max_examples=40)
@given(sheets.am_rows(), sheets.pm_rows())
def test_what_is_read_is_what_a_record_file_may_hold(am: AmRow, pm: PmRow) -> None:
    problems = ProblemList("again")
    assert read_am_record(Cursor(am_record_json(am.record)), problems) == am.record
    assert read_pm_record(Cursor(pm_record_json(pm.record)), problems) == pm.record
    problems.refuse_if_any()


def test_enquirers_are_written_only_when_asked_for() -> None:
    headings = [column.heading for column in columns_of(RecordKind.AM)]
    with_contacts = [column.heading for column in columns_of(RecordKind.AM, contacts=True)]
    assert not [h for h in headings if "nquirer" in h or "Contact" in h]
    assert len(with_contacts) == len(headings) + 6


def test_parquet_keeps_types() -> None:
    record = AmRecord(stature=ReportedStature(178.5, Informant.FAMILY))
    data = written(RecordKind.AM, am_values([AmRow(2, "M-1", "", record)], contacts=True), PARQUET)
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    assert table["Height (cm)"].to_pylist() == [178.5]
    assert str(table.schema.field("Date of birth").type) == "date32[day]"
