"""Lists written as CSV, XLSX and Parquet: no formula, no lost digit, nothing cut."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from antigone.formats import sheet_writer
from antigone.formats.problems import FormatError
from antigone.formats.sheet_rows import SheetRow, Value
from antigone.formats.sheet_writer import (
    ColumnType,
    SheetColumn,
    SheetKind,
    rows_as_bytes,
    write_rows,
)
from tests.formats.sheets import read

COLUMNS = (
    SheetColumn("Text"),
    SheetColumn("Count", ColumnType.INTEGER),
    SheetColumn("log10 LR", ColumnType.NUMBER),
    SheetColumn("Yes", ColumnType.TRUTH),
    SheetColumn("Day", ColumnType.DAY),
    SheetColumn("Moment", ColumnType.MOMENT),
)
ROWS: list[list[Value]] = [
    ["Іван", 3, -1.25, True, date(2026, 10, 9), datetime(2026, 10, 9, 14, 30, tzinfo=UTC)],
    ["=1+1", -4, float("-inf"), False, date(1850, 1, 1), None],
    [None, None, None, None, None, None],
]
CELLS = [
    ("Іван", "3", "-1.25", "true", "2026-10-09", "2026-10-09 14:30:00+00:00"),
    ("=1+1", "-4", "-inf", "false", "1850-01-01", ""),
]


def opened(data: bytes) -> Worksheet:
    """A workbook as another program opens it."""
    sheet = load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("kind", [SheetKind.CSV, SheetKind.XLSX])
def test_values_come_back_as_texts(kind: SheetKind) -> None:
    sheet, rows, notes = read(rows_as_bytes(COLUMNS, ROWS, kind, title="a/b: c"))
    assert sheet.headings == tuple(column.heading for column in COLUMNS)
    assert [row.cells for row in rows] == CELLS
    assert notes.notices == ()


def test_parquet_has_types() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(rows_as_bytes(COLUMNS, ROWS, SheetKind.PARQUET)))
    assert [list(row.values()) for row in table.to_pylist()] == ROWS
    assert [str(field.type) for field in table.schema] == [
        *("string", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]"),
    ]


def test_a_workbook_has_no_formula_for_another_program_either() -> None:
    data = rows_as_bytes(COLUMNS[:1], [["=1+1"], ["+1"], ["@x"], ["#N/A"]], SheetKind.XLSX)
    cells = [row[0] for row in opened(data).iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * 4
    assert [cell.value for cell in cells] == ["=1+1", "+1", "@x", "#N/A"]


def test_a_text_file_guards_texts_and_leaves_numbers() -> None:
    data = rows_as_bytes(COLUMNS[:3], [["-1", -1, -1.5], ["\t=1", None, None]], SheetKind.CSV)
    assert data == "\ufeffText,Count,log10 LR\r\n'-1,-1,-1.5\r\n'\t=1,,\r\n".encode()


def test_a_workbook_can_run_from_right_to_left() -> None:
    for right_to_left in (True, False):
        data = rows_as_bytes(COLUMNS, ROWS, SheetKind.XLSX, right_to_left=right_to_left)
        assert bool(opened(data).sheet_view.rightToLeft) is right_to_left


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip))
def test_any_text_comes_back_from_a_workbook(text: str) -> None:
    # A row that is empty is not read: the second column keeps it.
    columns = [SheetColumn("a"), SheetColumn("b")]
    _, rows, _ = read(rows_as_bytes(columns, [[text, "x"]], SheetKind.XLSX))
    assert rows == [SheetRow(2, (text, "x"))]


@given(st.floats(allow_nan=False))
def test_any_number_comes_back(number: float) -> None:
    columns = [SheetColumn("a", ColumnType.NUMBER), SheetColumn("b")]
    for kind in (SheetKind.CSV, SheetKind.XLSX):
        _, rows, notes = read(rows_as_bytes(columns, [[number, "x"]], kind))
        if notes.problems.count:
            assert abs(number) >= 1e15
        else:
            assert float(rows[0].cells[0]) == number


def test_what_does_not_fit_is_refused_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "list.xlsx"
    with pytest.raises(FormatError, match="40000 characters; a cell holds 32767"):
        write_rows(target, COLUMNS[:1], [["a" * 40_000]], SheetKind.XLSX)
    with pytest.raises(FormatError, match="control character"):
        rows_as_bytes(COLUMNS[:1], [["a\x00"]], SheetKind.CSV)
    monkeypatch.setattr(sheet_writer, "MOST_ROWS", 3)
    with pytest.raises(FormatError, match="more than 2 rows"):
        write_rows(target, COLUMNS[:1], [["a"]] * 3, SheetKind.XLSX)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        rows_as_bytes(COLUMNS[:2], [["a"]], SheetKind.CSV)


def test_a_file_is_written_whole_and_rows_are_counted(tmp_path: Path) -> None:
    for kind in SheetKind:
        target = tmp_path / f"list.{kind.value}"
        assert write_rows(target, COLUMNS, iter(ROWS), kind) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("list.csv", "list.parquet", "list.xlsx"),
    ]
    with pytest.raises(FormatError, match="cannot be written"):
        write_rows(tmp_path / "none" / "list.csv", COLUMNS, ROWS, SheetKind.CSV)
