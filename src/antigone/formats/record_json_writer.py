"""Records written as JSON values, so that reading them gives the same record again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from typing import Any

from antigone.evidence.records import AmRecord, PmRecord
from antigone.genetics.pedigree import Sex
from antigone.provenance import JsonValue

_NOTHING: tuple[object, ...] = (None, "", (), {}, Sex.UNKNOWN)
"""Values which, where they are the default of a part, say that nothing is known."""


def pm_record_json(record: PmRecord) -> dict[str, JsonValue]:
    """The record of remains; `read_pm_record` gives an equal one. Same record, same text."""
    return _object(record)


def am_record_json(record: AmRecord) -> dict[str, JsonValue]:
    """The record of a missing person; `read_am_record` gives an equal one."""
    return _object(record)


def _object(part: Any) -> dict[str, JsonValue]:  # noqa: ANN401 - any of the dataclasses of a record
    """The members of a part that say something; "looked for, none seen" ([]) is such a member."""
    values = ((field, getattr(part, field.name)) for field in fields(part))
    return {field.name: _value(value) for field, value in values if not _is_absent(field, value)}


def _is_absent(field: Field[Any], value: object) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(value == default) and default in _NOTHING


def _value(value: object) -> JsonValue:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_value(item) for item in value]
        case Mapping():
            return {str(key): _value(value[key]) for key in sorted(value)}
        case _:
            return _object(value)
