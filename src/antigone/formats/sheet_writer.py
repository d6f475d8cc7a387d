"""Lists written as CSV, XLSX or Parquet, row by row, so that reading them gives the same values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet

from antigone.formats.problems import refusal, shown
from antigone.formats.sheet_rows import CELL_CHARACTERS, MOST_COLUMNS, Value, cell_place
from antigone.formats.sheet_xlsx import MOST_ROWS
from antigone.formats.sheet_xlsx_writer import write_xlsx
from antigone.formats.text_tables import guarded
from antigone.words import said

_BATCH_ROWS = 10_000
_MARK = "\ufeff"
"""Spreadsheet programs take a CSV without it for the encoding of their country."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class SheetKind(StrEnum):
    """The kinds of files in which lists are written; each value is the ending."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ColumnType(StrEnum):
    """What a column holds; the types of a Parquet file follow it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a list: its heading, and what its cells hold."""

    heading: str
    type: ColumnType = ColumnType.TEXT


_ARROW = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.TRUTH: pa.bool_(),
    ColumnType.DAY: pa.date32(),
    ColumnType.MOMENT: pa.timestamp("us", tz="UTC"),
}


def write_rows(
    target: Path | IO[bytes],
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    kind: SheetKind,
    *,
    title: str = "",
    right_to_left: bool = False,
) -> int:
    """Write a list; no text in it can be taken for a formula.

    Days are written as 2026-10-09, moments with their time and zone. In CSV a text that begins like a
    formula gets an apostrophe before it, which the readers of this program take off again; in a workbook
    it is marked as a text. Rows are taken one after another, and nothing is put down elsewhere.

    Args:
        target: where to; a path is written beside first, and then put in its place.
        columns: at most `MOST_COLUMNS`.
        rows: each with one value for each column.
        kind: of file.
        title: name of the sheet in a workbook.
        right_to_left: the first column of a workbook stands on the right.

    Returns:
        How many rows were written.

    Raises:
        FormatError: a text is too long for a cell or cannot stand in this kind of file, there are more
            rows than a sheet has, or the file cannot be written.
    """
    if isinstance(target, Path):
        part = target.with_name(f"{target.name}.part")
        try:
            with part.open("wb") as stream:
                count = write_rows(
                    stream, columns, rows, kind, title=title, right_to_left=right_to_left
                )
            part.replace(target)
        except OSError as error:
            words = said("cannot be written: {reason}", reason=error.strerror or str(error))
            raise refusal(str(target), "", words) from error
        finally:
            part.unlink(missing_ok=True)
        return count
    counted = _Counted(columns, rows, kind)
    match kind:
        case SheetKind.CSV:
            _write_csv(target, columns, counted)
        case SheetKind.XLSX:
            headings = [column.heading for column in columns]
            write_xlsx(target, headings, counted, title=title, right_to_left=right_to_left)
        case SheetKind.PARQUET:
            _write_parquet(target, columns, counted)
    return counted.count


def rows_as_bytes(
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    kind: SheetKind,
    *,
    title: str = "",
    right_to_left: bool = False,
) -> bytes:
    """The same list as the content of a file; see `write_rows`."""
    stream = io.BytesIO()
    write_rows(stream, columns, rows, kind, title=title, right_to_left=right_to_left)
    return stream.getvalue()


class _Counted:
    """The rows, checked and counted as they pass."""

    def __init__(
        self, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]], kind: SheetKind
    ) -> None:
        if not 0 < len(columns) <= MOST_COLUMNS:
            raise ValueError(f"{len(columns)} columns")
        self.count = 0
        self._columns, self._rows, self._kind = columns, iter(rows), kind

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Sequence[Value]:
        row = next(self._rows)
        if len(row) != len(self._columns):
            raise ValueError(f"{len(row)} values for {len(self._columns)} columns")
        self.count += 1
        if self._kind is SheetKind.XLSX and self.count >= MOST_ROWS:
            raise refusal(
                "",
                "",
                said("more than {most} rows; write CSV or Parquet instead", most=MOST_ROWS - 1),
            )
        if self._kind is not SheetKind.PARQUET:
            self._refuse_texts(row)
        return row

    def _refuse_texts(self, row: Sequence[Value]) -> None:
        for column, value in enumerate(row):
            if not isinstance(value, str):
                continue
            place = cell_place(self.count + 1, column, self._columns[column].heading)
            if len(value) > CELL_CHARACTERS:
                words = said(
                    "a text of {count} characters; a cell holds {most}. Write Parquet instead",
                    count=len(value),
                    most=CELL_CHARACTERS,
                )
                raise refusal("", place, words)
            if self._kind is SheetKind.CSV and _CONTROL.search(value):
                words = said(
                    "{text} holds a control character, which no text file may; write another kind",
                    text=shown(value),
                )
                raise refusal("", place, words)


def _write_csv(target: IO[bytes], columns: Sequence[SheetColumn], rows: _Counted) -> None:
    stream = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(stream)
    stream.write(_MARK)
    writer.writerow([guarded(column.heading) for column in columns])
    # A number needs no guard: -1.5 is no formula that could do harm.
    writer.writerows(
        [guarded(value) if isinstance(value, str) else text_of(value) for value in row]
        for row in rows
    )
    stream.flush()
    stream.detach()


def text_of(value: Value) -> str:
    """A value as a text that the readers understand.

    >>> text_of(date(2026, 10, 9)), text_of(178.0), text_of(None), text_of(True)
    ('2026-10-09', '178.0', '', 'true')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _write_parquet(target: IO[bytes], columns: Sequence[SheetColumn], rows: _Counted) -> None:
    schema = pa.schema([(column.heading, _ARROW[column.type]) for column in columns])
    with pa.parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH_ROWS)):
            values = [
                pa.array([row[i] for row in batch], field.type) for i, field in enumerate(schema)
            ]
            writer.write_batch(pa.record_batch(values, schema=schema))
