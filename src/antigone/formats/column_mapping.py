"""Which column of a spreadsheet holds which field, and how its cells are to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member

from antigone.formats.problems import listed, shown
from antigone.formats.sheet_fields import (
    ASSUMED,
    NEVER_TAKEN,
    RecordKind,
    fields_of,
)
from antigone.formats.sheet_values import DateOrder, LengthUnit
from antigone.formats.sheet_words import meanings, plain
from antigone.words import Said, said

SEPARATORS = ("", ";", ",", "/", "|", "+")
"""What may part the entries of a list; empty: semicolons and line breaks."""


@dataclass(frozen=True)
class MappedColumn:
    """A column and what it holds.

    Args:
        heading: as the sheet has it.
        field: code of a `SheetField`; empty: the column is left out.
        values: instead of a cell that reads so, this is read, e.g. "~40" as "40"; "" as nothing.
        date_order: of a column of days.
        unit: of a column of heights.
        separator: between the entries of a list.
        keep_unreadable: what cannot be read is kept as a note beside the record; otherwise it keeps the
            file from being taken over.
    """

    heading: str
    field: str = ""
    values: Mapping[str, str] = member(default_factory=dict)
    date_order: DateOrder | None = None
    unit: LengthUnit = LengthUnit.CM
    separator: str = ""
    keep_unreadable: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """How the rows of a sheet become records.

    Args:
        kind: of the records.
        columns: one for each column of the sheet, in its order.
        assumed: what a person states for all rows that do not say it, by the keys of `ASSUMED`.
    """

    kind: RecordKind
    columns: tuple[MappedColumn, ...]
    assumed: Mapping[str, str] = member(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings to which the mapping belongs."""
        return tuple(column.heading for column in self.columns)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Headings of the columns that are not read."""
        fields = fields_of(self.kind)
        return tuple(
            column.heading
            for column in self.columns
            if column.field not in fields or column.field in NEVER_TAKEN
        )


def fingerprint_of(headings: Sequence[str]) -> str:
    """What a mapping is remembered by: equal for headings that differ in letters' size or signs only.

    >>> fingerprint_of(["Date of birth", "Sex"]) == fingerprint_of(["DATE OF BIRTH:", "sex"])
    True
    """
    written = "\x1f".join(plain(heading) for heading in headings)
    return hashlib.sha256(written.encode()).hexdigest()


def faults_of(mapping: ColumnMapping, headings: Sequence[str]) -> tuple[Said, ...]:
    """Why the rows under these headings cannot be read with this mapping; empty where they can."""
    if mapping.headings != tuple(headings):
        return (said("The mapping belongs to a sheet with other headings."),)
    found = [*_of_columns(mapping), *_doubled(mapping), *_of_assumed(mapping)]
    fields = {column.field for column in mapping.columns}
    if ("latitude" in fields) != ("longitude" in fields):
        found.append(said("A latitude needs a longitude, and a longitude a latitude."))
    if {"latitude", "coordinates"} <= fields:
        found.append(said("Coordinates stand in one column or in two, not in both."))
    if mapping.kind is RecordKind.PM and "state" not in fields | mapping.assumed.keys():
        found.append(
            said(
                "No column says the state of the remains. State it for all of them: it decides what "
                "could still be seen."
            )
        )
    if not fields - {""}:
        found.append(said("No column has a field."))
    return tuple(found)


def _of_columns(mapping: ColumnMapping) -> Iterable[Said]:
    fields = fields_of(mapping.kind)
    for column in mapping.columns:
        if column.field and column.field not in fields:
            yield said(
                "{heading}: {field} is no field of these records.",
                heading=column.heading,
                field=shown(column.field),
            )
        if column.separator not in SEPARATORS:
            yield said(
                "{heading}: {separator} cannot part entries.",
                heading=column.heading,
                separator=shown(column.separator),
            )


def _doubled(mapping: ColumnMapping) -> Iterable[Said]:
    fields = fields_of(mapping.kind)
    seen: dict[str, str] = {}
    for column in mapping.columns:
        known = fields.get(column.field)
        if known is None or known.several:
            continue
        if column.field in seen:
            yield said(
                "{first} and {second} both hold {field}; one of them can.",
                first=seen[column.field],
                second=column.heading,
                field=known.label,
            )
        seen[column.field] = column.heading


def _of_assumed(mapping: ColumnMapping) -> Iterable[Said]:
    allowed = ASSUMED[mapping.kind]
    for key, value in mapping.assumed.items():
        if key not in allowed:
            yield said(
                "{key} cannot be stated for all rows; allowed are {allowed}.",
                key=shown(key),
                allowed=listed(allowed),
            )
        elif value not in meanings(allowed[key]):
            yield said(
                "{value} is no value of {key}; allowed are {allowed}.",
                value=shown(value),
                key=key,
                allowed=listed(meanings(allowed[key])),
            )
