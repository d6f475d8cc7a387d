"""A column mapping as a JSON value: how it is remembered, and how it is sent from a page."""

from __future__ import annotations

import json

from antigone.formats.column_mapping import ColumnMapping, MappedColumn
from antigone.formats.cursor import Cursor
from antigone.formats.problems import FormatError, Problem, ProblemList
from antigone.formats.record_parts_json import members, word
from antigone.formats.sheet_fields import RecordKind
from antigone.formats.sheet_rows import MOST_COLUMNS
from antigone.formats.sheet_values import DateOrder, LengthUnit
from antigone.provenance import JsonValue
from antigone.words import said

MOST_VALUES = 2_000
"""Most values of a column that are read as others."""


def mapping_json(mapping: ColumnMapping) -> dict[str, JsonValue]:
    """The mapping as a JSON value; `read_mapping` gives an equal one."""
    return {
        "kind": mapping.kind.value,
        "columns": [_column_json(column) for column in mapping.columns],
        "assumed": dict(mapping.assumed),
    }


def _column_json(column: MappedColumn) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {"heading": column.heading, "field": column.field}
    if column.values:
        found["values"] = dict(column.values)
    if column.date_order is not None:
        found["date_order"] = column.date_order.value
    if column.unit is not LengthUnit.CM:
        found["unit"] = column.unit.value
    if column.separator:
        found["separator"] = column.separator
    if column.keep_unreadable:
        found["keep_unreadable"] = True
    return found


def read_mapping(value: object, file: str = "") -> ColumnMapping:
    """A mapping from its JSON value. Whether it fits a sheet, `faults_of` says.

    Raises:
        FormatError: the value is no mapping.
    """
    try:
        return ProblemList(file).whole(Cursor(value), _mapping)
    except RecursionError as error:
        raise FormatError([Problem(file, "", said("nested too deeply to be read"))]) from error


def parse_mapping(text: str, file: str = "") -> ColumnMapping:
    """A mapping from JSON text.

    Raises:
        FormatError: the text is no mapping.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError([Problem(file, "", said("broken JSON"))]) from error
    return read_mapping(value, file)


def _mapping(cursor: Cursor) -> ColumnMapping:
    of = members(cursor, "kind", "columns", "assumed")
    kind = word(cursor.field("kind"), RecordKind)
    columns = cursor.field("columns").items(at_most=MOST_COLUMNS)
    assumed = of["assumed"].fields() if "assumed" in of else {}
    return ColumnMapping(
        kind,
        tuple(_column(column) for column in columns),
        {key: value.text() for key, value in assumed.items()},
    )


def _column(cursor: Cursor) -> MappedColumn:
    of = members(
        cursor,
        "heading",
        "field",
        "values",
        "date_order",
        "unit",
        "separator",
        "keep_unreadable",
    )
    values = of["values"].fields() if "values" in of else {}
    if len(values) > MOST_VALUES:
        raise of["values"].refused(
            said("{count} values; allowed are {most}", count=len(values), most=MOST_VALUES)
        )
    return MappedColumn(
        heading=cursor.field("heading").text(),
        field=cursor.field("field").text(),
        values={key: value.sentence() for key, value in values.items()},
        date_order=word(of["date_order"], DateOrder) if "date_order" in of else None,
        unit=word(of["unit"], LengthUnit) if "unit" in of else LengthUnit.CM,
        separator=of["separator"].text() if "separator" in of else "",
        keep_unreadable=_flag(of["keep_unreadable"]) if "keep_unreadable" in of else False,
    )


def _flag(cursor: Cursor) -> bool:
    if not isinstance(cursor.value, bool):
        raise cursor.expected("true or false")
    return cursor.value
