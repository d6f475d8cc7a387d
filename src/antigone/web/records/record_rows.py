"""Records besides DNA as they are kept in the database: as they stand in files, in the same words."""

from __future__ import annotations

from antigone.evidence.records import AmRecord, PmRecord
from antigone.formats.am_record_json import read_am_record
from antigone.formats.cursor import Cursor
from antigone.formats.pm_record_json import read_pm_record
from antigone.formats.problems import ProblemList
from antigone.formats.record_json_writer import am_record_json, pm_record_json
from antigone.provenance import JsonValue

_HERE = "the database"


def pm_record_to_row(record: PmRecord | None) -> dict[str, JsonValue] | None:
    """A record of remains as JSON values."""
    return None if record is None else pm_record_json(record)


def pm_record_from_row(row: object) -> PmRecord | None:
    """The record that `pm_record_to_row` wrote.

    Raises:
        FormatError: something else wrote it.
    """
    if row is None:
        return None
    problems = ProblemList(_HERE)
    return problems.whole(Cursor(row, "record"), lambda c: read_pm_record(c, problems))


def am_record_to_row(record: AmRecord | None) -> dict[str, JsonValue] | None:
    """A record of a missing person as JSON values."""
    return None if record is None else am_record_json(record)


def am_record_from_row(row: object) -> AmRecord | None:
    """The record that `am_record_to_row` wrote.

    Raises:
        FormatError: something else wrote it.
    """
    if row is None:
        return None
    problems = ProblemList(_HERE)
    return problems.whole(Cursor(row, "record"), lambda c: read_am_record(c, problems))
